import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { evidenceExported } from '../events.ts';

/** Records that the evidence for an assessor was taken out, with the SHA-256 of the file, so that a copy can be told from a forgery. Throws NOT_FOUND. */
export const exportEvidence = defineVerb({
  name: 'inspect.export-evidence',
  permission: 'look',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    from: z.date(),
    to: z.date(),
    format: z.enum(['pdf', 'csv', 'json']),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  run: async (ctx, { shop, from, to, format, sha256 }) => {
    await findShop(ctx.db, shop);
    await ctx.record(evidenceExported, { shop, from: from.toISOString(), to: to.toISOString(), format, sha256 }, shop);
    return { sha256 };
  },
});
