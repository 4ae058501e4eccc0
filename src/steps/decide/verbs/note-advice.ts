import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { adviceNoted } from '../events.ts';
import { listAdvice, papersTables } from '../papers/papers-tables.ts';
import { takeCase } from '../store.ts';

const advised = z.enum(['yes', 'no']).nullable().default(null);

/**
 * Notes what the data protection officer advised, when they were asked and when they answered. Whoever decides against it afterwards says why.
 * INPUT_INVALID for times to come, or an answer before the question.
 */
export const noteAdvice = defineVerb({
  name: 'decide.note-advice',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    givenBy: z.string().trim().min(1, 'must not be empty').max(200),
    askedAt: instantShape,
    givenAt: instantShape,
    advice: z.string().trim().min(10, 'write what was advised').max(4_000),
    register: advised,
    authority: advised,
    people: advised,
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const [asked, given] = [new Date(input.askedAt), new Date(input.givenAt)];
    if (given > ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'givenAt: lies in the future' });
    if (asked > given) throw new ShopbellError('INPUT_INVALID', { reason: 'askedAt: lies after the answer' });
    const number = (await listAdvice(ctx.db, row.id)).length + 1;
    const { register, authority, people } = input;
    await papersTables(ctx.db)
      .insertInto('case_advice')
      .values({
        ...{ org_id: ctx.org, case_id: row.id, number, given_by: input.givenBy, asked_at: asked, given_at: given },
        ...{ advice: input.advice, register, authority, people, noted_by: ctx.actor.id, noted_at: ctx.now },
      })
      .execute();
    const times = { askedAt: asked.toISOString(), givenAt: given.toISOString() };
    await ctx.record(adviceNoted, { case: row.id, number, ...times, register, authority, people }, row.id);
    return { number };
  },
});
