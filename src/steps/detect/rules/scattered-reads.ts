import { DAY, HOUR } from '#kernel/time.ts';
import { judgeScattered, levelOfScattered, type ReaderSlot, usualShareOf } from '../checks/judge-scattered.ts';
import { isKnownCrawler } from '../checks/known-crawlers.ts';
import { type Area, type Finding, select, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { summarise } from '../summarise.ts';
import { campaignOf } from './campaigns.ts';

const SLOT = 2 * HOUR;
/** Who reads more than this by himself is somebody for the ordinary enumeration. */
const FEW = 12;
const LEAST_READERS = 20;
/** How many ordinary slots are looked at to know what is usual. */
const SAMPLE = 12;
/** Fewer readers than this say nothing of what is usual. */
const TELLING = 5;

interface Row {
  route: string;
  slot: number;
  readers: number;
  actors: number[];
}

/** Records of a route read by many visitors who do nothing else: enumeration from many places, in no order that the ids would show. */
export async function findScatteredReads(near: Area, taken: ReadonlySet<number>): Promise<Finding[]> {
  const area = slowArea(near);
  if (area === null) return [];
  const looks = looksOf(area, await readSlots(area));
  const manners = await readManners(area, looks);
  const findings: Finding[] = [];
  for (const { route, fresh, sample } of looks) {
    const judge = (bareIn: (row: Row) => ReaderSlot) => judgeScattered(fresh.map(bareIn), usualShareOf(sample.map(bareIn)), SLOT);
    const bareIn = (row: Row): ReaderSlot => readerSlot(row, manners);
    if (judge(bareIn).length === 0) continue;
    const known = await readBySession(area, [...fresh, ...sample].map(bareIn));
    const alone = (row: Row): ReaderSlot => {
      const slot = bareIn(row);
      return { ...slot, bare: slot.bare.filter((actor) => !known.has(actor)) };
    };
    for (const campaign of judge(alone)) {
      const actors = campaign.actors.filter((actor) => !taken.has(actor));
      if (actors.length < LEAST_READERS) continue;
      const finding = await describe(area, route, actors, campaign.from);
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
}

/** The slots of a route that are judged, and those that tell what is usual there. */
interface Look {
  readonly route: string;
  readonly fresh: readonly Row[];
  readonly sample: readonly Row[];
}

function looksOf(area: Area, rows: readonly Row[]): Look[] {
  return [...Map.groupBy(rows, (row) => row.route)].flatMap(([route, here]) => {
    const fresh = here.filter((row) => row.slot + DAY > area.span.from.getTime() && row.slot <= area.span.to.getTime());
    const readers = fresh.reduce((sum, row) => sum + row.readers, 0);
    return readers < LEAST_READERS ? [] : [{ route, fresh, sample: spread(here, SAMPLE) }];
  });
}

async function readSlots(area: Area): Promise<Row[]> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(area.span.from.getTime() - DAY), to: area.span.to } }, SLOT);
  const rows = await area.telemetry.query<Row>(
    area.org,
    `select route, slot, count() as readers, groupArray(3000)(actor) as actors from (
       select route, intDiv(toUnixTimestamp(at), ${SLOT / 1000}) * ${SLOT} as slot, actor, uniqExact(object_ref) as n
       from @reads where ${where} and route_kind not in ('admin', 'event') group by route, slot, actor having n <= ${FEW})
     group by route, slot having readers >= ${TELLING} order by slot`,
    params,
  );
  return rows.map((row) => ({ ...row, slot: Number(row.slot) }));
}

function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, nth) => list[Math.floor(((nth + 0.5) * list.length) / count)]).filter(
    (one) => one !== undefined,
  );
}

/** The hours in which somebody asked for something, and those in which it was more than records. */
interface Manners {
  readonly seen: ReadonlySet<number>;
  readonly busy: ReadonlySet<number>;
}

/** How those behaved who were in no more than records for an hour at least, and are no crawler. One question for all slots of all routes. */
async function readManners(area: Area, looks: readonly Look[]): Promise<ReadonlyMap<number, Manners>> {
  const slots = looks.flatMap(({ fresh, sample }) => [...fresh, ...sample]);
  if (slots.length === 0) return new Map();
  const times = slots.map((row) => row.slot);
  const { where, params } = whereInArea({
    ...area,
    span: { from: new Date(Math.min(...times) - HOUR), to: new Date(Math.max(...times) + SLOT + HOUR) },
  });
  const rows = await area.telemetry.query<{ actor: number; agent: string; address: string; seen: number[]; busy: number[] }>(
    area.org,
    `select actor, any(agent) as agent, any(address) as address, groupUniqArray(intDiv(toUnixTimestamp(at), 3600)) as seen,
       groupUniqArrayIf(intDiv(toUnixTimestamp(at), 3600),
         route_kind = 'asset' or auth != '' or (empty(categories) and status < 400)) as busy
     from @requests where ${where} and actor in (select actor from @reads where ${where} and route in {routes:Array(String)})
     group by actor having length(busy) < length(seen)`,
    { ...params, routes: looks.map(({ route }) => route) },
  );
  const people = rows.filter((row) => !isKnownCrawler(row.agent, row.address, area.knowledge.crawlers));
  return new Map(people.map(({ actor, seen, busy }) => [actor, { seen: new Set(seen), busy: new Set(busy) }]));
}

/**
 * Of readers who asked for nothing else under their own name those whose session did: who signs in is told by the account from then on, and
 * came to the pages before as a session. Asked only where something is conspicuous.
 */
async function readBySession(area: Area, slots: readonly ReaderSlot[]): Promise<ReadonlySet<number>> {
  const actors = [...new Set(slots.flatMap((slot) => slot.bare))];
  const times = slots.map((slot) => slot.from);
  const { where, params } = whereInArea({
    ...area,
    span: { from: new Date(Math.min(...times) - HOUR), to: new Date(Math.max(...times) + SLOT + HOUR) },
  });
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select distinct actor from @reads where ${where} and actor in {actors:Array(UInt64)} and session != '' and session in (
       select session from @requests where ${where} and session != '' and actor not in {actors:Array(UInt64)}
         and (route_kind = 'asset' or auth != '' or (empty(categories) and status < 400)))`,
    { ...params, actors },
  );
  return new Set(rows.map((row) => row.actor));
}

/** Which readers of a slot did nothing else, in it and the hour around it. */
function readerSlot(row: Row, manners: ReadonlyMap<number, Manners>): ReaderSlot {
  const hours = Array.from({ length: (SLOT + 2 * HOUR) / HOUR }, (_, nth) => row.slot / HOUR - 1 + nth);
  const bare = row.actors.filter((actor) => {
    const own = manners.get(actor);
    return own !== undefined && hours.some((hour) => own.seen.has(hour)) && !hours.some((hour) => own.busy.has(hour));
  });
  return { from: row.slot, readers: row.readers, bare };
}

async function describe(area: Area, route: string, actors: readonly number[], from: number): Promise<Finding | null> {
  const span = await campaignOf(area, actors, from, 3 * SLOT);
  const selection = select('personal-reads', span, { actors });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return null;
  const records = summary.touched.reduce((sum, kind) => sum + kind.distinct, 0);
  return {
    rule: 'enumeration',
    subject: route,
    level: levelOfScattered(records),
    succeeded: 'yes',
    attack: 'T1213',
    selection,
    reads: selection,
    ...summary,
    facts: {
      how: 'scattered',
      route,
      records,
      addresses: summary.actor.addresses ?? actors.length,
      peak: Math.round(records / actors.length),
      peakDay: records,
      threshold: LEAST_READERS,
      usual: 'unknown',
      sequential: 0,
    },
  };
}
