import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import type { FactName } from '../checks/fact-table.ts';
import type { Fact, Facts } from '../checks/facts.ts';
import { endCase } from '../end-case.ts';
import { incidentAttached } from '../events.ts';
import { listFilings } from '../filings.ts';
import { readOpening } from '../read-opening.ts';
import { type CaseRow, decideTables, lockCases, readVersion, takeCase, takeOpenCase } from '../store.ts';

/**
 * Says that a case which was opened by hand is about an incident. When the incident has no case yet, this one becomes its case. When it
 * has one, that case takes over what people stated here and the earlier awareness, and this one is closed and goes on there; with a decision or a filing
 * of its own it stays open beside it, so that neither is lost. CONFLICT for a case that has an incident, or goes on elsewhere, already.
 */
export const attachIncident = defineVerb({
  name: 'decide.attach-incident',
  permission: 'decide',
  effect: 'writes',
  input: z.object({ case: idShape('case'), incident: idShape('inc') }),
  run: async (ctx, input): Promise<{ readonly case: CaseId; readonly continuedIn: CaseId | null }> => {
    await lockCases(ctx);
    const row = await takeOpenCase(ctx, input.case);
    if (row.incident_id !== null) throw new ShopbellError('CONFLICT', { reason: 'the case is about an incident already' });
    if (row.continued_in !== null) throw new ShopbellError('CONFLICT', { reason: 'the case goes on in another one already' });
    const { shop } = await readOpening(ctx, input.incident);
    if (row.shop_id !== null && row.shop_id !== shop)
      throw new ShopbellError('INPUT_INVALID', { reason: 'incident: it is of another shop than the case' });
    const other = await decideTables(ctx.db).selectFrom('cases').select('id').where('incident_id', '=', input.incident).executeTakeFirst();
    if (other === undefined) {
      await decideTables(ctx.db)
        .updateTable('cases')
        .set({ incident_id: input.incident, shop_id: shop })
        .where('id', '=', row.id)
        .execute();
      await ctx.record(incidentAttached, { case: row.id, incident: input.incident, continuedIn: null }, row.id);
      return { case: row.id, continuedIn: null };
    }
    await carryOver(ctx, row, await takeCase(ctx, other.id));
    const continuedIn = (await hasOwnPapers(ctx, row)) ? null : other.id;
    if (continuedIn !== null) {
      await decideTables(ctx.db).updateTable('cases').set({ continued_in: continuedIn }).where('id', '=', row.id).execute();
      await endCase(ctx, row.id);
    }
    await ctx.record(incidentAttached, { case: row.id, incident: input.incident, continuedIn }, row.id);
    return { case: row.id, continuedIn };
  },
});

/** What people stated in the one case and nobody in the other, and whichever awareness is the earlier. */
async function carryOver(ctx: Ctx, from: CaseRow, to: CaseRow): Promise<void> {
  if (to.state === 'closed') return;
  const own = (await readVersion(ctx.db, from.id)).facts;
  const theirs = (await readVersion(ctx.db, to.id)).facts;
  const byPeople = Object.entries(own).filter(
    ([name, fact]) => name !== 'awareAt' && fact.statedBy !== 'shopbell' && isOpen(theirs[name as FactName]),
  );
  const facts: Facts = {
    ...Object.fromEntries(byPeople.map(([name, fact]) => [name, naming(fact, from.number)])),
    ...(own.awareAt && from.aware_at < to.aware_at && theirs.awareAt?.statedBy === 'shopbell'
      ? { awareAt: naming(own.awareAt, from.number) }
      : {}),
    ...(own.firstSignalAt && isEarlier(own.firstSignalAt, theirs.firstSignalAt)
      ? { firstSignalAt: naming(own.firstSignalAt, from.number) }
      : {}),
  };
  await addVersion(ctx, to, facts, ctx.actor.id);
}

function isOpen(fact: Fact | undefined): boolean {
  return fact === undefined || (fact.statedBy === 'shopbell' && fact.certainty === 'unknown');
}

function isEarlier(fact: Fact, than: Fact | undefined): boolean {
  return typeof fact.value === 'string' && (typeof than?.value !== 'string' || Date.parse(fact.value) < Date.parse(than.value));
}

function naming(fact: Fact, number: string): Fact {
  return { ...fact, evidence: `case ${number}: ${fact.evidence ?? 'no evidence named'}`.slice(0, 2_000) };
}

async function hasOwnPapers(ctx: Ctx, row: CaseRow): Promise<boolean> {
  const decided = await decideTables(ctx.db).selectFrom('case_decisions').select('number').where('case_id', '=', row.id).executeTakeFirst();
  return decided !== undefined || (await listFilings(ctx.db, row.id)).length > 0;
}
