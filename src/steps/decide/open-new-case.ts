import { sql } from 'kysely';
import type { Ctx } from '#engines/verb.ts';
import { deadlineFrom } from './add-version.ts';
import { caseOpened } from './events.ts';
import { type CaseRow, decideTables } from './store.ts';
import { lawTables } from './tables.ts';

type Opening = Pick<CaseRow, 'incident_id' | 'shop_id' | 'kind' | 'title' | 'known' | 'opened_by' | 'aware_at'> &
  Partial<Pick<CaseRow, 'reference'>>;

/** Writes a new case: number, key, clock. The caller holds `lockCases` and states its first facts. */
export async function openNewCase(ctx: Ctx, opening: Opening): Promise<CaseRow> {
  const id = ctx.newId('case');
  const row: CaseRow = {
    reference: null,
    ...opening,
    org_id: ctx.org,
    id,
    number: await nextNumber(ctx),
    continued_in: null,
    state: 'open',
    deadline: deadlineFrom(opening.aware_at),
    wrapped_key: ctx.house.secrets.newCaseKey(id),
    version: 0,
    unknown_records: 0,
    collected_at: null,
    opened_at: ctx.now,
    closed_at: null,
    shred_at: null,
    clocks_at: null,
  };
  await decideTables(ctx.db).insertInto('cases').values(row).execute();
  const clock = { awareAt: row.aware_at.toISOString(), deadline: row.deadline.toISOString(), regime: lawTables().gdpr.id };
  const about = { case: id, incident: row.incident_id, shop: row.shop_id, kind: row.kind, number: row.number };
  await ctx.record(caseOpened, { ...about, ...clock }, id);
  return row;
}

/** `2026-001`, counted per organisation and year (UTC). */
async function nextNumber(ctx: Ctx): Promise<string> {
  const year = ctx.now.getUTCFullYear();
  const { count } = await decideTables(ctx.db)
    .selectFrom('cases')
    .select(sql<string>`count(*)`.as('count'))
    .where('number', 'like', `${year}-%`)
    .executeTakeFirstOrThrow();
  return `${year}-${String(Number(count) + 1).padStart(3, '0')}`;
}
