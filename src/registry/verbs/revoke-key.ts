import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { keyRevoked } from '../events.ts';
import { registryTables } from '../tables.ts';

/** Revokes an API key at once. Throws NOT_FOUND. */
export const revokeKey = defineVerb({
  name: 'registry.revoke-key',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ key: idShape('key') }),
  run: async (ctx, { key }) => {
    const tables = registryTables(ctx.db);
    const row = await tables.selectFrom('api_keys').select('revoked_at').where('key_id', '=', key).forUpdate().executeTakeFirst();
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'key' });
    if (row.revoked_at !== null) return asUnchanged({ key });
    await tables.updateTable('api_keys').set({ revoked_at: ctx.now }).where('key_id', '=', key).execute();
    await ctx.record(keyRevoked, { key }, key);
    return { key };
  },
});
