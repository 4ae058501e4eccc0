import type { Ctx } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { inventoryChanged } from '../events.ts';
import { type Inspection, isElsewhere } from '../inspection.ts';
import { inspectTables, type RunId } from '../store.ts';
import { type Change, MOST_CHANGES } from './change.ts';
import { keepHeaders } from './keep-headers.ts';
import { keepHosts } from './keep-hosts.ts';
import { keepScripts } from './keep-scripts.ts';
import type { KeptSources } from './keep-sources.ts';
import { confidenceOf } from './visitor-host.ts';

/**
 * Keeps scripts, hosts and headers of the payment page with first and last sight, and records what is new, changed, gone or back.
 * Nothing is authorised here. A look that was cut short says nothing of what it did not see.
 */
export async function keepInventory(
  ctx: Ctx,
  about: { readonly shop: ShopId; readonly run: RunId; readonly sources: KeptSources },
  inspection: Inspection,
): Promise<void> {
  const { payment, visitors } = inspection;
  const { shop, run, sources } = about;
  const seen = payment?.kind === 'got' && payment.value.status < 400 && !isElsewhere(payment.value) ? payment.value : null;
  const changes: Change[] = [];
  if (seen !== null) {
    const look = { ctx, shop, run, page: seen, sources, first: await isFirst(ctx, shop) };
    changes.push(...(await keepScripts(look)), ...(await keepHeaders(look)));
    if (look.first) changes.length = 0;
  }
  changes.push(
    ...(await keepHosts(ctx, shop, seen, visitors?.kind === 'got' ? visitors.value.filter((told) => confidenceOf(told) !== 'low') : null)),
  );
  if (changes.length === 0) return;
  await ctx.record(
    inventoryChanged,
    { shop, run, changes: changes.slice(0, MOST_CHANGES), more: Math.max(0, changes.length - MOST_CHANGES) },
    shop,
  );
}

async function isFirst(ctx: Ctx, shop: ShopId): Promise<boolean> {
  const row = await inspectTables(ctx.db)
    .selectFrom('inspect_scripts')
    .select('key')
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .limit(1)
    .executeTakeFirst();
  return row === undefined;
}
