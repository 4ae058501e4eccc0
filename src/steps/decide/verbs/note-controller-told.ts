import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape, instantShape } from '#kernel/shapes.ts';
import { controllerTold } from '../events.ts';
import { hashPaper } from '../papers/memo.ts';
import { listSentNotices, papersTables } from '../papers/papers-tables.ts';
import { readControllerPart } from '../papers/read-notices.ts';
import { takeCase } from '../store.ts';

/**
 * Notes that a controller was told: when, by which way, and the very notice, which is kept. Shopbell sends nothing. INPUT_INVALID for a time to come
 *, CONFLICT when the notice changed since it was read or nobody stated who the controller is.
 */
export const noteControllerTold = defineVerb({
  name: 'decide.note-controller-told',
  permission: 'decide',
  effect: 'writes',
  input: z.object({
    case: idShape('case'),
    /** The key of the controller's part. */
    part: z.string().regex(/^(shop_\w{1,60}|party-\d{1,6})$/, 'must be a part of the case'),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the hash of the notice'),
    sentAt: instantShape,
    way: z.string().trim().min(1, 'must not be empty').max(200),
  }),
  run: async (ctx, input) => {
    const row = await takeCase(ctx, input.case);
    const part = await readControllerPart(ctx.house, ctx.db, ctx.org, row.id, input.part);
    const hash = hashPaper(part.notice);
    const sentAt = new Date(input.sentAt);
    if (part.stated === null) throw new ShopbellError('CONFLICT', { reason: 'nobody stated who the controller is' });
    if (hash !== input.hash) throw new ShopbellError('CONFLICT', { reason: 'the notice changed since you read it' });
    if (sentAt > ctx.now) throw new ShopbellError('INPUT_INVALID', { reason: 'sentAt: lies in the future' });
    const number = (await listSentNotices(ctx.db, row.id)).length + 1;
    const { name, contact } = part.stated;
    await papersTables(ctx.db)
      .insertInto('controller_notices')
      .values({
        ...{ org_id: ctx.org, case_id: row.id, number, controller: name, contact, part: part.key, shops: JSON.stringify(part.shops) },
        ...{ content: JSON.stringify(part.notice), hash, way: input.way, sent_at: sentAt, noted_by: ctx.actor.id, noted_at: ctx.now },
      })
      .execute();
    const told = { sentAt: sentAt.toISOString(), hash, shops: [...part.shops] };
    await ctx.record(controllerTold, { case: row.id, number, ...told }, row.id);
    return { number };
  },
});
