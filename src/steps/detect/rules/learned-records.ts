import { DAY, MINUTE } from '#kernel/time.ts';
import { groupsOf, recordsOf } from '../checks/group-readers.ts';
import { type EnumerationFacts, type EnumerationVerdict, judgeEnumeration, thresholdOf } from '../checks/judge-enumeration.ts';
import type { RouteStanding } from '../checks/judge-standing.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { categoriesOfKind, kindByWords } from '../checks/record-words.ts';
import { sequentialShare } from '../checks/sequence.ts';
import { slideWindow } from '../checks/slide-window.ts';
import { idReader, positionIn, TARGETS, templateOf } from '../checks/target-shape.ts';
import { type Area, type Finding, select, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';
import type { ActorFacts } from './enumeration-candidates.ts';
import { type LearnedRoute, UNDESCRIBED } from './learn-routes.ts';
import { findLearnedScattered } from './learned-scattered.ts';
import { readLearnedSteadiness } from './learned-steadiness.ts';

/** Around what is new. */
const NOW = 40 * MINUTE;
const LEAST_OBJECTS = 10;
const MOST_ROUTES = 40;
const MOST_ROWS = 200_000;
/** So many of a sequence nobody reads by chance; only then is a page told of which nobody knows what it holds. */
const UNKNOWN_FROM = 50;
const COUNTED = 0.8;
const LEAST_READERS = 20;

/** A route with all shapes of its targets. */
interface Route extends LearnedRoute {
  readonly shapes: readonly string[];
}

/** One request for an object of a route. */
interface Read {
  readonly actor: number;
  readonly address: string;
  readonly agent: string;
  readonly at: number;
  readonly bytes: number;
  readonly object: string;
}

/**
 * Enumeration on routes that the data map does not describe: the same judgement, against what the traffic itself taught of them (learn-routes.ts)
 * or, where there is no history yet, what their words say. `taken`: who is told of for other records already.
 */
export async function findLearnedReads(near: Area, taken: ReadonlySet<number>): Promise<Finding[]> {
  const slow = slowArea(near);
  const area = slow ?? near;
  const margin = slow === null ? NOW : DAY;
  const findings: Finding[] = [];
  for (const route of await readRoutes(area, margin)) {
    const reads = await readReads(area, margin, route);
    const actors = await readManners(area, margin, route, reads);
    for (const group of groupsOf(actors)) {
      if (recordsOf(group) < LEAST_OBJECTS || group.every((one) => taken.has(one.actor))) continue;
      const finding = await judgeGroup(area, route, group, reads);
      if (finding !== null) findings.push(finding);
    }
    if (slow !== null)
      findings.push(...(await scatteredOver(area, margin, route, [taken, ...findings.map((one) => new Set(one.selection.actors))])));
  }
  return findings;
}

/** Who takes turns with many others, over hours; `told`: who is told of already. */
async function scatteredOver(area: Area, margin: number, route: Route, told: readonly ReadonlySet<number>[]): Promise<Finding[]> {
  if (route.standing === 'unknown') return [];
  const findings: Finding[] = [];
  for (const { actors, level, from } of await findLearnedScattered(area, margin, route.shapes)) {
    const others = actors.filter((actor) => !told.some((known) => known.has(actor)));
    if (others.length < LEAST_READERS) continue;
    const span = { from: new Date(from).toISOString(), to: new Date(area.span.to.getTime() + margin).toISOString() };
    const finding = await describe(area, { route, actors: others, span, level, facts: { how: 'scattered', threshold: LEAST_READERS } });
    if (finding !== null) findings.push(finding);
  }
  return findings;
}

/** Routes of which many objects were read around the area and that are not for everybody. */
async function readRoutes(area: Area, margin: number): Promise<Route[]> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ shape: string; examples: string[] }>(
    area.org,
    `select ${TARGETS.shape} as shape, groupUniqArray(6)(${TARGETS.target}) as examples from @requests
     where ${where} and ${UNDESCRIBED} and ${TARGETS.hasNumber} group by shape having uniq(${TARGETS.target}) >= 3
     order by uniq(${TARGETS.target}) desc limit 1000`,
    params,
  );
  const known = rows.flatMap(({ shape, examples }) => {
    const learned = area.usual.learned?.get(shape) ?? unlearned(examples);
    return learned === null || learned.standing === 'public' ? [] : [{ shape, learned }];
  });
  return [...Map.groupBy(known, ({ learned }) => learned.route).values()]
    .flatMap((own): Route[] => {
      const [one] = own;
      return one === undefined ? [] : [{ ...one.learned, shapes: own.map(({ shape }) => shape) }];
    })
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MOST_ROUTES);
}

function weight({ standing }: Route): number {
  return standing === 'unknown' ? 0 : 1;
}

/** Without a history only the words tell. */
function unlearned(examples: readonly string[]): LearnedRoute | null {
  const template = templateOf(examples);
  if (template === null) return null;
  const named = kindByWords(template.text);
  const standing: RouteStanding = named === null ? 'unknown' : named === 'public' ? 'public' : 'people';
  return {
    ...{ route: template.text, standing, kind: named === null || named === 'public' ? '' : named.kind },
    ...{ usualTenMinutes: null, usualDay: null },
  };
}

/** Reads of one route by those who read several of its objects, or whose address did; in order of time. */
async function readReads(area: Area, margin: number, route: Route): Promise<Read[]> {
  const { where, params } = whereInArea(area, margin);
  const here = `${where} and ${UNDESCRIBED} and ${TARGETS.shape} in {shapes:Array(String)}`;
  const rows = await area.telemetry.query<Omit<Read, 'object' | 'at'> & { target: string; ms: number }>(
    area.org,
    `select actor, address, agent, toUnixTimestamp64Milli(at) as ms, bytes, ${TARGETS.target} as target from @requests where ${here}
       and (actor in (select actor from @requests where ${here} group by actor having uniqExact(${TARGETS.target}) >= 3)
         or address in (select address from @requests where ${here} group by address having uniqExact(${TARGETS.target}) >= ${LEAST_OBJECTS}))
     order by ms limit ${MOST_ROWS}`,
    { ...params, shapes: route.shapes },
  );
  const idOf = idReader(route.route);
  return rows.map(({ target, ms, ...row }) => ({ ...row, at: Number(ms), object: idOf(target) ?? target }));
}

/** What is counted about each reader, and whether he asks for hardly anything else. */
async function readManners(area: Area, margin: number, route: Route, reads: readonly Read[]): Promise<ActorFacts[]> {
  if (reads.length === 0) return [];
  const { where, params } = whereInArea(area, margin);
  const here = `(${UNDESCRIBED} and ${TARGETS.shape} in {shapes:Array(String)})`;
  const rows = await area.telemetry.query<{ actor: number; bare: number; signIns: number }>(
    area.org,
    `select actor, countIf(auth = 'sign-in-ok') as signIns, countIf(route_kind = 'asset') = 0
         and countIf(not ${here} and route_kind not in ('asset', 'sign-in') and status < 400) <= greatest(3, countIf(${here}) / 5) as bare
     from @requests where ${where} and actor in {actors:Array(UInt64)} group by actor`,
    { ...params, shapes: route.shapes, actors: [...new Set(reads.map((one) => one.actor))] },
  );
  const manners = new Map(rows.map((row) => [row.actor, row]));
  return [...Map.groupBy(reads, (one) => one.actor)].map(([actor, own]) => {
    const objects = [...new Set(own.map((one) => one.object))];
    return {
      ...{ actor, route: route.route, routeKind: 'other', address: own[0]?.address ?? '', agent: own[0]?.agent ?? '' },
      ...{ records: objects.length, together: own.length, first: own[0]?.at ?? 0, last: own.at(-1)?.at ?? 0 },
      ...{ sizes: new Set(own.map((one) => one.bytes)).size, size: own[0]?.bytes ?? 0 },
      positions: objects.flatMap((object) => positionIn(object) ?? []),
      bare: Number(manners.get(actor)?.bare ?? 0) === 1,
      signIns: Number(manners.get(actor)?.signIns ?? 0),
    };
  });
}

async function judgeGroup(area: Area, route: Route, group: readonly ActorFacts[], reads: readonly Read[]): Promise<Finding | null> {
  const actors = group.map((one) => one.actor);
  const facts = factsOf(area, route, group, reads);
  if (facts === null) return null;
  const verdict = judgeEnumeration(facts);
  if (verdict === null || !isTold(route, facts)) return null;
  const habit = actors.length > 5 ? null : await readLearnedSteadiness(area, actors, route.shapes);
  if (habit !== null && judgeEnumeration({ ...facts, ...habit }) === null) return null;
  return tellGroup(area, route, group, facts, verdict);
}

/** Of pages that nobody knows anything of only a long walk that a program makes is told: they are most often for everybody. */
function isTold({ standing }: Route, { bare, sequential, records, sameSize }: EnumerationFacts): boolean {
  return standing !== 'unknown' || (bare && sequential >= COUNTED && records >= UNKNOWN_FROM && !sameSize);
}

function factsOf(area: Area, route: Route, group: readonly ActorFacts[], reads: readonly Read[]): EnumerationFacts | null {
  const [lead] = [...group].sort((a, b) => a.first - b.first);
  if (lead === undefined) return null;
  const { usualTenMinutes, usualDay } = route;
  const threshold = thresholdOf({ usualTenMinutes, usualDay, staff: false });
  const windows = { tenMinutes: slideWindow(10 * MINUTE, threshold.tenMinutes), day: slideWindow(DAY, threshold.day) };
  const members = new Set(group.map((one) => one.actor));
  const numbers = new Map<string, number>();
  for (const { actor, at, object } of reads) {
    if (!members.has(actor)) continue;
    if (!numbers.has(object)) numbers.set(object, numbers.size);
    for (const window of Object.values(windows)) window.push({ at, object: numbers.get(object) ?? 0 });
  }
  const positions = group.flatMap((one) => [...one.positions]);
  return {
    ...{ peakTenMinutes: windows.tenMinutes.result().peak, peakDay: windows.day.result().peak, usualTenMinutes, usualDay },
    sequential: sequentialShare(positions),
    bare: group.every((one) => one.bare),
    countable: positions.length >= 0.8 * recordsOf(group),
    ...{ steadyDays: 0, knownDays: 0, staff: false, page: false },
    signIns: group.reduce((sum, one) => sum + one.signIns, 0),
    crawler: isKnownCrawler(lead.agent, lead.address, area.knowledge.crawlers),
    sameSize: group.every((one) => one.sizes === 1 && one.size === lead.size),
    records: recordsOf(group),
  };
}

interface Told {
  readonly route: Route;
  readonly actors: readonly number[];
  readonly span: { readonly from: string; readonly to: string };
  readonly level: Finding['level'];
  readonly isSure?: boolean;
  readonly facts: Finding['facts'];
}

/** What one group read, as a finding tells it. */
function tellGroup(area: Area, route: Route, group: readonly ActorFacts[], facts: EnumerationFacts, verdict: EnumerationVerdict) {
  const time = (pick: (one: ActorFacts) => number, of: (...all: number[]) => number): string =>
    new Date(group.map(pick).reduce((so, one) => of(so, one))).toISOString();
  return describe(area, {
    route,
    actors: group.map((one) => one.actor),
    span: { from: time((one) => one.first, Math.min), to: time((one) => one.last, Math.max) },
    level: verdict.level,
    isSure: verdict.succeeded === 'yes',
    facts: {
      ...{ how: verdict.how, peak: facts.peakTenMinutes, peakDay: facts.peakDay, threshold: verdict.threshold },
      usual: facts.usualTenMinutes ?? 'unknown',
      sequential: Math.round(facts.sequential * 100),
    },
  });
}

async function describe(area: Area, { route, actors, span, level, isSure = true, facts }: Told): Promise<Finding | null> {
  const selection = select('alike', span, { actors, shapes: [...route.shapes] });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  const { standing, kind } = route;
  const isUnknown = standing === 'unknown';
  const records = summary.touched[0]?.distinct ?? 0;
  return {
    rule: 'enumeration',
    subject: route.route,
    // What stands on the pages nobody told: what only their history says wakes people, and is not called the worst.
    level: isUnknown ? 'low' : standing === 'private' && level === 'critical' ? 'high' : level,
    succeeded: isUnknown || !isSure ? 'unknown' : 'yes',
    attack: 'T1213',
    selection,
    reads: null,
    ...summary,
    touched: [{ kind: kind === '' ? 'record' : kind, distinct: records }],
    categories: [...categoriesOfKind(kind)],
    facts: {
      ...{ learned: standing, route: route.route, records, addresses: summary.actor.addresses ?? 1 },
      ...{ peak: Math.round(records / actors.length), peakDay: records, usual: 'unknown', sequential: 0 },
      ...facts,
    },
  };
}
