import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { type CompiledRule, type Lists, readRules, type SigmaEvent } from '#sigma/index.ts';
import { type Area, nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import type { StoredSource } from '../sigma/log-sources.ts';
import { matchRequests } from '../sigma/match-requests.ts';
import type { MatchRef } from '../sigma/read-stored.ts';
import { storedFields } from '../sigma/stored-fields.ts';
import { streamMatches } from '../sigma/stream-matches.ts';
import { writeRule } from './write-rule.ts';

export const MOST_ROWS = 200;
const MOST_SECONDS = 10;

/** Rows under their columns' names, in the order in which they were found. */
export type HuntRows = readonly Readonly<Record<string, unknown>>[];

/** A typed filter: what it asks, where, and how far back (hours). */
export interface TypedFilter {
  readonly shop: ShopId;
  readonly source: StoredSource;
  readonly filter: string;
  readonly hours: number;
}

/** What fits a typed filter within the last hours. Throws RULE_NOT_VALID with the line that is wrong. */
export async function huntByFilter(house: House, org: OrgId, typed: TypedFilter, lists: Lists): Promise<HuntRows> {
  const { shop, source, hours } = typed;
  const text = writeRule('hunt', typed.filter, source);
  if (text === null) return [];
  const { rules, problems } = readRules([{ name: 'hunt', text }], lists);
  const [problem] = problems;
  if (problem) throw new ShopbellError('RULE_NOT_VALID', { file: 'this filter', line: problem.line, reason: problem.reason });
  const to = house.clock.now();
  const span = { from: new Date(to.getTime() - hours * HOUR), to };
  const area = { telemetry: house.telemetry, org, shop, span, usual: nothingUsual, knowledge: nothingKnown };
  return source === 'requests' ? requestsIn(area, rules) : othersIn(area, source, rules);
}

async function requestsIn(area: Area, rules: readonly CompiledRule[]): Promise<HuntRows> {
  const rows: Record<string, unknown>[] = [];
  for await (const hits of matchRequests(area, rules)) {
    for (const { tuple } of hits) {
      if (rows.length > MOST_ROWS) return rows;
      if (Date.parse(tuple.last) < area.span.from.getTime()) continue;
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

/** Rows that are no requests: the line by which a person knows them, and the fields that a rule can ask for. */
async function othersIn(area: Area, source: StoredSource, rules: readonly CompiledRule[]): Promise<HuntRows> {
  const rows: Record<string, unknown>[] = [];
  for await (const page of streamMatches(area, source, rules)) {
    for (const { event, ref } of page ?? []) {
      if (rows.length > MOST_ROWS) return rows;
      const { line, address } = ref as MatchRef;
      rows.push({ at: line.at, ...(source === 'events' ? { address } : {}), what: line.text, fields: fieldsOf(source, event) });
    }
  }
  return rows;
}

const NOT_SHOWN = new Set(['timestamp', 'date', 'time']);

/** Fields by name as a rule would ask for them, without those that are empty or said twice. */
function fieldsOf(source: StoredSource, event: SigmaEvent): string {
  const columns = source === 'requests' ? {} : storedFields[source].columns;
  const seen = new Set<string>();
  const told = [...event].filter(([name, { raw }]) => {
    const said = columns[name]?.column ?? name;
    if (NOT_SHOWN.has(name) || seen.has(said) || raw.every((text) => text === '')) return false;
    return seen.add(said);
  });
  return told.map(([name, { raw }]) => `${name}: ${raw.join(', ')}`).join('; ');
}

/** What a typed query answers. Throws QUERY_REFUSED with the reason. */
export function huntBySql(house: House, org: OrgId, sql: string): Promise<HuntRows> {
  return house.telemetry.ask(org, sql.replace(/;\s*$/, ''), { rows: MOST_ROWS + 1, seconds: MOST_SECONDS });
}
