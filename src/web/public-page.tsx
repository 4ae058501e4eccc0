import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { LanguageLinks } from './components/language-links.tsx';
import { renderDocument } from './render.tsx';
import type { Locale, WebEnv } from './types.ts';

export interface PublicPageOptions {
  readonly title: string;
  /** The page's h1. */
  readonly heading: Child;
  /** First paragraph, larger. */
  readonly lead?: Child;
  /** Small line above the heading: who speaks, when it was last updated, when the next update comes. */
  readonly meta?: Child;
  readonly body: Child;
  /** Who speaks: the shop's name, shown at the top. */
  readonly brand?: string;
  /** Languages in which this page can be read; links are shown when there is more than one. All four unless said. */
  readonly languages?: readonly Locale[];
  /** Feed addresses, announced in the head. */
  readonly feeds?: readonly { readonly href: string; readonly type: string; readonly title: string }[];
  /** Whether search engines may list the page. No unless said. */
  readonly indexed?: boolean;
  readonly status?: number;
}

/** Answers with a page for the shop's customers: no script at all, any device, the reader's language. */
export async function publicPage(c: Context<WebEnv>, options: PublicPageOptions): Promise<Response> {
  const { locale, assets } = c.var;
  return renderDocument(
    c,
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{options.title}</title>
        {options.indexed ? null : <meta name="robots" content="noindex" />}
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.publicCss} />
        {options.feeds?.map((feed) => (
          <link rel="alternate" type={feed.type} title={feed.title} href={feed.href} />
        ))}
      </head>
      <body class="public">
        <header class="public-top">
          {options.brand ? <span class="public-brand">{options.brand}</span> : <span />}
          <LanguageLinks languages={options.languages} />
        </header>
        <main id="content" class="public-main">
          {options.meta ? <p class="public-meta">{options.meta}</p> : null}
          <h1>{options.heading}</h1>
          {options.lead ? <p class="public-lead">{options.lead}</p> : null}
          {options.body}
        </main>
      </body>
    </html>,
    options.status ?? 200,
  );
}
