import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { readPublicFiles } from '#web/assets.ts';
import { formatTime } from '#web/components/time.tsx';
import { renderText } from '#web/render.tsx';
import type { Locale, Translate } from '#web/types.ts';
import { EvidenceBody } from '../views/inventory-evidence.tsx';
import type { Evidence } from './evidence.ts';

/** The evidence as PDF, in the language of whoever asks, with times in the shop's zone; our own browser prints it. Throws BROWSER_MISSING. */
export async function renderEvidence(house: Pick<House, 'browser'>, evidence: Evidence, locale: Locale, t: Translate): Promise<Uint8Array> {
  const html = await evidenceHtml(evidence, locale, t);
  return house.browser.withContext({ locale, width: 1_100 }, async (context) => {
    // What a shop's page was called must not load anything while it is printed.
    await context.route('**/*', (route) => route.abort());
    const page = await context.newPage();
    await page.setContent(html);
    const margin = { top: '14mm', bottom: '14mm', left: '12mm', right: '12mm' };
    return page.pdf({ format: 'A4', printBackground: true, tagged: true, scale: 0.68, margin });
  });
}

/** The same as a page, before it is printed. */
function evidenceHtml(evidence: Evidence, locale: Locale, t: Translate): Promise<string> {
  const { shop, from, to } = evidence;
  const day = (at: Date) => formatTime(at, locale, shop.timeZone, 'day');
  const title = t('inspect.evidence.title', { shop: shop.name, from: day(from), to: day(to) });
  const view = { t, locale, csrf: '', timeZone: shop.timeZone, url: new URL('http://evidence.invalid/') };
  const style = readPublicFiles(productFiles).style.content.toString('utf8');
  return renderText(
    view,
    <html lang={locale} data-theme="light">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body class="public report-paper">
        <main class="public-main">
          <h1>{title}</h1>
          <EvidenceBody evidence={evidence} />
        </main>
      </body>
    </html>,
  );
}
