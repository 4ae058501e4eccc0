import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import { DAY } from '#kernel/time.ts';
import { earliest, latest } from '../checks/iso-times.ts';
import { type Area, type EvidenceLine, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import type { CompiledRule } from '../sigma/compile-rule.ts';
import { escapeRegExp } from '../sigma/compile-value.ts';
import { bundledRules } from '../sigma/load-rules.ts';
import { requestEvent } from '../sigma/request-event.ts';
import { lineOf } from '../summarise.ts';

interface Tuple {
  address: string;
  agent: string;
  method: string;
  path: string;
  query: string;
  referrer: string;
  status: number;
  bytes: number;
  sizes: number;
  n: number;
  first: string;
  last: string;
  file_id: string;
  file_offset: number;
}

interface Hit {
  readonly tuple: Tuple;
  readonly rule: CompiledRule;
}

const LIMIT = 100_000;
/** What is searched, once as it stands and once decoded twice, in lower case. A target begins after a carriage return. */
const RAW = "concat('\\r', path, '?', query, '\\n', referrer, '\\n', agent)";
const HAYSTACK = `lower(if(position(path, '%') > 0 or position(query, '%') > 0 or position(query, '+') > 0 or position(referrer, '%') > 0,
  concat(${RAW}, '\\r', decodeURLComponent(decodeURLComponent(path)), '?', replaceAll(decodeURLComponent(decodeURLComponent(query)), '+', ' '),
    '\\n', decodeURLComponent(referrer)), ${RAW}))`;

/**
 * Attacks known by their text. One search in the engine finds the few requests for which some rule could be true;
 * the rules then judge exactly those. Joined by family, address and day, and rated by whether the answers look like a success.
 */
export async function findKnownAttacks(area: Area, rules: readonly CompiledRule[] = bundledRules()): Promise<Finding[]> {
  const searched = rules.filter((rule) => rule.literals !== null);
  const patterns = [...new Set(searched.flatMap((rule) => rule.literals ?? []))].map(patternOf);
  if (patterns.length === 0) return [];
  const addresses = await suspects(area, patterns);
  if (addresses.length === 0) return [];
  const tuples = await readTuples(area, patterns, addresses);
  const groups = new Map<string, Hit[]>();
  for (const tuple of tuples) {
    const event = requestEvent(tuple);
    for (const rule of searched) {
      if (!rule.matches(event)) continue;
      const key = `${rule.rule.shopbell?.family ?? rule.rule.id}\n${tuple.address}\n${tuple.first.slice(0, 10)}`;
      groups.set(key, [...(groups.get(key) ?? []), { tuple, rule }]);
    }
  }
  return [...groups.values()].map(describe).filter((finding) => finding !== null);
}

async function suspects(area: Area, patterns: readonly string[]): Promise<string[]> {
  const { where, params } = whereInArea(area);
  const rows = await area.telemetry.query<{ address: string }>(
    area.org,
    `select address from @requests where ${where} and multiMatchAny(${HAYSTACK}, [${patterns.map(quote).join(',')}]) group by address limit 10000`,
    params,
  );
  return rows.map((row) => row.address);
}

/** From the start of the area's first day, so that a day's numbers are complete however often the day is looked at. */
async function readTuples(area: Area, patterns: readonly string[], addresses: readonly string[]): Promise<Tuple[]> {
  const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  return area.telemetry.query<Tuple>(
    area.org,
    `select address, agent, method, path, query, referrer, status, max(bytes) as bytes, uniqExact(bytes) as sizes, count() as n,
       min(at) as first, max(at) as last, argMin(file_id, at) as file_id, argMin(file_offset, at) as file_offset
     from @requests where ${where} and address in {addresses:Array(String)} and multiMatchAny(${HAYSTACK}, [${patterns.map(quote).join(',')}])
     group by address, agent, method, path, query, referrer, status, toDate(at) order by first, address, path limit ${LIMIT}`,
    { ...params, addresses },
  );
}

function quote(pattern: string): string {
  return `'${pattern.replace(/[\\']/g, '\\$&')}'`;
}

function describe(hits: readonly Hit[]): Finding | null {
  const [lead] = hits;
  if (lead === undefined) return null;
  const tuples = [...new Set(hits.map((hit) => hit.tuple))];
  const family = lead.rule.rule.shopbell?.family ?? lead.rule.rule.id;
  const verdict = rate(hits);
  const least = Math.min(...hits.map((hit) => hit.rule.rule.shopbell?.least ?? 1));
  if (verdict.succeeded !== 'yes' && tuples.length < least) return null;
  const first = earliest(tuples.map((one) => one.first));
  const last = latest(tuples.map((one) => one.last));
  const pairs = [...new Set(tuples.map((one) => `${one.address}\n${one.agent}`))].slice(0, 500);
  const selection = select('requests', { from: first, to: last }, { pairs });
  const titles = [...new Set(hits.map((hit) => hit.rule.rule.title))];
  return {
    rule: 'known-attack',
    subject: family,
    level: verdict.level,
    succeeded: verdict.succeeded,
    attack: techniqueOf(lead.rule),
    actor: { address: lead.tuple.address, agent: lead.tuple.agent, addresses: 1 },
    selection,
    reads: null,
    firstSeen: first,
    lastSeen: last,
    count: tuples.reduce((sum, one) => sum + one.n, 0),
    touched: [],
    categories: [],
    evidence: evidenceOf(tuples),
    facts: { family, what: titles.join('; '), variants: tuples.length, answered: verdict.answered },
  };
}

/** Whether it worked, as far as answers tell: a refused try failed; a 2xx is a success only where the path exists for nothing else. */
function rate(hits: readonly Hit[]): { level: Severity; succeeded: 'yes' | 'no' | 'unknown'; answered: number } {
  const answered = hits.filter(({ tuple }) => tuple.status >= 200 && tuple.status < 300 && tuple.bytes > 0);
  const proven = answered.filter((hit) => hit.rule.rule.shopbell?.success === 'answered');
  const counted = proven.length > 0 ? proven : hits;
  const level = counted
    .map((hit): Severity => (proven.length > 0 ? (hit.rule.rule.shopbell?.worked ?? 'high') : (hit.rule.rule.shopbell?.tried ?? 'low')))
    .reduce((worst, one) => (compareSeverity(one, worst) > 0 ? one : worst), 'info');
  return { level, succeeded: proven.length > 0 ? 'yes' : answered.length > 0 ? 'unknown' : 'no', answered: answered.length };
}

function evidenceOf(tuples: readonly Tuple[]): EvidenceLine[] {
  const answered = tuples.filter((one) => one.status < 300);
  const chosen = [...new Set([...answered.slice(0, 3), ...tuples.slice(0, 3), ...tuples.slice(-2)])].sort((a, b) =>
    a.first < b.first ? -1 : 1,
  );
  return chosen.map((one) => lineOf({ ...one, at: one.first }));
}

function techniqueOf(rule: CompiledRule): string {
  const tag = rule.rule.tags.find((one) => /^attack\.t\d/.test(one));
  return tag === undefined ? '' : tag.slice('attack.'.length).toUpperCase();
}

function patternOf(literal: string): string {
  return literal.startsWith('^') ? `\\r${escapeRegExp(literal.slice(1))}` : escapeRegExp(literal);
}
