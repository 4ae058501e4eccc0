import { readRuleFolder } from '#engines/data/rule-files.ts';
import type { House } from '#engines/house.ts';
import type { Scope } from '#engines/verb.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { detectTables } from '../tables.ts';
import { saveRule } from '../verbs/save-rule.ts';
import { setRuleState } from '../verbs/set-rule-state.ts';

/** Files that were refused, with the text that was: it is said once. */
export type RefusedFiles = Map<string, string>;

/**
 * Makes a shop's own rules follow the files of a folder. A new or changed file is tried in shadow first, as in the console; people put it
 * on. A file that is gone is switched off, not forgotten. A folder that cannot be read changes nothing. Throws FILE_UNREADABLE.
 */
export async function takeRuleFolder(house: House, org: OrgId, shop: ShopId, folder: string, refused: RefusedFiles): Promise<void> {
  const files = await readRuleFolder(folder);
  const rows = await house.state.inOrg(org, (db) =>
    detectTables(db)
      .selectFrom('detect_rules')
      .select(['id', 'file', 'text', 'state'])
      .where('shop_id', '=', shop)
      .where('file', 'is not', null)
      .execute(),
  );
  const known = new Map(rows.map((row) => [row.file, row]));
  const scope: Scope = { house, org, actor: { kind: 'system', id: 'rule-folder', role: 'system' } };
  for (const { name, text } of files) {
    const row = known.get(name);
    if (row?.text === text || refused.get(`${shop}\n${name}`) === text) continue;
    try {
      await saveRule(scope, { shop, rule: row?.id ?? null, text, file: name });
      refused.delete(`${shop}\n${name}`);
    } catch (thrown) {
      refused.set(`${shop}\n${name}`, text);
      house.log.warn('a rule of the folder is not taken', { shop, file: name, reason: messageOf(thrown) });
    }
  }
  const names = new Set(files.map(({ name }) => name));
  for (const row of rows)
    if (row.file !== null && !names.has(row.file) && row.state !== 'off') await setRuleState(scope, { rule: row.id, state: 'off' });
}
