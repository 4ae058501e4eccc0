import { z } from 'zod';
import { checkReadable } from '#engines/files/check-readable.ts';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { zoneShape } from '../checks/shop-shape.ts';
import { sourceAdded } from '../events.ts';
import { fingerprintShape } from '../fingerprint-shape.ts';
import { findShop } from '../readers.ts';
import { registryTables } from '../tables.ts';

/** Of times in its lines that name no zone; absent: UTC. */
const timeZone = zoneShape.optional();
const name = z.string().trim().min(1, 'must not be empty').max(200);

/**
 * Adds a source of telemetry to a shop. Throws FILE_UNREADABLE, NOT_FOUND, and CONFLICT when the shop's file is followed already or another
 * source has the certificate.
 */
export const addSource = defineVerb({
  name: 'registry.add-source',
  permission: 'configure',
  effect: 'writes',
  input: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('file'), shop: idShape('shop'), name, path: z.string().trim().min(1).max(4_000), timeZone }),
    z.object({ kind: z.literal('syslog'), shop: idShape('shop'), name, certificate: fingerprintShape.nullish(), timeZone }),
    z.object({ kind: z.enum(['http', 'otlp', 'reports']), shop: idShape('shop'), name }),
  ]),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const path = input.kind === 'file' ? input.path : null;
    if (path !== null) await checkReadable(path);
    const certificate = (input.kind === 'syslog' ? input.certificate : null) ?? null;
    const zone = 'timeZone' in input ? (input.timeZone ?? null) : null;
    const source = ctx.newId('src');
    const { shop, kind, name: called } = input;
    const added = await registryTables(ctx.db)
      .insertInto('sources')
      .values({
        org_id: ctx.org,
        source_id: source,
        shop_id: shop,
        kind,
        name: called,
        path,
        certificate,
        time_zone: zone,
        added_at: ctx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('source_id')
      .executeTakeFirst();
    if (!added) {
      const reason = kind === 'file' ? 'this file is followed for this shop already' : 'this certificate belongs to another source';
      throw new ShopbellError('CONFLICT', { reason });
    }
    await ctx.record(sourceAdded, { source, shop, kind, name: called, ...(certificate === null ? {} : { certificate }) }, source);
    return { source };
  },
});
