import { createHash } from 'node:crypto';
import { isMade, type Script, scriptKey } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import type { Change } from './change.ts';
import { compareNamed } from './compare-named.ts';
import { followMade } from './follow-made.ts';
import { keepVersion } from './keep-version.ts';
import type { Look } from './look.ts';

/** Keeps scripts and their contents; says what is new, changed, gone and back. */
export async function keepScripts(look: Look): Promise<Change[]> {
  const { ctx, shop, page } = look;
  await followReleases(look);
  await followMade(look);
  const before = await knownScripts(look);
  const byKey = new Map([...Map.groupBy(page.scripts, scriptKey)].map(([key, files]) => [key, ofProvider(key, files)]));
  const changes: Change[] = [];
  const gone = page.partial === null ? [...before.values()].filter((row) => row.present && !byKey.has(row.key)) : [];
  for (const { key } of gone) {
    await scripts(look).set({ present: false, gone_at: ctx.now }).where('key', '=', key).execute();
    changes.push({ kind: 'script', what: 'removed', key });
  }
  if (page.partial === null) {
    const all = inspectTables(ctx.db).updateTable('inspect_script_versions').set({ present: false });
    await all.where('org_id', '=', ctx.org).where('shop_id', '=', shop).where('present', '=', true).execute();
  }
  for (const [key, files] of byKey) changes.push(...(await keepScript(look, key, files, before.get(key) ?? null)));
  return changes;
}

type Known = Awaited<ReturnType<typeof knownScripts>> extends ReadonlyMap<string, infer R> ? R : never;

/** One script, which may be several files under one name of a release. */
async function keepScript(look: Look, key: string, files: readonly Script[], known: Known | null): Promise<Change[]> {
  const { ctx, shop } = look;
  const main = files.toSorted((a, b) => a.hash.localeCompare(b.hash))[0];
  if (main === undefined) return [];
  const { url, party, hash, shape, parent } = main;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const back = known !== null && !known.present;
  const seen = { url, hash, shape, bytes, parent, present: true, last_seen: ctx.now, gone_at: null };
  await inspectTables(ctx.db)
    .insertInto('inspect_scripts')
    .values({ org_id: ctx.org, shop_id: shop, key, party, first_seen: ctx.now, ...seen })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'key']).doUpdateSet(back ? { ...seen, returned_at: ctx.now } : seen))
    .execute();
  const changes: Change[] = [];
  if (known === null) changes.push({ kind: 'script', what: 'new', key, to: hash });
  if (back) changes.push({ kind: 'script', what: 'returned', key, to: hash });
  for (const file of files) {
    const kept = await keepVersion(look, key, file);
    if (!kept.isNew || known === null) continue;
    const adds = compareNamed(kept.before, kept.named);
    changes.push({
      kind: 'script',
      what: 'changed',
      key,
      from: known.hash,
      to: file.hash,
      ...(adds === null ? {} : { adds: adds.added.slice(0, 40) }),
    });
  }
  return changes;
}

/** What a payment provider runs in its own frame changes with the provider's releases: one script, by its origin, whatever is in it. */
function ofProvider(key: string, files: readonly Script[]): readonly Script[] {
  const [one] = files;
  if (one?.party !== 'provider') return files;
  const hash = createHash('sha256').update(key).digest('hex');
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [{ ...one, url: key.replace('provider:', ''), hash, shape: hash, bytes, parent: null }];
}

async function knownScripts({ ctx, shop }: Look) {
  const rows = await inspectTables(ctx.db)
    .selectFrom('inspect_scripts')
    .select(['key', 'hash', 'present'])
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** A script that was kept under its full name goes on under the name that its releases share. */
async function followReleases(look: Look): Promise<void> {
  const { ctx, shop, page } = look;
  for (const script of page.scripts) {
    const key = scriptKey(script);
    if (isMade(script) || script.party === 'provider' || key === script.url) continue;
    const mine = { org: ctx.org, shop, key };
    const taken = await scriptsOf(look).select('key').where('key', '=', mine.key).executeTakeFirst();
    if (taken !== undefined) continue;
    await scripts(look).set({ key }).where('key', '=', script.url).execute();
    await inspectTables(ctx.db)
      .updateTable('inspect_script_versions')
      .set({ key })
      .where('org_id', '=', mine.org)
      .where('shop_id', '=', mine.shop)
      .where('key', '=', script.url)
      .execute();
  }
}

function scripts({ ctx, shop }: Look) {
  return inspectTables(ctx.db).updateTable('inspect_scripts').where('org_id', '=', ctx.org).where('shop_id', '=', shop);
}

function scriptsOf({ ctx, shop }: Look) {
  return inspectTables(ctx.db).selectFrom('inspect_scripts').where('org_id', '=', ctx.org).where('shop_id', '=', shop);
}
