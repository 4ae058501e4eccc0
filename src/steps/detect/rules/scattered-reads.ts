import { DAY, HOUR } from '#kernel/time.ts';
import { judgeScattered, levelOfScattered, type ReaderSlot } from '../checks/judge-scattered.ts';
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
  const rows = await readSlots(area);
  const findings: Finding[] = [];
  for (const route of new Set(rows.map((row) => row.route))) {
    const here = rows.filter((row) => row.route === route);
    const fresh = here.filter(
      (row) => row.readers >= LEAST_READERS && row.slot + SLOT > area.span.from.getTime() && row.slot <= area.span.to.getTime(),
    );
    if (fresh.length === 0) continue;
    const looked = new Map<number, ReaderSlot>();
    const sample = spread(here, SAMPLE);
    const usual = new Set(sample.map((row) => row.slot));
    for (const row of [...fresh, ...sample]) if (!looked.has(row.slot)) looked.set(row.slot, await lookAt(area, row));
    const slots = [...looked.values()];
    const judged = slots.filter((slot) => fresh.some((row) => row.slot === slot.from));
    for (const campaign of judgeScattered(judged, usualOf(slots.filter((slot) => usual.has(slot.from))), SLOT)) {
      const actors = campaign.actors.filter((actor) => !taken.has(actor));
      if (actors.length < LEAST_READERS) continue;
      const finding = await describe(area, route, actors, campaign.from);
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
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

/** The middle share of bare readers; nobody knows it from fewer than three slots. */
function usualOf(slots: readonly ReaderSlot[]): number | null {
  const shares = slots.map((slot) => slot.bare.length / slot.readers).sort((a, b) => a - b);
  return shares.length < 3 ? null : (shares[Math.floor((shares.length - 1) / 2)] ?? null);
}

/** Which readers of a slot did nothing else, in it and the hour around it. */
async function lookAt(area: Area, row: Row): Promise<ReaderSlot> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(row.slot - HOUR), to: new Date(row.slot + SLOT + HOUR) } });
  const manners = await area.telemetry.query<{ actor: number; agent: string; address: string }>(
    area.org,
    `select actor, any(agent) as agent, any(address) as address from @requests where ${where} and actor in {actors:Array(UInt64)} group by actor
     having countIf(route_kind = 'asset') = 0 and countIf(auth != '') = 0
       and countIf(empty(categories) and route_kind != 'asset' and status < 400) = 0`,
    { ...params, actors: row.actors },
  );
  const bare = manners.filter((one) => !isKnownCrawler(one.agent, one.address, area.knowledge.crawlers)).map((one) => one.actor);
  return { from: row.slot, readers: row.readers, bare };
}

async function describe(area: Area, route: string, actors: readonly number[], from: number): Promise<Finding | null> {
  const span = await campaignOf(area, actors, from, SLOT);
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
