import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { groupsOf, recordsOf } from '../checks/group-readers.ts';
import { type EnumerationFacts, type EnumerationVerdict, judgeEnumeration, thresholdOf } from '../checks/judge-enumeration.ts';
import { areOwn } from '../checks/judge-ownership.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { sequentialShare } from '../checks/sequence.ts';
import { slideWindow, type WindowPeak } from '../checks/slide-window.ts';
import { type Area, type Finding, type Selection, select, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import type { Summary } from '../summarise.ts';
import { summariseReaders } from '../summarise-readers.ts';
import { campaignsOf } from './campaigns.ts';
import { type ActorFacts, type Breadth, readActive, readCandidates } from './enumeration-candidates.ts';
import { readOwned } from './read-owners.ts';
import { readRegulars, readSteadiness } from './read-steadiness.ts';

/** Around what is new, every second: ten minutes make a fast reader, and half an hour ends a campaign. */
const NOW = 40 * MINUTE;
/** In so long somebody fast reads what is conspicuous. */
const FAST = 10 * MINUTE;
const GAP = { fast: 30 * MINUTE, counting: 30 * MINUTE, slow: 6 * HOUR } as const;

/**
 * Record enumeration: somebody reads other people's records one after the other, and gets them.
 * The engine finds who reads conspicuously many different records of one route; groups that share a sequence or an address
 * are judged as one; the campaign is then every successful read of personal records by them, from its first to its last.
 */
export async function findEnumeration(area: Area): Promise<Finding[]> {
  const slow = slowArea(area);
  if (slow !== null) return tellAll(slow, await judgeAll(slow, { margin: DAY, only: null }));
  const active = area.onlyNew === true ? await readActive(area, FAST) : null;
  if (active?.length === 0) return [];
  // Who is conspicuous now. Whoever is has the whole day looked at before anything is said.
  const now = await judgeAll(area, { margin: active === null ? NOW : FAST, only: active });
  const known = now.map((one) => area.recall?.get(...nameOf(one)));
  const news = now.filter((_, nth) => known[nth] === undefined);
  const only = [...new Set(news.flatMap((one) => one.actors))];
  const told = only.length === 0 ? [] : await tellAll(area, await judgeAll(area, { margin: DAY, only }));
  const findings = now.map((one, nth) => {
    const finding = known[nth] === undefined ? (told.find((other) => meet(other, one)) ?? null) : known[nth];
    area.recall?.set(...nameOf(one), finding);
    return finding;
  });
  return [...new Set([...findings, ...told])].filter((finding) => finding !== null);
}

function meet(finding: Finding, judged: Judged): boolean {
  return finding.selection.actors.some((actor) => judged.actors.includes(actor));
}

/** Groups that are conspicuous, the largest first. */
async function judgeAll(area: Area, breadth: Breadth): Promise<Judged[]> {
  const candidates = await readCandidates(area, breadth);
  const groups = groupsOf(candidates).filter((group) => recordsOf(group) >= 10);
  const peaks = await readPeaks(area, groups, breadth.margin);
  return groups.flatMap((group, nth) => judgeGroup(area, group, peaks[nth]) ?? []);
}

async function tellAll(area: Area, conspicuous: readonly Judged[]): Promise<Finding[]> {
  const regulars = await readRegulars(area, [...new Set(conspicuous.flatMap((one) => (one.actors.length > 5 ? [] : one.actors)))]);
  const findings: Finding[] = [];
  const taken = new Set<number>();
  for (let left = conspicuous; left.length > 0; ) {
    const { next, later } = disjoint(left.filter((one) => !one.actors.every((actor) => taken.has(actor))));
    for (const finding of await tell(area, next, regulars)) {
      findings.push(finding);
      for (const actor of finding.selection.actors) taken.add(actor);
    }
    left = later;
  }
  return findings;
}

/** The first judgements about different people, so that they can be told at once, and those that wait for them. */
function disjoint(judged: readonly Judged[]): { readonly next: Judged[]; readonly later: Judged[] } {
  const next: Judged[] = [];
  const later: Judged[] = [];
  const met = new Set<number>();
  for (const one of judged) {
    (one.actors.some((actor) => met.has(actor)) ? later : next).push(one);
    for (const actor of one.actors) met.add(actor);
  }
  return { next, later };
}

/** Findings of judgements about different people. */
async function tell(area: Area, judged: readonly Judged[], regulars: ReadonlySet<number>): Promise<Finding[]> {
  const news: Judged[] = [];
  for (const one of judged) if (!(await isHabit(area, one, regulars)) && !(await isOwn(area, one))) news.push(one);
  return (await describeAll(area, news)).filter((finding) => finding !== null);
}

function zip<A, B>(as: readonly A[], bs: readonly B[]): [A, B][] {
  return as.flatMap((a, nth): [A, B][] => {
    const b = bs[nth];
    return b === undefined ? [] : [[a, b]];
  });
}

/** What is usual and what is conspicuous on a group's route. */
function measureOf(area: Area, group: readonly ActorFacts[]) {
  const route = group[0]?.route ?? '';
  const staff = group[0]?.routeKind === 'admin';
  const usualTenMinutes = area.usual.tenMinutes.get(route) ?? null;
  const usualDay = area.usual.day.get(route) ?? null;
  return { staff, usualTenMinutes, usualDay, threshold: thresholdOf({ usualTenMinutes, usualDay, staff }) };
}

function judgeGroup(area: Area, group: readonly ActorFacts[], peaks: Peaks | undefined): Judged | null {
  const [lead] = [...group].sort((a, b) => a.first - b.first);
  if (lead === undefined || peaks === undefined) return null;
  const actors = group.map((one) => one.actor);
  const { staff, usualTenMinutes, usualDay } = measureOf(area, group);
  const facts: EnumerationFacts = {
    peakTenMinutes: peaks.tenMinutes.peak,
    peakDay: peaks.day.peak,
    usualTenMinutes,
    usualDay,
    sequential: sequentialShare(group.flatMap((one) => [...one.positions])),
    bare: group.every((one) => one.bare),
    countable: group.reduce((sum, one) => sum + one.positions.length, 0) >= COUNTABLE * recordsOf(group),
    steadyDays: 0,
    knownDays: 0,
    signIns: [...new Map(group.map((one) => [one.actor, one.signIns])).values()].reduce((sum, count) => sum + count, 0),
    staff,
    page: group.every((one) => one.routeKind === 'page'),
    crawler: isKnownCrawler(lead.agent, lead.address, area.knowledge.crawlers),
    // An event says itself that the record was shown, and seldom how long the answer was.
    sameSize: lead.route !== 'shop.record.read' && group.every((one) => one.sizes === 1 && one.size === lead.size),
    records: recordsOf(group),
  };
  const verdict = judgeEnumeration(facts);
  if (verdict === null) return null;
  return { actors, lead, group, facts, verdict, crossedAt: peaks.tenMinutes.crossedAt ?? peaks.day.crossedAt ?? lead.first };
}

/** Whom a judgement is about, and everything that it rests on. */
function nameOf({ actors, lead, group, facts, verdict, crossedAt }: Judged): [key: string, facts: string] {
  const reads = group.map((one) => [one.actor, one.records, one.together, one.first, one.last]);
  return [`${lead.route} ${actors.toSorted((a, b) => a - b).join(' ')}`, JSON.stringify([facts, verdict, crossedAt, reads])];
}

/** Whether what is conspicuous is what these few do on most days; many readers are no program. */
async function isHabit(area: Area, { actors, lead, facts }: Judged, regulars: ReadonlySet<number>): Promise<boolean> {
  if (actors.length > 5 || !actors.some((actor) => regulars.has(actor))) return false;
  return judgeEnumeration({ ...facts, ...(await readSteadiness(area, actors, lead.route)) }) === null;
}

/** Whether it is one customer's own records, as the shop says: an app that fetches all of them at once. */
async function isOwn(area: Area, { actors, facts }: Judged): Promise<boolean> {
  if (actors.length > 1 || facts.staff) return false;
  const [one] = await readOwned(area, actors);
  return one !== undefined && areOwn(one.account, one.reads);
}

/** A code that ends in digits now and then has no order for all that. */
const COUNTABLE = 0.8;

interface Judged {
  readonly actors: readonly number[];
  readonly lead: ActorFacts;
  readonly group: readonly ActorFacts[];
  readonly facts: EnumerationFacts;
  readonly verdict: EnumerationVerdict;
  readonly crossedAt: number;
}

async function describeAll(area: Area, judged: readonly Judged[]): Promise<(Finding | null)[]> {
  const spans = await campaignsOf(
    area,
    judged.map(({ actors, crossedAt, verdict }) => ({ actors, crossedAt, gap: GAP[verdict.how] })),
  );
  const readers = zip(judged, spans).map(([{ actors }, span]) => ({ actors, ...span }));
  const summaries = await summariseReaders(area.telemetry, area.org, area.shop, readers);
  return zip(zip(judged, readers), summaries).map(([[one, { actors, from, to }], summary]) =>
    summary === null ? null : describe(one, select('personal-reads', { from, to }, { actors }), summary),
  );
}

function describe({ facts, verdict, lead }: Judged, selection: Selection, summary: Summary): Finding {
  return {
    rule: 'enumeration',
    subject: lead.route,
    level: verdict.level,
    succeeded: verdict.succeeded,
    attack: 'T1213',
    selection,
    reads: selection,
    ...summary,
    facts: {
      how: verdict.how,
      route: lead.route,
      records: summary.touched.reduce((sum, kind) => sum + kind.distinct, 0),
      addresses: summary.actor.addresses ?? 1,
      peak: facts.peakTenMinutes,
      peakDay: facts.peakDay,
      threshold: verdict.threshold,
      usual: facts.usualTenMinutes ?? 'unknown',
      sequential: Math.round(facts.sequential * 100),
    },
  };
}

interface Peaks {
  readonly tenMinutes: WindowPeak;
  readonly day: WindowPeak;
}

const PAGE = 200_000;

/** Counts exactly for every group, in order of time, in pages: how many different records in any ten minutes and in any day. */
async function readPeaks(area: Area, groups: readonly (readonly ActorFacts[])[], margin: number): Promise<Peaks[]> {
  const windows = groups.map((group) => {
    const { threshold } = measureOf(area, group);
    return { tenMinutes: slideWindow(10 * MINUTE, threshold.tenMinutes), day: slideWindow(DAY, threshold.day) };
  });
  const members = new Map<string, number[]>();
  for (const [nth, group] of groups.entries()) {
    for (const one of group) members.set(`${one.actor} ${one.route}`, [...(members.get(`${one.actor} ${one.route}`) ?? []), nth]);
  }
  const actors = [...new Set(groups.flat().map((one) => one.actor))];
  const { where, params } = whereInArea(area, margin);
  for (let offset = 0; actors.length > 0; offset += PAGE) {
    const rows = await area.telemetry.query<{ a: number; r: string; t: number; o: number }>(
      area.org,
      `select actor as a, route as r, toUnixTimestamp64Milli(at) as t, bitAnd(cityHash64(object_ref), 9007199254740991) as o from @reads
       where ${where} and actor in {actors:Array(UInt64)} order by at, file_offset limit ${PAGE} offset ${offset}`,
      { ...params, actors },
    );
    for (const row of rows) {
      for (const nth of members.get(`${row.a} ${row.r}`) ?? []) {
        windows[nth]?.tenMinutes.push({ at: row.t, object: row.o });
        windows[nth]?.day.push({ at: row.t, object: row.o });
      }
    }
    if (rows.length < PAGE) break;
  }
  return windows.map((one) => ({ tenMinutes: one.tenMinutes.result(), day: one.day.result() }));
}
