import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { sbomGiven } from '../events.ts';
import type { Component } from '../gate/sbom/component.ts';
import { inspectTables } from '../store.ts';

export const JUDGE_BILL_JOB = 'inspect.judge-sbom';

/** Bills of one part of a shop that are kept: enough for a year of weekly releases. */
const MOST_OF_ONE = 60;

const label = z
  .string()
  .trim()
  .max(80)
  .regex(/^[^\p{Cc}|]*$/u, 'no control characters and no “|”');

/**
 * Keeps a bill of materials of a shop or a part of it, and queues its comparison. The same content for the same part and release is one.
 * `forgotten`: artifacts of the oldest, which the caller removes after the transaction. Throws NOT_FOUND.
 */
export const keepBill = defineVerb({
  name: 'inspect.keep-bill',
  permission: 'set-checks',
  effect: 'writes',
  input: z.object({
    shop: idShape('shop'),
    system: label,
    release: label.nullable().transform((text) => text || null),
    fileName: z.string().max(200),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    artifact: z.string(),
    components: z.custom<Component[]>(Array.isArray),
  }),
  run: async (ctx, input) => {
    await findShop(ctx.db, input.shop);
    const same = await newestLike(ctx, input);
    if (same !== undefined) return asUnchanged({ sbom: same.sbom_id, isNew: false, forgotten: [] as string[] });
    const sbom = ctx.newId('sbom');
    await inspectTables(ctx.db)
      .insertInto('inspect_sboms')
      .values({
        ...{ org_id: ctx.org, sbom_id: sbom, shop_id: input.shop, system: input.system, release: input.release },
        ...{ file_name: input.fileName, sha256: input.sha256, given_at: ctx.now, given_by: ctx.actor.id },
        ...{ components: JSON.stringify(input.components), artifact: input.artifact },
      })
      .execute();
    const { shop, system, release, sha256, components } = input;
    await ctx.record(sbomGiven, { sbom, shop, system, release, sha256, components: components.length }, shop);
    await ctx.house.jobs.send(JUDGE_BILL_JOB, { org: ctx.org, sbom }, { at: addMs(ctx.now, 300), key: sbom });
    return { sbom, isNew: true, forgotten: await forgetOldest(ctx, shop, system) };
  },
});

/** Only the newest of its part counts: who goes back to an older release gives its bill again. */
async function newestLike(
  ctx: Ctx,
  { shop, system, release, sha256 }: { shop: ShopId; system: string; release: string | null; sha256: string },
) {
  const newest = await inspectTables(ctx.db)
    .selectFrom('inspect_sboms')
    .select(['sbom_id', 'sha256', 'release'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('system', '=', system)
    .orderBy('given_at', 'desc')
    .orderBy('sbom_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.sha256 === sha256 && newest.release === release ? newest : undefined;
}

async function forgetOldest(ctx: Ctx, shop: ShopId, system: string): Promise<string[]> {
  const old = await inspectTables(ctx.db)
    .selectFrom('inspect_sboms')
    .select(['sbom_id', 'artifact'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('system', '=', system)
    .orderBy('given_at', 'desc')
    .orderBy('sbom_id', 'desc')
    .offset(MOST_OF_ONE)
    .execute();
  if (old.length === 0) return [];
  const ids = old.map((row) => row.sbom_id);
  await inspectTables(ctx.db).deleteFrom('inspect_sboms').where('org_id', '=', ctx.org).where('sbom_id', 'in', ids).execute();
  const refs = [...new Set(old.map((row) => row.artifact))];
  const still = await inspectTables(ctx.db)
    .selectFrom('inspect_sboms')
    .select('artifact')
    .where('org_id', '=', ctx.org)
    .where('artifact', 'in', refs)
    .execute();
  return refs.filter((ref) => !still.some((row) => row.artifact === ref));
}
