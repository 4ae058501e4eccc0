import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { orgHeader } from '#engines/mail/org-header.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addMs, MINUTE } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import type { Shop } from '#registry/types.ts';
import { recordReport } from '../verbs/record-report.ts';
import { makeReport } from './render-report.tsx';
import { type ReportSettings, reportTables, settingsOf } from './store.ts';
import { type Week, weekOf } from './week-of.ts';

/** While one process sends a report no other does; what was interrupted goes on after that. */
const LEASE_MS = 10 * MINUTE;

/**
 * Sends every weekly report that is due, each once: a row a shop and week says how many of its people have it already, so that a restart goes on
 * where it stopped. Never throws; what failed is tried again.
 */
export async function sendReports(house: House): Promise<void> {
  const rows = await house.state.everywhere((db) => reportTables(db).selectFrom('watch_report_settings').selectAll().execute());
  for (const row of rows) {
    try {
      const shop = await house.state.inOrg(row.org_id, (db) => findShop(db, row.shop_id));
      const week = weekOf(house.clock.now(), shop.timeZone);
      if (week.isDue) await sendOne(house, row.org_id, { shop, week, settings: settingsOf(house, row) });
    } catch (thrown) {
      house.log.error('a weekly report could not be sent, and will be again', { shop: row.shop_id, reason: messageOf(thrown) });
    }
  }
}

interface Due {
  readonly shop: Shop;
  readonly week: Week;
  readonly settings: ReportSettings;
}

async function sendOne(house: House, org: OrgId, { shop, week, settings }: Due): Promise<void> {
  const done = await claim(house, org, shop, week.due);
  if (done === null) return;
  const { subject, text, pdf } = await makeReport(house, org, shop, week, settings.language);
  const address = house.mailFrom ?? (shop.contact.address === '' ? 'shopbell@shopbell.invalid' : shop.contact.address);
  for (const [nth, to] of settings.recipients.entries()) {
    if (nth < done) continue;
    await house.mailer.send({
      ...{ to, from: { name: 'Shopbell', address }, subject, text, id: `report-${shop.id}-${week.due}-${nth}` },
      headers: orgHeader(house.mailer.mode, org),
      attachments: [{ name: `report-${week.due}.pdf`, type: 'application/pdf', content: pdf }],
    });
    await note(house, org, { shop: shop.id, week: week.due, sent: nth + 1 });
  }
  const scope = { house, org, actor: { kind: 'system', id: 'watch.report', role: 'system' } } as const;
  await recordReport(scope, { shop: shop.id, week: week.due, recipients: settings.recipients.length });
}

/** How many people have it already; `null`: it was sent, or another process sends it. */
function claim({ state, clock }: House, org: OrgId, shop: Shop, week: string): Promise<number | null> {
  const now = clock.now();
  const lease = { lease_until: addMs(now, LEASE_MS) };
  return state.inOrg(org, async (db) => {
    const row = await reportTables(db)
      .insertInto('watch_reports')
      .values({ org_id: org, shop_id: shop.id, week, state: 'sending', sent: 0, ...lease })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id', 'week'])
          .doUpdateSet(lease)
          .where('watch_reports.state', '=', 'sending')
          .where('watch_reports.lease_until', '<', sql<Date>`${now}`),
      )
      .returning('sent')
      .executeTakeFirst();
    return row?.sent ?? null;
  });
}

async function note({ state }: House, org: OrgId, { shop, week, sent }: { shop: string; week: string; sent: number }): Promise<void> {
  await state.inOrg(org, (db) =>
    reportTables(db)
      .updateTable('watch_reports')
      .set({ sent })
      .where('shop_id', '=', shop as Shop['id'])
      .where('week', '=', week)
      .execute(),
  );
}
