import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { Bell } from '#web/components/bell.tsx';
import { LanguageLinks } from '#web/components/language-links.tsx';
import { renderDocument } from '#web/render.tsx';
import type { WebEnv } from '#web/types.ts';

interface DoorPageOptions {
  readonly title: string;
  readonly heading: Child;
  readonly lead?: Child;
  readonly body: Child;
  readonly islands?: readonly string[];
  readonly status?: number;
  /** For forms with many fields. */
  readonly wide?: boolean;
}

/** A page before the console: signing in, first run, invitation. No rail; a script only for passkeys. */
export async function doorPage(c: Context<WebEnv>, options: DoorPageOptions): Promise<Response> {
  const { locale, assets } = c.var;
  const islands = (options.islands ?? []).map((name) => assets.island(name)).filter((url) => url !== null);
  // What stands here is for one pair of eyes: keys, codes, links.
  c.header('cache-control', 'no-store');
  return renderDocument(
    c,
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="same-origin" />
        <title>{`${options.title} · Shopbell`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.publicCss} />
        {islands.map((src) => (
          <script src={src} defer />
        ))}
      </head>
      <body class={options.wide ? 'public door door-wide' : 'public door'}>
        <header class="public-top">
          <span class="public-brand">
            <Bell /> Shopbell
          </span>
          {c.req.method === 'GET' ? <LanguageLinks /> : null}
        </header>
        <main id="content" class="public-main">
          <h1>{options.heading}</h1>
          {options.lead ? <p class="public-lead">{options.lead}</p> : null}
          {options.body}
        </main>
      </body>
    </html>,
    options.status ?? 200,
  );
}
