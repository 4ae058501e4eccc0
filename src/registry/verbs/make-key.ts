import { z } from 'zod';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId, SourceId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { keyMade } from '../events.ts';
import { writeKey } from '../key-text.ts';
import { findShop, listSources } from '../readers.ts';
import { registryTables } from '../tables.ts';
import { keyPermissions } from '../types.ts';
import { addSource } from './add-source.ts';

/**
 * Makes an API key. Its text is in the result and nowhere else: the table holds a hash. A key that sends telemetry speaks for
 * one source; with a shop only, a source of kind `http` is added for it. Throws NOT_FOUND for another's shop or source.
 */
export const makeKey = defineVerb({
  name: 'registry.make-key',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    name: z.string().trim().min(1, 'must not be empty').max(200),
    permissions: z.array(z.enum(keyPermissions)).min(1, 'must name at least one'),
    shop: idShape('shop').nullable().default(null),
    source: idShape('src').nullable().default(null),
  }),
  run: async (ctx, input) => {
    const permissions = [...new Set(input.permissions)];
    const { shop, source } = await speaksFor(ctx, input, permissions.includes('send-telemetry'));
    const key = ctx.newId('key');
    const { text, hash } = writeKey(ctx.org, key, ctx.house.random.bytes(32));
    await registryTables(ctx.db)
      .insertInto('api_keys')
      .values({
        org_id: ctx.org,
        key_id: key,
        name: input.name,
        hash,
        permissions,
        shop_id: shop,
        source_id: source,
        made_by: ctx.actor.id,
        made_at: ctx.now,
      })
      .execute();
    await ctx.record(keyMade, { key, name: input.name, permissions }, key);
    return { key, text, source };
  },
});

interface Wish {
  readonly name: string;
  readonly shop: ShopId | null;
  readonly source: SourceId | null;
}

async function speaksFor(ctx: Ctx, wish: Wish, sends: boolean): Promise<Pick<Wish, 'shop' | 'source'>> {
  if (wish.source !== null) {
    const known = (await listSources(ctx.db)).find((one) => one.id === wish.source);
    if (!known || (wish.shop !== null && wish.shop !== known.shop)) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    return { shop: known.shop, source: known.id };
  }
  if (wish.shop !== null) await findShop(ctx.db, wish.shop);
  if (!sends) return { shop: wish.shop, source: null };
  if (wish.shop === null) throw new ShopbellError('INPUT_INVALID', { reason: 'shop: a key that sends telemetry needs a shop or a source' });
  const { source } = await addSource(ctx, { kind: 'http', shop: wish.shop, name: wish.name });
  return { shop: wish.shop, source };
}
