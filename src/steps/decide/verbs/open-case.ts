import { sql } from 'kysely';
import { z } from 'zod';
import { ledgerTables } from '#engines/ledger/tables.ts';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId, IncidentId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { incidentOpened } from '#steps/respond/events.ts';
import { addVersion, deadlineFrom } from '../add-version.ts';
import { factsFromSignals } from '../checks/facts-from-signals.ts';
import { caseOpened } from '../events.ts';
import { readIncidentSignals } from '../read-incident-signals.ts';
import { type CaseRow, decideTables, lockCases } from '../store.ts';
import { lawTables } from '../tables.ts';

/** Opens the case of an incident, once: number, key, clock, and the facts the signals state. The same incident again changes nothing. */
export const openCase = defineVerb({
  name: 'decide.open-case',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ incident: idShape('inc') }),
  run: async (ctx, { incident }): Promise<{ readonly case: CaseId }> => {
    await lockCases(ctx);
    const known = await decideTables(ctx.db).selectFrom('cases').select('id').where('incident_id', '=', incident).executeTakeFirst();
    if (known) return asUnchanged({ case: known.id });
    const opened = await readOpening(ctx, incident);
    const id = ctx.newId('case');
    const row: CaseRow = {
      org_id: ctx.org,
      id,
      number: await nextNumber(ctx),
      incident_id: incident,
      shop_id: opened.shop,
      title: opened.title,
      state: 'open',
      aware_at: ctx.now,
      deadline: deadlineFrom(ctx.now),
      wrapped_key: ctx.house.secrets.newCaseKey(id),
      version: 0,
      unknown_records: 0,
      collected_at: null,
      opened_at: ctx.now,
      closed_at: null,
      shred_at: null,
    };
    await decideTables(ctx.db).insertInto('cases').values(row).execute();
    const clock = { awareAt: row.aware_at.toISOString(), deadline: row.deadline.toISOString(), regime: lawTables().gdpr.id };
    await ctx.record(caseOpened, { case: id, incident, shop: opened.shop, number: row.number, ...clock }, id);
    const signals = await readIncidentSignals(ctx.db, ctx.org, incident);
    const nobody = {
      known: 0,
      unknownRecords: 0,
      failed: 'the shop’s directory has not been asked yet',
      flags: [],
      untold: [],
      categories: [],
    };
    const at = ctx.now.toISOString();
    const awareAt = { value: at, certainty: 'likely', evidence: 'when the incident was opened', statedBy: 'shopbell', at } as const;
    await addVersion(ctx, row, { awareAt, ...factsFromSignals(signals, opened, nobody, at) }, 'shopbell');
    return { case: id };
  },
});

async function readOpening(ctx: Ctx, incident: IncidentId): Promise<z.output<typeof incidentOpened.payload>> {
  const entry = await ledgerTables(ctx.db)
    .selectFrom('ledger')
    .select('payload')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', incidentOpened.name)
    .where(sql<boolean>`payload->>'incident' = ${incident}`)
    .executeTakeFirst();
  if (!entry) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
  return incidentOpened.payload.parse(entry.payload);
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
