import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { DataCategory } from '#kernel/people.ts';
import { DAY, HOUR } from '#kernel/time.ts';
import type { Finding, Selection } from '../finding.ts';
import { asCategories } from '../summarise.ts';
import type { Affected, KindCount, Part, Reason } from './affected.ts';
import { TIMES } from './count-times.ts';
import { countUntold } from './count-untold.ts';
import { howSure } from './how-sure.ts';
import { type Arrivals, type Gap, type GapVerdict, judgeGaps, SLOT } from './judge-gaps.ts';
import { judgePeople } from './judge-people.ts';
import { countEntered, type EnteredAccount, readEntered } from './read-entered.ts';
import { readExports } from './read-exports.ts';
import { readUnmet } from './read-unmet.ts';
import { spanOf, whereParts } from './where-parts.ts';

interface Place {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  /** Up to when rows could have arrived. */
  readonly until: Date;
}

type Told = Pick<Finding, 'rule' | 'succeeded' | 'selection' | 'reads' | 'categories' | 'facts'>;

/** Whose data these findings touched. Only reads. */
export function assessAffected(place: Place, findings: readonly Told[]): Promise<Affected> {
  const parts = findings.flatMap((one): Part[] => (one.reads === null ? [] : [{ shop: place.shop, reads: one.reads }]));
  return assessParts(place, parts, findings);
}

/**
 * Whose data these reads touched, and what else the findings took: records, and accounts entered, counted once over all of them, and how
 * many people that may be, with reasons. Only reads.
 */
export async function assessParts(place: Place, parts: readonly Part[], findings: readonly Told[] = []): Promise<Affected> {
  const taken = findings.flatMap((one) => takenBy(one).map((reads): Part => ({ shop: place.shop, reads })));
  const files = findings.filter((one) => one.rule === 'dump-taken' && one.categories.length > 0).map((one) => String(one.facts.path ?? ''));
  // A record that was read says which; a person who is known outside says only which copy.
  const copies = findings.filter((one) => one.rule === 'honey-customer' && one.facts.how !== 'read' && one.categories.length > 0);
  const tables = findings
    .filter((one) => one.rule === 'database-read')
    .map(({ facts }) => ({ kind: String(facts.what), rows: numberOf(facts.records) }));
  const counted = withLearned(await countRecords(place, parts), findings);
  const accounts: EnteredAccount[] = [];
  for (const finding of findings) accounts.push(...(await readEntered(place, finding)));
  const entered = countEntered(accounts);
  const exports = await readExports(place, taken);
  const holes = await readGaps(place, [...parts, ...taken]);
  const chosen = parts.filter((part) => part.only !== undefined);
  const { people, reasons } = judgePeople({
    kinds: counted.kinds,
    exports,
    files,
    tables,
    learned: findings.filter(isLearned).map(({ facts }) => ({ route: String(facts.route), records: numberOf(facts.records) ?? 0 })),
    copies: copies.map((one) => String(one.facts.what)),
    untold: countUntold(findings),
    entered,
    gaps: holes.gaps,
    // The span of a finding is its own; one that somebody asks about may lie where nothing is stored.
    uncovered: chosen.length > 0 ? holes.uncovered : null,
  });
  const unmet = counted.records === 0 && holes.uncovered !== 'nothing' ? await readUnmet(place, chosen) : [];
  return { ...counted, people, entered, reasons: [...reasons, ...unmet, ...reasonsOfSilence(holes)] };
}

/** Where the lists stand that a finding says were given out; somebody in the back office exports what the shop's own events tell. */
function takenBy({ rule, selection, facts }: Told): Selection[] {
  if (rule === 'bulk-export') return [selection];
  return selection.what === 'events' && facts.exported === 'yes' ? [{ ...selection, events: [EXPORTED] }] : [];
}

const EXPORTED = 'shop.export.made';

/** Whether it tells of records of a route that the data map does not describe; where nobody knows what such a page holds, of none. */
function isLearned({ selection, facts }: Told): boolean {
  return selection.what === 'alike' && facts.learned !== 'unknown';
}

/** What a learned route shows is known of each of its records alike. */
function withLearned(counted: Counted, findings: readonly Told[]): Counted {
  const byCategory: Partial<Record<DataCategory, number>> = { ...counted.byCategory };
  for (const { categories, facts } of findings.filter(isLearned))
    for (const category of categories) byCategory[category] = (byCategory[category] ?? 0) + (numberOf(facts.records) ?? 0);
  return { ...counted, byCategory };
}

function numberOf(fact: string | number | undefined): number | null {
  return typeof fact === 'number' ? fact : null;
}

type Counted = Omit<Affected, 'people' | 'reasons' | 'entered'>;

async function countRecords(place: Place, parts: readonly Part[]): Promise<Counted> {
  const { where, params } = whereParts(parts);
  if (parts.length === 0) return { records: 0, kinds: [], byCategory: {}, first: null, last: null, times: 0 };
  const { sure, empty } = await howSure(place.telemetry, place.org, parts);
  const perRecord = `select object_kind as kind, object_ref as ref, max(${sure}) as sure, min(at) as first, max(at) as last, ${TIMES} as times,
     groupUniqArrayArray(categories) as shown from @reads where ${where} group by kind, ref`;
  const kinds = await place.telemetry.query<KindCount & { first: string; last: string; times: number }>(
    place.org,
    `select kind, count() as records, countIf(sure = 3) as certain, countIf(sure = 2) as likely, countIf(sure = 1) as possible,
       min(first) as first, max(last) as last, sum(times) as times from (${perRecord}) group by kind order by kind`,
    { ...params, empty },
  );
  const categories = await place.telemetry.query<{ category: string; n: number }>(
    place.org,
    `select arrayJoin(shown) as category, count() as n from (${perRecord}) group by category`,
    { ...params, empty },
  );
  const known = asCategories(categories.map((row) => row.category));
  const times = (pick: (row: { first: string; last: string }) => string): number[] => kinds.map((row) => Date.parse(pick(row)));
  return {
    records: kinds.reduce((sum, row) => sum + row.records, 0),
    kinds: kinds.map(({ kind, records, certain, likely, possible }) => ({ kind, records, certain, likely, possible })),
    byCategory: Object.fromEntries(known.map((one) => [one, categories.find((row) => row.category === one)?.n ?? 0])) as Partial<
      Record<DataCategory, number>
    >,
    first: kinds.length === 0 ? null : new Date(Math.min(...times((row) => row.first))),
    last: kinds.length === 0 ? null : new Date(Math.max(...times((row) => row.last))),
    times: kinds.reduce((sum, row) => sum + row.times, 0),
  };
}

async function readGaps(place: Place, parts: readonly Part[]): Promise<GapVerdict> {
  const span = spanOf(parts);
  if (span === null) return { gaps: [], cannotTell: [], beganLater: [], uncovered: null };
  const from = new Date(span.from.getTime() - 3 * DAY - HOUR);
  const to = new Date(Math.min(span.to.getTime() + 3 * DAY, place.until.getTime()));
  const rows = await place.telemetry.query<{ source: string; slot: number; n: number }>(
    place.org,
    `select source_id as source, intDiv(toUnixTimestamp(at), ${SLOT / 1000}) as slot, count() as n from @requests
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} group by source, slot`,
    { shop: place.shop, from, to },
  );
  const arrivals = [...Map.groupBy(rows, (row) => row.source)].map(
    ([source, own]): Arrivals => ({ source, slots: new Map(own.map((row) => [row.slot, row.n])) }),
  );
  const verdict = judgeGaps(arrivals, span, to);
  const isTold = verdict.uncovered !== null && span.from <= to && (await isToldByEvents(place, from, span.from));
  return {
    ...verdict,
    uncovered: isTold ? null : verdict.uncovered,
    gaps: await Promise.all(verdict.gaps.map((gap) => readEdges(place, gap))),
  };
}

/** A shop without a log of requests may tell of itself. */
async function isToldByEvents(place: Place, from: Date, to: Date): Promise<boolean> {
  const rows = await place.telemetry.query(
    place.org,
    `select 1 from @application_events
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} limit 1`,
    { shop: place.shop, from, to: new Date(to.getTime() + SLOT) },
  );
  return rows.length > 0;
}

/** A hole begins with the last row before it and ends with the first after it; the slots in which it was seen lie inside. */
async function readEdges(place: Place, gap: Gap): Promise<Gap> {
  const { from, to } = gap;
  const rows = await place.telemetry.query<{ before: string; after: string; befores: number; afters: number }>(
    place.org,
    `select maxIf(at, at < {from:DateTime64(3)}) as before, minIf(at, at >= {to:DateTime64(3)}) as after,
       countIf(at < {from:DateTime64(3)}) as befores, countIf(at >= {to:DateTime64(3)}) as afters
     from @requests where shop_id = {shop:String} and source_id = {source:String} and at >= {first:DateTime64(3)} and at <= {last:DateTime64(3)}`,
    {
      ...{ shop: place.shop, source: gap.source, from, to: to ?? place.until },
      ...{ first: new Date(from.getTime() - SLOT), last: new Date((to ?? place.until).getTime() + SLOT) },
    },
  );
  const [row] = rows;
  if (row === undefined) return gap;
  return {
    ...gap,
    from: Number(row.befores) > 0 ? new Date(row.before) : from,
    to: to !== null && Number(row.afters) > 0 ? new Date(row.after) : to,
  };
}

function reasonsOfSilence(holes: GapVerdict): Reason[] {
  return [
    ...holes.cannotTell.map((source) => ({ code: 'gaps-unknown', values: { source } })),
    ...holes.beganLater.map(({ source, at }) => ({ code: 'source-began-later', values: { source, at: at.toISOString() } })),
  ];
}
