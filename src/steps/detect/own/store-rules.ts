import type { Selectable } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { Id, ShopId } from '#kernel/ids.ts';
import type { Lists, RuleFile } from '#sigma/index.ts';
import { detectTables, type RuleTable } from '../tables.ts';

export type RuleId = Id<'rule'>;
export type RuleRow = Selectable<RuleTable>;

/** Every rule of the organisation's shops, the newest first. */
export function listRules(db: Db): Promise<RuleRow[]> {
  return detectTables(db).selectFrom('detect_rules').selectAll().orderBy('made_at', 'desc').execute();
}

/** One rule. Throws NOT_FOUND. */
export async function takeRule(db: Db, id: RuleId): Promise<RuleRow> {
  const row = await detectTables(db).selectFrom('detect_rules').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'rule' });
  return row;
}

/** A shop's rules in the states asked for, in the order in which they were made. */
export function rulesOf(db: Db, shop: ShopId, states: readonly RuleRow['state'][]): Promise<RuleRow[]> {
  return detectTables(db)
    .selectFrom('detect_rules')
    .selectAll()
    .where('shop_id', '=', shop)
    .where('state', 'in', [...states])
    .orderBy('made_at')
    .orderBy('id')
    .execute();
}

export async function listsOf(db: Db, shop: ShopId): Promise<Lists> {
  const rows = await detectTables(db).selectFrom('detect_lists').select(['name', 'items']).where('shop_id', '=', shop).execute();
  return new Map(rows.map((row) => [row.name, row.items]));
}

/** A stored rule as a file; problems name it by its id. */
export function fileOf(row: Pick<RuleRow, 'id' | 'text'>): RuleFile {
  return { name: row.id, text: row.text };
}
