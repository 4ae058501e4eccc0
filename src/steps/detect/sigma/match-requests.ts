import { DAY } from '#kernel/time.ts';
import { type CompiledRule, matchEvent, type SigmaEvent } from '#sigma/index.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { requestEvent } from './request-event.ts';
import { planSearch, type Search, type SearchPlan } from './search-plan.ts';

/** Requests of one day that are the same but for their time. */
export interface Tuple {
  readonly address: string;
  readonly agent: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly referrer: string;
  readonly status: number;
  readonly route: string;
  readonly auth: string;
  /** The most bytes of an answer, and how many different numbers of bytes. */
  readonly bytes: number;
  readonly sizes: number;
  readonly n: number;
  readonly first: string;
  readonly last: string;
  readonly file_id: string;
  readonly file_offset: number;
  readonly hits: readonly number[];
}

export interface Hit {
  readonly tuple: Tuple;
  readonly rule: CompiledRule;
}

/** At most so many different requests are held at once. */
const PAGE = 50_000;
const PART_BITS = 12;
const MOST_PARTS = 2 ** PART_BITS;

const plans = new WeakMap<readonly CompiledRule[], SearchPlan>();

function planOf(rules: readonly CompiledRule[]): SearchPlan {
  const plan = plans.get(rules) ?? planSearch(rules);
  plans.set(rules, plan);
  return plan;
}

/**
 * Every request of an area that some rule matches, and from the start of the area's first day those of the same addresses, so that a
 * day's numbers are complete however often the day is looked at. The engine searches for the texts that rules need; the rules then
 * judge exactly what was found. Told page by page; all of one address stands on one page.
 */
export async function* matchRequests(area: Area, rules: readonly CompiledRule[]): AsyncGenerator<Hit[]> {
  const { searches } = planOf(rules);
  const from = new Date(Math.floor(area.span.from.getTime() / DAY) * DAY);
  const isLong = area.span.to.getTime() - area.span.from.getTime() > DAY / 2;
  const addresses = isLong ? null : await suspects(area, searches);
  if (addresses?.length === 0) return;
  const whole = { ...area, span: { from, to: area.span.to } };
  for (let parts = 1, part = 0; part < parts; part++) {
    const found = await hitsOf(whole, searches, addresses, parts, part);
    if (found !== null) yield found;
    else {
      // Too many at once: cut finer. Parts are told in order, so the first half of this one comes next.
      parts *= 2;
      part = part * 2 - 1;
    }
  }
}

/** What rules match among the addresses of one part; `null` when there is too much of it to hold. */
async function hitsOf(
  area: Area,
  searches: readonly Search[],
  addresses: readonly string[] | null,
  parts: number,
  part: number,
): Promise<Hit[] | null> {
  const candidates = new Map<string, { readonly tuple: Tuple; readonly rules: Set<CompiledRule> }>();
  for (const search of searches) {
    const tuples = await readTuples(area, search, addresses, parts, part);
    for (const tuple of tuples) {
      const { address, agent, method, host, path, query, referrer, status, first } = tuple;
      const key = [address, agent, method, host, path, query, referrer, status, first.slice(0, 10)].join('\n');
      const known = candidates.get(key) ?? { tuple, rules: new Set() };
      for (const rule of search.rulesOf(tuple.hits)) known.rules.add(rule);
      candidates.set(key, known);
    }
    if (candidates.size > PAGE && parts < MOST_PARTS) return null;
  }
  const hits: Hit[] = [];
  const judge = area.costs?.judge ?? ((rule: CompiledRule, event: SigmaEvent) => matchEvent(rule.test, event));
  for (const { tuple, rules } of candidates.values()) {
    const event = requestEvent({ ...tuple, at: tuple.first });
    for (const rule of rules) if (judge(rule, event)) hits.push({ tuple, rule });
  }
  return hits.sort((a, b) => (a.tuple.first < b.tuple.first ? -1 : a.tuple.first > b.tuple.first ? 1 : 0));
}

async function suspects(area: Area, searches: readonly Search[]): Promise<string[]> {
  const { where, params } = whereInArea(area);
  const addresses = new Set<string>();
  for (const search of searches) {
    const rows = await area.telemetry.query<{ address: string }>(
      area.org,
      `with ${search.needles} as needles select address from @requests where ${where} and (${search.where}) group by address`,
      params,
    );
    for (const row of rows) addresses.add(row.address);
  }
  return [...addresses];
}

/** The tuples of one of `parts` parts of all addresses. */
async function readTuples(area: Area, search: Search, addresses: readonly string[] | null, parts: number, part: number): Promise<Tuple[]> {
  const { where, params } = whereInArea(area);
  const people = addresses === null ? '1' : 'address in {addresses:Array(String)}';
  const portion = parts === 1 ? '1' : `intDiv(bitShiftRight(cityHash64(address), ${64 - PART_BITS}), ${MOST_PARTS / parts}) = ${part}`;
  return area.telemetry.query<Tuple>(
    area.org,
    `with ${search.needles} as needles
     select address, agent, method, host, path, query, referrer, status, any(route) as route, any(auth) as auth, max(bytes) as bytes,
       uniqExact(bytes) as sizes, count() as n, min(at) as first, max(at) as last, argMin(file_id, at) as file_id,
       argMin(file_offset, at) as file_offset, ${search.hits} as hits
     from @requests where ${where} and ${people} and ${portion} and (${search.where})
     group by address, agent, method, host, path, query, referrer, status, toDate(at) limit ${PAGE + 1}`,
    addresses === null ? params : { ...params, addresses },
  );
}
