import { printPaper } from '#engines/browser/print-paper.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import { formatTime } from '#web/components/time.tsx';
import { PaperStyle, paperHtml } from '#web/paper.tsx';
import type { Locale, Translate } from '#web/types.ts';
import { EvidenceBody } from '../views/inventory-evidence.tsx';
import type { Evidence } from './evidence.ts';

/** The evidence as PDF, in the language of whoever asks, with times in the shop's zone; our own browser prints it. Throws BROWSER_MISSING. */
export async function renderEvidence(house: Pick<House, 'browser'>, evidence: Evidence, locale: Locale, t: Translate): Promise<Uint8Array> {
  const { shop, from, to } = evidence;
  const day = (at: Date) => formatTime(at, locale, shop.timeZone, 'day');
  const title = t('inspect.evidence.title', { shop: shop.name, from: day(from), to: day(to) });
  const html = await paperHtml(
    { t, locale, timeZone: shop.timeZone },
    title,
    <EvidenceBody evidence={evidence} />,
    <PaperStyle files={productFiles} />,
  );
  return printPaper(house.browser, html, { locale, width: 1_100, scale: 0.68 });
}
