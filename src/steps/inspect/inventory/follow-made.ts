import { isMade, type Script, scriptKey } from '../inspection.ts';
import { inspectTables } from '../store.ts';
import { pairChanged, sketchOf } from './likeness.ts';
import type { Look } from './look.ts';

/** Contents of the page itself that are compared with each other; more has no page that people wrote. */
const MOST = 200;

/**
 * A script in the page itself whose content has changed goes on under the key of its new content, with all that people said of it and with its
 * earlier contents: it is the same script that changed, not one that came and one that went.
 */
export async function followMade(look: Look): Promise<void> {
  const { ctx, shop, page } = look;
  if (page.partial !== null) return;
  const there = new Map(page.scripts.filter(isMade).map((script) => [scriptKey(script), script]));
  const rows = await inspectTables(ctx.db)
    .selectFrom('inspect_scripts')
    .innerJoin('inspect_script_versions', (join) =>
      join
        .onRef('inspect_script_versions.org_id', '=', 'inspect_scripts.org_id')
        .onRef('inspect_script_versions.shop_id', '=', 'inspect_scripts.shop_id')
        .onRef('inspect_script_versions.key', '=', 'inspect_scripts.key'),
    )
    .select(['inspect_scripts.key', 'inspect_scripts.party', 'inspect_script_versions.sketch', 'inspect_script_versions.present'])
    .where('inspect_scripts.org_id', '=', ctx.org)
    .where('inspect_scripts.shop_id', '=', shop)
    .where('inspect_scripts.party', 'in', ['inline', 'eval'])
    .where('inspect_scripts.present', '=', true)
    .execute();
  const known = new Set(rows.map(({ key }) => key));
  const gone = rows.flatMap(({ key, party, sketch, present }) =>
    there.has(key) || !present || sketch === null ? [] : { key, party, sketch },
  );
  const fresh = [...there].filter(([key]) => !known.has(key)).flatMap(([key, script]) => sketched(key, script, page.sources));
  const pairs = pairChanged(fresh.slice(0, MOST), newestOf(gone).slice(0, MOST));
  for (const [key, was] of pairs) await rename(look, was.key, key);
}

function sketched(key: string, { party, hash }: Script, sources: Look['page']['sources']) {
  const source = sources[hash];
  return source === undefined ? [] : { key, party, sketch: sketchOf(source) };
}

function newestOf<R extends { readonly key: string }>(rows: readonly R[]): readonly R[] {
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

async function rename({ ctx, shop }: Look, from: string, to: string): Promise<void> {
  const tables = inspectTables(ctx.db);
  const taken = await tables
    .selectFrom('inspect_scripts')
    .select('key')
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('key', '=', to)
    .executeTakeFirst();
  // It was there long ago: then it is back, and the other one is gone.
  if (taken !== undefined) return;
  for (const table of ['inspect_scripts', 'inspect_script_versions'] as const) {
    await tables
      .updateTable(table)
      .set({ key: to })
      .where('org_id', '=', ctx.org)
      .where('shop_id', '=', shop)
      .where('key', '=', from)
      .execute();
  }
  await tables
    .updateTable('inspect_scripts')
    .set({ parent: to })
    .where('org_id', '=', ctx.org)
    .where('shop_id', '=', shop)
    .where('parent', '=', from)
    .execute();
}
