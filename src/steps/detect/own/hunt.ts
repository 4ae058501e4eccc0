import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { type Lists, readRules } from '#sigma/index.ts';
import { nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import { matchRequests } from '../sigma/match-requests.ts';
import { writeRule } from './write-rule.ts';

export const MOST_ROWS = 200;
const MOST_SECONDS = 10;

/** Rows under their columns' names, in the order in which they were found. */
export type HuntRows = readonly Readonly<Record<string, unknown>>[];

/** What requests fit a typed filter within the last hours. Throws RULE_NOT_VALID with the line that is wrong. */
export async function huntByFilter(house: House, org: OrgId, shop: ShopId, filter: string, hours: number, lists: Lists): Promise<HuntRows> {
  const text = writeRule('hunt', filter);
  if (text === null) return [];
  const { rules, problems } = readRules([{ name: 'hunt', text }], lists);
  const [problem] = problems;
  if (problem) throw new ShopbellError('RULE_NOT_VALID', { file: 'this filter', line: problem.line, reason: problem.reason });
  const to = house.clock.now();
  const span = { from: new Date(to.getTime() - hours * HOUR), to };
  const area = { telemetry: house.telemetry, org, shop, span, usual: nothingUsual, knowledge: nothingKnown };
  const rows: Record<string, unknown>[] = [];
  for await (const hits of matchRequests(area, rules)) {
    for (const { tuple } of hits) {
      if (rows.length > MOST_ROWS) return rows;
      if (Date.parse(tuple.last) < span.from.getTime()) continue;
      const target = tuple.query === '' ? tuple.path : `${tuple.path}?${tuple.query}`;
      rows.push({
        last: tuple.last,
        address: tuple.address,
        method: tuple.method,
        target,
        status: tuple.status,
        bytes: tuple.bytes,
        n: tuple.n,
        agent: tuple.agent,
      });
    }
  }
  return rows;
}

/** What a typed query answers. Throws QUERY_REFUSED with the reason. */
export function huntBySql(house: House, org: OrgId, sql: string): Promise<HuntRows> {
  return house.telemetry.ask(org, sql.replace(/;\s*$/, ''), { rows: MOST_ROWS + 1, seconds: MOST_SECONDS });
}
