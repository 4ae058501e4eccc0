import { sql } from 'kysely';
import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { findOpenQuestions } from '../checks/find-open-questions.ts';
import { syncClocks } from '../clocks/sync-clocks.ts';
import { decisionMade } from '../events.ts';
import { decideTables, readVersion, takeOpenCase } from '../store.ts';
import { lawTables } from '../tables.ts';

const duties = ['register', 'authority', 'people'] as const;
const decided = z.enum(['yes', 'no']);

/**
 * A person decides on a version of the facts. Where they differ from what follows from the facts, or decide while an answer is unknown,
 * they say why (DECISION_NEEDS_REASON). CONFLICT when the facts changed since they looked.
 */
export const makeDecision = defineVerb({
  name: 'decide.make-decision',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    version: z.int().positive(),
    register: decided,
    authority: decided,
    people: decided,
    /** Duties of other laws, by id. */
    others: z.record(z.string().max(40), decided).default({}),
    reason: z.string().trim().max(4_000).default(''),
  }),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    if (row.version !== input.version) throw new ShopbellError('CONFLICT', { reason: `the facts are at version ${row.version}` });
    const { facts, outcome } = await readVersion(ctx.db, row.id);
    const deviates = [...duties.filter((duty) => outcome[duty].answer !== input[duty]), ...otherDeviations(outcome, input.others)];
    if (deviates.length > 0 && input.reason.length < 10) throw new ShopbellError('DECISION_NEEDS_REASON', { duties: deviates.join(', ') });
    if (input.people === 'yes' && input.authority === 'no' && bothByRisk.has(outcome.home))
      throw new ShopbellError('INPUT_INVALID', { reason: 'people: a high risk for people is also a risk, so the authority is told too' });
    const { count } = await decideTables(ctx.db)
      .selectFrom('case_decisions')
      .select(sql<string>`count(*)`.as('count'))
      .where('case_id', '=', row.id)
      .executeTakeFirstOrThrow();
    const answers = { register: input.register, authority: input.authority, people: input.people };
    await decideTables(ctx.db)
      .insertInto('case_decisions')
      .values({
        org_id: ctx.org,
        case_id: row.id,
        number: Number(count) + 1,
        facts_version: row.version,
        ...answers,
        deviates: JSON.stringify(deviates),
        others: JSON.stringify(input.others),
        reason: input.reason,
        decided_by: ctx.actor.id,
        at: ctx.now,
      })
      .execute();
    const rules = duties.flatMap((duty) => outcome[duty].reasons.map(({ rule, text }) => ({ rule, text })));
    const reasons = [...new Map(rules.map((row) => [row.rule, row])).values()];
    const open = findOpenQuestions(facts, lawTables(), outcome).map((question) => question.fact);
    const what = { case: row.id, incident: row.incident_id, shop: row.shop_id, version: row.version };
    await ctx.record(decisionMade, { ...what, ...answers, others: input.others, reasons, open, decidedBy: ctx.actor.id }, row.id);
    await syncClocks(ctx, row.id);
    return { case: row.id, deviates };
  },
});

/** Laws under which a high risk for people is also a risk that the authority is told of. */
const bothByRisk: ReadonlySet<string> = new Set(['gdpr', 'uk-gdpr']);

/** Ids of other laws' duties that were decided otherwise than proposed. INPUT_INVALID for a duty that no law has. */
function otherDeviations({ duties: known, home }: Outcome, others: Readonly<Record<string, 'yes' | 'no'>>): string[] {
  const proposed = new Map(known.filter(({ regime }) => regime !== home).map(({ id, answer }) => [id, answer]));
  const strange = Object.keys(others).filter((id) => !proposed.has(id));
  if (strange.length > 0) throw new ShopbellError('INPUT_INVALID', { reason: `others: no other law has the duty ${strange.join(', ')}` });
  return Object.entries(others).flatMap(([id, answer]) => (proposed.get(id) === answer ? [] : [id]));
}
