import { sql } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { Lists } from '#sigma/index.ts';
import { runningRules } from '../detect-in-area.ts';
import type { RuleName } from '../rule-traits.ts';
import { detectTables } from '../tables.ts';
import { composeRules } from './compose-rules.ts';
import { fileOf, type RuleRow } from './store-rules.ts';

/** How a rule did: signals, and what people said of them. */
export interface Scorecard {
  readonly rule: RuleName;
  /** The shop's own rule that it is about; absent: all of its kind. */
  readonly own?: Pick<RuleRow, 'id' | 'title'>;
  readonly signals: number;
  readonly real: number;
  readonly wrong: number;
  readonly normal: number;
  readonly last: Date | null;
}

type Counts = Omit<Scorecard, 'rule' | 'own'>;

/**
 * A card for each kind of rule, whether or not it ever rang, and one for each of `own`, the shops' own rules. What a rule raised before it
 * was changed to another name, or removed, stays with its kind.
 */
export async function readScorecards(db: Db, own: readonly RuleRow[], lists: ReadonlyMap<ShopId, Lists>): Promise<Scorecard[]> {
  const rows = await detectTables(db)
    .selectFrom('detect_signals')
    .select((at) => [
      'rule',
      'shop_id',
      sql<string>`case when rule = 'own-rule' then split_part(subject, ' ', 1) else '' end`.as('own_key'),
      at.fn.countAll<string>().as('signals'),
      sql<string>`count(*) filter (where feedback = 'real')`.as('real'),
      sql<string>`count(*) filter (where feedback = 'false')`.as('wrong'),
      sql<string>`count(*) filter (where feedback = 'normal')`.as('normal'),
      at.fn.max('last_seen').as('last'),
    ])
    .groupBy(['rule', 'shop_id', 'own_key'])
    .execute();
  const told = rows.map(({ rule, shop_id: shop, own_key: key, signals, real, wrong, normal, last }) => ({
    ...{ rule, shop, key, last, signals: Number(signals), real: Number(real), wrong: Number(wrong), normal: Number(normal) },
  }));
  const taken = new Set<object>();
  const keysByRule = keysOfAll(own, lists);
  const ownCards = own.map((row): Scorecard => {
    const keys = keysByRule.get(row.id);
    const mine = told.filter((one) => one.rule === 'own-rule' && one.shop === row.shop_id && keys?.has(one.key));
    for (const one of mine) taken.add(one);
    return { rule: 'own-rule', own: { id: row.id, title: row.title }, ...sumOf(mine) };
  });
  const kinds = runningRules.map((rule): Scorecard => ({ rule, ...sumOf(told.filter((one) => one.rule === rule && !taken.has(one))) }));
  return [...kinds.filter(({ rule, signals }) => rule !== 'own-rule' || signals > 0 || ownCards.length === 0), ...ownCards];
}

/** The keys under which what each rule's text holds raises signals; filters raise none. A key with blanks is told by its first word. */
function keysOfAll(own: readonly RuleRow[], lists: ReadonlyMap<ShopId, Lists>): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>();
  for (const [shop, rows] of Map.groupBy(own, (row) => row.shop_id)) {
    const { rules, correlations } = composeRules(rows.map(fileOf), lists.get(shop) ?? new Map());
    for (const { file, key } of [...rules, ...correlations]) keys.set(file, (keys.get(file) ?? new Set()).add(key.split(' ')[0] ?? ''));
  }
  return keys;
}

function sumOf(counts: readonly Counts[]): Counts {
  const sum = (of: (one: Counts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  const times = counts.flatMap(({ last }) => (last === null ? [] : [last.getTime()]));
  return {
    ...{
      signals: sum((one) => one.signals),
      real: sum((one) => one.real),
      wrong: sum((one) => one.wrong),
      normal: sum((one) => one.normal),
    },
    last: times.length === 0 ? null : new Date(Math.max(...times)),
  };
}
