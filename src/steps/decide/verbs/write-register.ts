import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { peopleOf } from '../checks/facts.ts';
import { hoursAfter } from '../checks/filing-state.ts';
import { listClocks } from '../clocks/sync-clocks.ts';
import { registerWritten } from '../events.ts';
import { listFilings } from '../filings.ts';
import { listParties } from '../papers/parties.ts';
import { listDecisions } from '../readers.ts';
import { chainEntries, lockRegister } from '../register/chain-entries.ts';
import { lawsOfEntry } from '../register/laws-of-entry.ts';
import { type CaseRow, decideTables, type RegisterEntry, readVersion, takeCase } from '../store.ts';

/** Writes the register's entry of Art. 33(5): facts, effects, remedial action, decision and reasons. A later entry is a new version. */
export const writeRegister = defineVerb({
  name: 'decide.write-register',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    /** The number of the decision it is about, with the facts that were decided on; the latest of both unless said. */
    decision: z.int().positive().optional(),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    await lockRegister(ctx);
    const tables = decideTables(ctx.db);
    const decisions = await listDecisions(ctx.db, row.id);
    const decision = decisions.find((one) => input.decision === undefined || one.number === input.decision);
    const decidedOn = input.decision === undefined ? undefined : decision?.facts_version;
    const { facts, outcome } = await readVersion(ctx.db, row.id, decidedOn);
    const last = await tables
      .selectFrom('register_entries')
      .select('version')
      .where('case_id', '=', row.id)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    const { low, high, band } = outcome.severity;
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    const entry: RegisterEntry = {
      title: row.title,
      regime: outcome.home,
      byLaw: lawsOfEntry(outcome, decision, await listClocks(ctx, row.id)),
      facts,
      people: peopleOf(facts),
      severity: { low, high, band },
      effects: text(facts.effects?.value),
      remedies: text(facts.remedies?.value),
      awareAt: row.aware_at.toISOString(),
      deadline: row.deadline.toISOString(),
      decision: decision
        ? {
            register: decision.register,
            authority: decision.authority,
            people: decision.people,
            by: decision.decided_by,
            at: decision.at.toISOString(),
            reason: decision.reason,
          }
        : null,
      reasons: reasonsOf(outcome),
      deviation: decision && decision.deviates.length > 0 ? decision.reason : null,
      parties: (await listParties(ctx.db, row.id)).map(({ kind, name, reports }) => ({ kind, name, reports })),
      filings: await filingsOf(ctx, row.id),
    };
    const id = ctx.newId('reg');
    const version = (last?.version ?? 0) + 1;
    await tables
      .insertInto('register_entries')
      .values({
        org_id: ctx.org,
        id,
        case_id: row.id,
        number: row.number,
        version,
        entry: JSON.stringify(entry),
        written_by: ctx.actor.id,
        at: ctx.now,
      })
      .execute();
    const link = (await chainEntries(ctx)).find((one) => one.entry_id === id);
    if (!link) throw new RangeError('the entry has no link');
    await ctx.record(registerWritten, { case: row.id, entry: id, number: row.number, seq: Number(link.seq), hash: link.hash }, row.id);
    return { entry: id, version };
  },
});

/** The rules that decided, each once; the register's own stands first where it says why there is no breach. */
function reasonsOf({ register, authority, people }: Outcome): RegisterEntry['reasons'] {
  const all = [...register.reasons, ...authority.reasons, ...people.reasons].map(({ rule, text }) => ({ rule, text }));
  return [...new Map(all.map((one) => [one.rule, one])).values()];
}

async function filingsOf(ctx: Ctx, id: CaseRow['id']): Promise<NonNullable<RegisterEntry['filings']>> {
  return (await listFilings(ctx.db, id)).map((one) => ({
    kind: one.kind,
    authority: one.authority,
    at: one.at.toISOString(),
    reference: one.reference,
    hoursAfterAware: hoursAfter(one.aware_at, one.at),
    reasonForDelay: one.reason_for_delay,
  }));
}
