import { z } from 'zod';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { sloBurning, sloRecovered } from '../events.ts';
import { followSlo } from '../services/follow-slo.ts';
import type { ServiceLink } from '../services/read-links.ts';
import type { LookSlo, ServiceLook } from '../services/service-look.ts';
import { sloInEnglish } from '../services/slo-in-english.ts';
import { listSlos, type Slo, serviceTables } from '../services/store.ts';

/** Keeps what a look at a shop's systems came to, and tells which goals burn and which recovered. A look that two processes made at once tells nothing twice. */
export const noteServices = defineVerb({
  name: 'watch.note-services',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    ...{ shop: idShape('shop'), holder: z.string(), tookMs: z.int() },
    look: z.custom<ServiceLook>().nullable(),
    fresh: z.array(z.custom<ServiceLink>()),
  }),
  run: async (ctx, { shop, holder, tookMs, look, fresh }) => {
    const tables = serviceTables(ctx.db);
    const row = await tables
      .selectFrom('watch_service_looks')
      .select('lease_by')
      .where('shop_id', '=', shop)
      .forUpdate()
      .executeTakeFirst();
    if (row?.lease_by !== holder) return asUnchanged({ told: 0 });
    await keepLinks(ctx, shop, fresh);
    const slos = await listSlos(ctx.db, shop);
    let told = 0;
    for (const judged of look?.slos ?? []) {
      const slo = slos.find((one) => one.slo === judged.slo);
      if (slo !== undefined) told += await follow(ctx, shop, slo, judged);
    }
    await tables
      .updateTable('watch_service_looks')
      .set({ looked_at: ctx.now, took_ms: tookMs, result: look === null ? null : JSON.stringify(look), lease_by: null, lease_until: null })
      .where('shop_id', '=', shop)
      .execute();
    return told === 0 ? asUnchanged({ told }) : { told };
  },
});

async function keepLinks(ctx: Ctx, shop: ShopId, fresh: readonly ServiceLink[]): Promise<void> {
  const tables = serviceTables(ctx.db);
  if (fresh.length > 0)
    await tables
      .insertInto('watch_service_links')
      .values(fresh.map(({ caller, far, callee }) => ({ org_id: ctx.org, shop_id: shop, caller, far, callee, seen_at: ctx.now })))
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id', 'caller', 'far', 'callee'])
          .doUpdateSet({ seen_at: ctx.now })
          // Most are seen at every look: once an hour is enough to know that they live.
          .where('watch_service_links.seen_at', '<', addMs(ctx.now, -HOUR)),
      )
      .execute();
  await tables
    .deleteFrom('watch_service_links')
    .where('shop_id', '=', shop)
    .where('seen_at', '<', addMs(ctx.now, -7 * DAY))
    .execute();
}

async function follow(ctx: Ctx, shop: ShopId, slo: Slo, judged: LookSlo): Promise<number> {
  const tables = serviceTables(ctx.db);
  const row = await tables.selectFrom('watch_slos').select('burned_at').where('slo_id', '=', slo.slo).executeTakeFirst();
  const standing = { severity: slo.severity, since: slo.since?.getTime() ?? null, burned: row?.burned_at?.getTime() ?? null };
  const { next, told } = followSlo(standing, judged, ctx.now.getTime());
  const when = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
  await tables
    .updateTable('watch_slos')
    .set({ severity: next.severity, burning_since: when(next.since), burned_at: when(next.burned) })
    .where('slo_id', '=', slo.slo)
    .execute();
  const about = { slo: slo.slo, shop, service: slo.service, far: slo.far };
  if (told === 'recovered') await ctx.record(sloRecovered, { ...about, title: sloInEnglish(slo) }, shop);
  if (told === 'burning' && next.severity !== null && next.since !== null)
    await ctx.record(
      sloBurning,
      { ...about, severity: next.severity, since: new Date(next.since).toISOString(), title: sloInEnglish(slo, judged) },
      shop,
    );
  return told === null ? 0 : 1;
}
