import type { Child } from 'hono/jsx';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { readPublicFiles } from '#web/assets.ts';
import { renderText } from '#web/render.tsx';
import type { Locale, Translate } from '#web/types.ts';

/** In which language and zone something is printed. */
export interface PrintView {
  readonly locale: Locale;
  readonly t: Translate;
  readonly timeZone: string;
}

/** A paper as a page of its own, with every style in it: for printing and for keeping. */
export function paperHtml({ locale, t, timeZone }: PrintView, title: string, body: Child): Promise<string> {
  const view = { t, locale, csrf: '', timeZone, url: new URL('http://paper.invalid/') };
  const style = readPublicFiles(productFiles).style.content.toString('utf8');
  return renderText(
    view,
    <html lang={locale} data-theme="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
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

const margin = { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' };
/** What is left of an A4 sheet between the margins, in CSS pixels (96 a inch). */
const SHEET_HEIGHT = ((297 - 28) / 25.4) * 96;
const SHEET_WIDTH = ((210 - 24) / 25.4) * 96;
const SMALLEST = 0.45;

/** A paper as PDF (A4, tagged); our own browser prints it. With `onePage` it is made smaller until it fits on one sheet, down to 45 %. Throws BROWSER_MISSING. */
export async function printPaper(
  house: Pick<House, 'browser'>,
  html: string,
  { onePage }: { readonly onePage: boolean },
): Promise<Uint8Array> {
  return house.browser.withContext({ width: Math.round(SHEET_WIDTH / SMALLEST) }, async (context) => {
    // What a case is called must not load anything while it is printed.
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.setContent(html);
    await page.emulateMedia({ media: 'print' });
    const scale = onePage ? await fitting((width) => heightAt(page, width)) : 0.68;
    return page.pdf({ format: 'A4', printBackground: true, tagged: true, scale, margin });
  });
}

async function fitting(heightOf: (width: number) => Promise<number>): Promise<number> {
  for (let scale = 0.85; scale > SMALLEST; scale -= 0.05) {
    if ((await heightOf(SHEET_WIDTH / scale)) * scale <= SHEET_HEIGHT) return scale;
  }
  return SMALLEST;
}

async function heightAt(
  page: { setViewportSize(size: { width: number; height: number }): Promise<void>; evaluate(code: string): Promise<unknown> },
  width: number,
) {
  await page.setViewportSize({ width: Math.floor(width), height: 800 });
  return Number(await page.evaluate('document.documentElement.scrollHeight'));
}
