import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { CaseId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import type { Facts } from '../checks/facts.ts';
import { findOpenQuestions } from '../checks/find-open-questions.ts';
import { syncClocks } from '../clocks/sync-clocks.ts';
import { decisionMade } from '../events.ts';
import { countAffected } from '../papers/affected.ts';
import { whyNotPublicOnly } from '../papers/exemptions.ts';
import { against } from '../papers/memo.ts';
import { listAdvice } from '../papers/papers-tables.ts';
import { type CaseRow, decideTables, readVersion, takeOpenCase } from '../store.ts';
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
    await checkAdvice(ctx, row.id, input);
    await checkPublicOnly(ctx, row, facts, input.people === 'no' && outcome.people.answer !== 'no');
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

type Decided = Readonly<Record<(typeof duties)[number], 'yes' | 'no'>> & { readonly reason: string };

/** Whoever decides against the latest advice of the data protection officer says why. */
async function checkAdvice(ctx: Ctx, id: CaseId, input: Decided): Promise<void> {
  const advice = (await listAdvice(ctx.db, id)).at(-1);
  const differs = advice ? against(advice, input) : [];
  if (differs.length === 0 || input.reason.length >= 10) return;
  throw new ShopbellError('DECISION_NEEDS_REASON', { duties: `${differs.join(', ')}, against the data protection officer’s advice` });
}

/** Art. 34(3)(c) is no comfort: while people can be reached, it is justified before they are left to a public notice. */
async function checkPublicOnly(ctx: Ctx, row: CaseRow, facts: Facts, isLeftOut: boolean): Promise<void> {
  if (!isLeftOut) return;
  const { people } = await countAffected(ctx.db, row.id, row.unknown_records);
  const reason = whyNotPublicOnly(facts, people);
  if (reason !== null) throw new ShopbellError('CONFLICT', { reason });
}
