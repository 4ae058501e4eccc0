import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { House } from '#engines/house.ts';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { type Locale, locales } from '#web/types.ts';

type ReportTables = {
  watch_report_settings: { org_id: OrgId; shop_id: ShopId; recipients: Sealed; language: string };
  watch_reports: { org_id: OrgId; shop_id: ShopId; week: string; state: 'sending' | 'sent'; sent: number; lease_until: Date };
};

export function reportTables(db: Db): Kysely<ReportTables> {
  return db.withTables<ReportTables>();
}

/** Who gets a shop's weekly report, and in which language. */
export interface ReportSettings {
  readonly recipients: readonly string[];
  readonly language: Locale;
}

type SettingsRow = ReportTables['watch_report_settings'];

export function settingsOf({ secrets }: Pick<House, 'secrets'>, row: SettingsRow): ReportSettings {
  const recipients = z.array(z.string()).parse(JSON.parse(secrets.open(row.org_id, row.recipients, 'reach-own-people')));
  return { recipients, language: locales.find((one) => one === row.language) ?? 'en' };
}
