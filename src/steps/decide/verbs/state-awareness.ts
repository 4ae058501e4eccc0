import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { addVersion } from '../add-version.ts';
import { instantFact } from '../checks/suggest-awareness.ts';
import { awarenessStated } from '../events.ts';
import { decideTables, readVersion, takeCase, takeOpenCase } from '../store.ts';

/**
 * A person says since when the organisation is aware, why, and what it rests on; the deadlines follow, every earlier statement stays.
 * The same statement told again changes nothing. INPUT_INVALID for a time to come, and for one before the first signal without a reason for that.
 */
export const stateAwareness = defineVerb({
  name: 'decide.state-awareness',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    at: instantShape,
    reason: z.string().trim().min(10, 'say why, in at least ten characters').max(4_000),
    evidence: z.string().trim().min(3, 'say what it rests on').max(2_000),
    reasonForEarlier: z.string().trim().max(4_000).default(''),
  }),
  run: async (ctx, input) => {
    const row = await takeOpenCase(ctx, input.case);
    const aware = new Date(input.at);
    if (aware > ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'at: lies in the future' });
    const { facts } = await readVersion(ctx.db, row.id);
    const first = instantFact(facts, 'firstSignalAt');
    const isEarlier = first !== null && aware < first;
    if (isEarlier && input.reasonForEarlier.length < 10) {
      const reason = `reasonForEarlier: say how you could be aware before the first signal at ${first.toISOString()}`;
      throw new ShopbellError('INPUT_INVALID', { reason });
    }
    const last = await decideTables(ctx.db)
      .selectFrom('case_awareness')
      .select(['number', 'aware_at', 'reason', 'evidence'])
      .where('case_id', '=', row.id)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const isSaid = last?.aware_at.getTime() === aware.getTime() && last.reason === input.reason && last.evidence === input.evidence;
    if (last && isSaid) return asUnchanged({ number: last.number, deadline: row.deadline });
    const number = (last?.number ?? 0) + 1;
    await decideTables(ctx.db)
      .insertInto('case_awareness')
      .values({
        org_id: ctx.org,
        case_id: row.id,
        number,
        before_at: row.aware_at,
        aware_at: aware,
        reason: input.reason,
        evidence: input.evidence,
        reason_for_earlier: isEarlier ? input.reasonForEarlier : null,
        stated_by: ctx.actor.id,
        stated_at: ctx.now,
      })
      .execute();
    const at = ctx.now.toISOString();
    const awareAt = { value: aware.toISOString(), certainty: 'confirmed', evidence: input.evidence, statedBy: ctx.actor.id, at } as const;
    await addVersion(ctx, row, { awareAt }, ctx.actor.id);
    const { deadline } = await takeCase(ctx, row.id);
    const said = { reason: input.reason, evidence: input.evidence };
    const times = { before: row.aware_at.toISOString(), awareAt: aware.toISOString(), deadline: deadline.toISOString() };
    await ctx.record(awarenessStated, { case: row.id, number, ...times, ...said }, row.id);
    return { number, deadline };
  },
});
