import { createHash } from 'node:crypto';
import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { RuleSet } from '#sigma/index.ts';
import { watchedHoneys } from './honey/store-honeys.ts';
import { type Knowledge, nothingKnown } from './knowledge.ts';
import { composeRules } from './own/compose-rules.ts';
import { fileOf, listsOf, rulesOf } from './own/store-rules.ts';

const MOST_KEPT = 200;
const composed = new Map<string, RuleSet>();

/** What the shop's people have told: their rules that are on, and their lists. Rules are compiled once for each wording. */
export async function readKnowledge(house: House, org: OrgId, shop: ShopId): Promise<Knowledge> {
  const { rows, lists, honeys } = await house.state.inOrg(org, async (db) => ({
    rows: await rulesOf(db, shop, ['on']),
    lists: await listsOf(db, shop),
    honeys: await watchedHoneys(db, shop),
  }));
  const places = { locate: house.geo.locate };
  if (rows.length === 0) return { ...nothingKnown, lists, honeys, ...places };
  const key = createHash('sha256')
    .update(JSON.stringify([rows.map((row) => [row.id, row.text]), [...lists]]))
    .digest('base64');
  const known = composed.get(key) ?? composeRules(rows.map(fileOf), lists);
  if (composed.size >= MOST_KEPT) composed.clear();
  composed.set(key, known);
  return { ...nothingKnown, lists, honeys, rules: known, ...places };
}
