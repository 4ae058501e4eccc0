import { isMade, type Script } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import { sketchOf } from './likeness.ts';
import type { Look } from './look.ts';
import { type Named, namesInScript } from './names-in-script.ts';

interface KeptVersion {
  readonly isNew: boolean;
  readonly named: Named | null;
  /** What the content before it named. */
  readonly before: Named | null;
}

/** Keeps one content of a script. Of those that the page makes anew at every visit, which share their shape, only the first. */
export async function keepVersion(look: Look, key: string, script: Script): Promise<KeptVersion> {
  const { ctx, shop, run, page, sources } = look;
  const known = await inspectTables(ctx.db)
    .selectFrom('inspect_script_versions')
    .select(['hash', 'shape', 'named', 'artifact', 'sketch'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('key', '=', key)
    .orderBy('last_seen', 'desc')
    .limit(200)
    .execute();
  const source = page.sources[script.hash];
  const named = source === undefined ? null : namesInScript(source);
  const same = known.find((row) => row.hash === script.hash) ?? (isMade(script) ? alike(known, script, named) : undefined);
  if (same !== undefined) {
    const isOlder = same.sketch === null && same.hash === script.hash && source !== undefined;
    const sketch = isOlder ? { sketch: JSON.stringify(sketchOf(source)) } : {};
    const artifact = same.artifact ?? (same.hash === script.hash ? (sources.get(script.hash) ?? null) : null);
    await inspectTables(ctx.db)
      .updateTable('inspect_script_versions')
      .set({ present: true, last_seen: ctx.now, artifact, ...sketch })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', shop)
      .where('key', '=', key)
      .where('hash', '=', same.hash)
      .execute();
    return { isNew: false, named: same.named, before: same.named };
  }
  const { url, hash, shape, bytes } = script;
  await inspectTables(ctx.db)
    .insertInto('inspect_script_versions')
    .values({
      ...{ org_id: ctx.org, shop_id: shop, key, hash, shape, url, bytes, run_id: run, present: true },
      ...{ first_seen: ctx.now, last_seen: ctx.now, artifact: sources.get(hash) ?? null },
      named: named === null ? null : JSON.stringify(named),
      sketch: source === undefined ? null : JSON.stringify(sketchOf(source)),
    })
    .execute();
  return { isNew: true, named, before: known[0]?.named ?? null };
}

/** Of one shape: it differs only in numbers and texts, and these name no other host. What was kept before shapes were has none, and was of one shape. */
function alike<R extends { readonly shape: string; readonly named: Named | null }>(
  known: readonly R[],
  { shape }: Script,
  named: Named | null,
): R | undefined {
  if (!known.some((row) => row.shape !== '')) return known[0];
  return known.find((row) => row.shape === shape && namesNoOther(row.named, named));
}

/** What nobody read names nothing that could be told apart. */
function namesNoOther(before: Named | null, now: Named | null): boolean {
  return before === null || now === null || now.hosts.every((host) => before.hosts.includes(host));
}
