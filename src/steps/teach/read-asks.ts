import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { messageChecked, suspicionReported } from './events.ts';

export interface DayOfAsks {
  /** `2026-11-23`, UTC. */
  readonly day: string;
  readonly shop: string;
  readonly ours: number;
  readonly notOurs: number;
  readonly unknown: number;
  readonly reported: number;
}

/** How often customers asked, and what they were told, by day and shop, newest first. */
export async function readAsks(db: Tx, org: OrgId, since: Date): Promise<DayOfAsks[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select([
      sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD')`.as('day'),
      sql<string>`coalesce(subject, '')`.as('shop'),
      sql<number>`(count(*) filter (where payload->>'answer' = 'ours'))::int`.as('ours'),
      sql<number>`(count(*) filter (where payload->>'answer' = 'not-ours'))::int`.as('notOurs'),
      sql<number>`(count(*) filter (where payload->>'answer' = 'unknown'))::int`.as('unknown'),
      sql<number>`(count(*) filter (where kind = ${suspicionReported.name}))::int`.as('reported'),
    ])
    .where('org_id', '=', org)
    .where('kind', 'in', [messageChecked.name, suspicionReported.name])
    .where('at', '>=', since)
    .groupBy(['day', 'shop'])
    .orderBy('day', 'desc')
    .execute();
  return rows;
}

/** Hosts that customers reported, the most reported first. */
export async function readReported(db: Tx, org: OrgId, since: Date): Promise<{ host: string; times: number; last: Date }[]> {
  return ledgerTables(db)
    .selectFrom('ledger')
    .select([sql<string>`payload->>'host'`.as('host'), sql<number>`count(*)::int`.as('times'), sql<Date>`max(at)`.as('last')])
    .where('org_id', '=', org)
    .where('kind', '=', suspicionReported.name)
    .where('at', '>=', since)
    .where(sql<boolean>`payload->>'host' is not null`)
    .groupBy('host')
    .orderBy('times', 'desc')
    .limit(100)
    .execute();
}
