import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { senderPinned } from '../events.ts';
import { fingerprintShape } from '../fingerprint-shape.ts';
import { storedId } from '../store.ts';
import { registryTables } from '../tables.ts';

/**
 * Says which certificate the sender of a syslog source must show from now on; `null`: the source's token is enough. What it brought stays.
 * Throws NOT_FOUND, and CONFLICT when another source has the certificate.
 */
export const pinSender = defineVerb({
  name: 'registry.pin-sender',
  permission: 'configure',
  effect: 'writes',
  input: z.object({ source: idShape('src'), certificate: fingerprintShape.nullable() }),
  run: async (ctx, { source, certificate }) => {
    const row = await registryTables(ctx.db)
      .updateTable('sources')
      .set({ certificate })
      .where('source_id', '=', source)
      .where('kind', '=', 'syslog')
      .returning('shop_id')
      .executeTakeFirst()
      .catch((error: unknown) => {
        if (!isTaken(error)) throw error;
        throw new ShopbellError('CONFLICT', { reason: 'this certificate belongs to another source' }, { cause: error });
      });
    if (!row) throw new ShopbellError('NOT_FOUND', { what: 'source' });
    await ctx.record(senderPinned, { source, shop: storedId('shop', row.shop_id), certificate }, source);
    return { source };
  },
});

/** A certificate belongs to one source of one organisation, and no tenant may look into another: the index itself tells. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'sources_by_certificate';
}
