import { sql } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import { runningRules } from '../detect-in-area.ts';
import type { RuleName } from '../rule-traits.ts';
import { detectTables } from '../tables.ts';

/** How a rule did: signals, and what people said of them. */
export interface Scorecard {
  readonly rule: RuleName;
  readonly signals: number;
  readonly real: number;
  readonly wrong: number;
  readonly normal: number;
  readonly last: Date | null;
}

/** A card for each kind of rule, whether or not it ever rang. */
export async function readScorecards(db: Db): Promise<Scorecard[]> {
  const rows = await detectTables(db)
    .selectFrom('detect_signals')
    .select((at) => [
      'rule',
      at.fn.countAll<string>().as('signals'),
      sql<string>`count(*) filter (where feedback = 'real')`.as('real'),
      sql<string>`count(*) filter (where feedback = 'false')`.as('wrong'),
      sql<string>`count(*) filter (where feedback = 'normal')`.as('normal'),
      at.fn.max('last_seen').as('last'),
    ])
    .groupBy('rule')
    .execute();
  const byRule = new Map(rows.map((row) => [row.rule, row]));
  return runningRules.map((rule) => {
    const row = byRule.get(rule);
    const count = (value: string | undefined): number => Number(value ?? 0);
    return {
      rule,
      signals: count(row?.signals),
      real: count(row?.real),
      wrong: count(row?.wrong),
      normal: count(row?.normal),
      last: row?.last ?? null,
    };
  });
}
