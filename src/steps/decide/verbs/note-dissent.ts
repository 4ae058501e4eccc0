import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { dissentNoted } from '../events.ts';
import { listDissents, papersTables } from '../papers/papers-tables.ts';
import { listDecisions } from '../readers.ts';
import { takeCase } from '../store.ts';

/** Another person than who decided notes that they do not agree, and why. CONFLICT for the person who decided: they decide again. */
export const noteDissent = defineVerb({
  name: 'decide.note-dissent',
  permission: 'respond',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    decision: z.int().positive(),
    reason: z.string().trim().min(10, 'say why in at least ten characters').max(4_000),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const decision = (await listDecisions(ctx.db, row.id)).find((one) => one.number === input.decision);
    if (!decision) throw new ShopbellError('NOT_FOUND', { what: 'decision' });
    if (decision.decided_by === ctx.actor.id) {
      throw new ShopbellError('CONFLICT', { reason: 'who decided does not dissent from themselves: decide again' });
    }
    const number = (await listDissents(ctx.db, row.id)).length + 1;
    await papersTables(ctx.db)
      .insertInto('case_dissents')
      .values({
        org_id: ctx.org,
        case_id: row.id,
        number,
        decision: decision.number,
        reason: input.reason,
        noted_by: ctx.actor.id,
        at: ctx.now,
      })
      .execute();
    await ctx.record(dissentNoted, { case: row.id, decision: decision.number, number }, row.id);
    return { number };
  },
});
