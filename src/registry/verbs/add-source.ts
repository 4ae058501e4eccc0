import { z } from 'zod';
import { checkReadable } from '#engines/files/check-readable.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { sourceAdded } from '../events.ts';
import { findShop } from '../readers.ts';
import { registryTables } from '../tables.ts';

const name = z.string().trim().min(1, 'must not be empty').max(200);

/** Adds a source of telemetry to a shop. Throws FILE_UNREADABLE, CONFLICT when the shop's file is followed already, NOT_FOUND. */
export const addSource = defineVerb({
  name: 'registry.add-source',
  permission: 'configure',
  effect: 'writes',
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('file'), shop: idShape('shop'), name, path: z.string().trim().min(1).max(4_000) }),
    z.object({ kind: z.enum(['http', 'otlp', 'reports']), shop: idShape('shop'), name }),
  ]),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const path = input.kind === 'file' ? input.path : null;
    if (path !== null) await checkReadable(path);
    const source = ctx.newId('src');
    const added = await registryTables(ctx.db)
      .insertInto('sources')
      .values({ org_id: ctx.org, source_id: source, shop_id: input.shop, kind: input.kind, name: input.name, path, added_at: ctx.now })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'path']).where('path', 'is not', null).doNothing())
      .returning('source_id')
      .executeTakeFirst();
    if (!added) throw new ShopbellError('CONFLICT', { reason: 'this file is followed for this shop already' });
    await ctx.record(sourceAdded, { source, shop: input.shop, kind: input.kind, name: input.name }, source);
    return { source };
  },
});
