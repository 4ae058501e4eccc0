import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { Help } from './components/help.tsx';
import { Rail } from './components/rail.tsx';
import { ThumbBar } from './components/thumb-bar.tsx';
import { renderDocument } from './render.tsx';
import type { Place, WebEnv } from './types.ts';

export interface PageOptions {
  /** The place in the rail that is marked as current. */
  readonly step: Place;
  /** The window's title; the product's name is added. */
  readonly title: string;
  /** The page's h1: a plain sentence that says what is so. */
  readonly heading: Child;
  /** One line under the heading: where, when, since when. */
  readonly lead?: Child;
  /** Buttons and links beside the heading. */
  readonly actions?: Child;
  readonly body: Child;
  /** Where this page hangs, from the room's front page downwards, without the page itself. */
  readonly crumbs?: readonly { readonly href: string; readonly label: string }[];
  /** Names of islands (small own scripts) that this page needs. */
  readonly islands?: readonly string[];
  /** HTTP status, 200 unless said. */
  readonly status?: number;
}

/** Answers with a page of the console: rail, heading, body. */
export async function page(c: Context<WebEnv>, options: PageOptions): Promise<Response> {
  const { t, locale, assets, nav, person, orgName } = c.var;
  const islands = (options.islands ?? []).map((name) => assets.island(name)).filter((url) => url !== null);
  const theme = themeOf(c.req.header('cookie'));
  return renderDocument(
    c,
    <html lang={locale} {...(theme ? { 'data-theme': theme } : {})}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${options.title} · Shopbell`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.css} />
        <script src={assets.js} defer />
        {islands.map((src) => (
          <script src={src} defer />
        ))}
      </head>
      <body class="app" data-live-from="/live">
        <a class="skip" href="#content">
          {t('web.skip')}
        </a>
        <Rail place={options.step} badges={nav} person={person} orgName={orgName ?? null} theme={theme} />
        <ThumbBar place={options.step} badges={nav} />
        <main id="content" tabindex={-1}>
          <header class="top">
            <div class="top-words">
              {options.crumbs && options.crumbs.length > 0 ? (
                <nav class="crumbs" aria-label={t('web.crumbs')}>
                  {options.crumbs.map((crumb) => (
                    <a href={crumb.href}>{crumb.label}</a>
                  ))}
                </nav>
              ) : null}
              <h1>{options.heading}</h1>
              {options.lead ? <p class="lead">{options.lead}</p> : null}
            </div>
            {options.actions ? <div class="top-actions">{options.actions}</div> : null}
          </header>
          <div class="body">{options.body}</div>
        </main>
        <Help />
      </body>
    </html>,
    options.status ?? 200,
  );
}

/** The theme a person chose by hand; null follows the device. */
function themeOf(cookies: string | undefined): 'light' | 'dark' | null {
  const found = /(?:^|;\s*)shopbell_theme=(light|dark)(?:;|$)/.exec(cookies ?? '');
  return found ? (found[1] as 'light' | 'dark') : null;
}
