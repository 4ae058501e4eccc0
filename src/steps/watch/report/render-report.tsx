import { printPaper } from '#engines/browser/print-paper.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs } from '#kernel/time.ts';
import type { Shop } from '#registry/types.ts';
import { formatTime } from '#web/components/time.tsx';
import { PaperStyle, paperHtml } from '#web/paper.tsx';
import type { Locale, Translate } from '#web/types.ts';
import { statusTexts } from '../status/status-texts.ts';
import { needsOf } from './needs-of.ts';
import { type Report, readReport } from './read-report.ts';
import { ReportBody } from './views/report-body.tsx';
import type { Week } from './week-of.ts';

/** A report as it is sent: its title, a summary in plain text, and the pages as PDF. */
export interface MadeReport {
  readonly subject: string;
  readonly text: string;
  readonly pdf: Uint8Array;
}

/** Makes a shop's report of a week in a language; our own browser prints it. Throws BROWSER_MISSING. */
export async function makeReport(house: House, org: OrgId, shop: Shop, week: Week, locale: Locale): Promise<MadeReport> {
  const t = statusTexts(locale);
  const report = await readReport(house, org, shop, week, { t, locale });
  const subject = t('watch.report.subject', {
    shop: shop.name,
    from: dayOf(week.from, locale, shop),
    to: dayOf(addMs(week.to, -1), locale, shop),
  });
  const html = await paperHtml(
    { t, locale, timeZone: shop.timeZone },
    subject,
    <ReportBody report={report} isPaper />,
    <PaperStyle files={productFiles} />,
  );
  const pdf = await printPaper(house.browser, html, { locale, width: 960, scale: 0.75 });
  return { subject, text: summaryOf(report, subject, house.publicUrl, t), pdf };
}

/** The day of an instant in the shop's zone. */
export function dayOf(at: Date, locale: string, shop: Shop): string {
  return formatTime(at, locale, shop.timeZone, 'day');
}

function summaryOf(report: Report, subject: string, url: string, t: Translate): string {
  const needs = needsOf(report, t);
  const last = report.orders?.at(-1);
  return [
    subject,
    '',
    needs.length === 0 ? t('watch.report.quiet') : t('watch.report.needs', { count: needs.length }),
    ...needs.map((need) => `- ${need}`),
    '',
    last === undefined
      ? t('watch.orders.heading-unknown')
      : t('watch.report.orders-text', { count: last.count, before: report.orders?.at(-2)?.count ?? 0 }),
    t('watch.report.incidents', { count: report.incidents.length }),
    '',
    `${url}/watch/report/${report.shop.id}`,
    '',
  ].join('\n');
}
