import type { Child } from 'hono/jsx';
import { readPublicFiles } from './assets.ts';
import { renderText } from './render.tsx';
import type { Locale, Translate } from './types.ts';

/** In which language and zone something is printed. */
export interface PaperView {
  readonly locale: Locale;
  readonly t: Translate;
  readonly timeZone: string;
}

/** A paper as a page of its own, for printing and for keeping. `style` is `<PaperStyle>`, or the link that its place allows. */
export function paperHtml({ locale, t, timeZone }: PaperView, title: string, body: Child, style: Child): Promise<string> {
  const view = { t, locale, csrf: '', timeZone, url: new URL('http://paper.invalid/') };
  return renderText(
    view,
    <html lang={locale} data-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {style}
      </head>
      <body class="public report-paper">
        <main class="public-main">
          <h1>{title}</h1>
          {body}
        </main>
      </body>
    </html>,
  );
}

/** Every style of a public page, in the paper itself. */
export function PaperStyle({ files }: { readonly files: Parameters<typeof readPublicFiles>[0] }) {
  return <style dangerouslySetInnerHTML={{ __html: readPublicFiles(files).style.content.toString('utf8') }} />;
}
