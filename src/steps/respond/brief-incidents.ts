import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { IncidentBrief, IncidentsAsked, Wording } from '#kernel/incident-brief.ts';
import type { MoneyAtRisk } from '#kernel/money-at-risk.ts';
import { askMoneyAtRisk } from './ask-money-at-risk.ts';
import { sayMissing, sayRiskShort } from './say-risk.ts';
import { type IncidentRow, respondTables } from './store.ts';

const MOST = 500;

/** Incidents as other steps show them, the oldest first; what an open one costs is not known where it cannot be read in time. */
export async function briefIncidents(
  house: Pick<House, 'state' | 'ports' | 'clock' | 'log'>,
  org: OrgId,
  asked: IncidentsAsked,
  words: Wording,
): Promise<readonly IncidentBrief[]> {
  const rows = await house.state.inOrg(org, (db) => {
    const all = respondTables(db).selectFrom('incidents').selectAll().where('org_id', '=', org).orderBy('first_seen').limit(MOST);
    if (asked === 'open') return all.where('status', '<>', 'closed').execute();
    return all
      .where('first_seen', '<', asked.to)
      .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>=', asked.from)]))
      .execute();
  });
  const risks = await askMoneyAtRisk(house, org, rows, asked === 'open' ? undefined : REPORT_MS);
  return rows.map((row) => briefOf(row, risks.get(row.id) ?? { state: 'unknown', why: 'unread' }, words));
}

/** A report may wait longer than a page. */
const REPORT_MS = 20_000;

function briefOf(row: IncidentRow, risk: MoneyAtRisk, { t, locale }: Wording): IncidentBrief {
  const { id, number, shop_id: shop, title, severity, source_kind: kind } = row;
  return {
    ...{ id, number, shop, title, severity, isByPerson: kind === 'person', firstSeen: row.first_seen, acknowledgedAt: row.acknowledged_at },
    ...{ recoveredAt: row.recovered_at, closedAt: row.closed_at, risk, atRisk: sayRiskShort(risk, kind, t, locale) },
    cost: risk.state === 'known' && risk.soFar !== null ? sayMissing(risk.soFar, t, locale) : null,
  };
}
