import { DAY } from '#kernel/time.ts';
import { earliest, latest } from '../checks/iso-times.ts';
import { type ExportFacts, type ExportVerdict, judgeExport } from '../checks/judge-export.ts';
import { usualAmount } from '../checks/usual-amount.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { asCategories, summarise } from '../summarise.ts';

interface HourOfExports {
  who: string;
  /** Hours since 1970. */
  hour: number;
  bytes: number;
  route: string;
  pairs: string[];
  addresses: string[];
  shown: string[];
  first: string;
  last: string;
}

interface DayOfExports {
  readonly who: string;
  readonly day: number;
  readonly bytes: number;
  readonly hours: readonly HourOfExports[];
}

/** An account where the source tells one, else address and agent: sessions change with every sign-in. */
const WHO = "if(account != '', account, concat(address, '\\n', agent))";
const AROUND = 30 * DAY;

/**
 * Bulk export: a route that gives out many people's data at once was answered for somebody who does not usually ask it, or for a regular
 * one out of the usual: more, faster, at another time, from another place. Who does so on other days is looked up only when there is an
 * export to judge.
 */
export async function findBulkExports(area: Area): Promise<Finding[]> {
  const fresh = daysOf(await readHours(area, 0));
  if (fresh.length === 0) return [];
  const all = daysOf(await readHours(area, AROUND));
  const known = new Set(fresh.map((one) => `${one.who} ${one.day}`));
  const findings: Finding[] = [];
  for (const one of all.filter((day) => known.has(`${day.who} ${day.day}`))) {
    const facts = await factsOf(area, one, all);
    const verdict = judgeExport(facts);
    if (verdict !== null) findings.push(...(await describe(area, narrowed(one, all, verdict), verdict, facts)));
  }
  return findings;
}

async function factsOf(area: Area, one: DayOfExports, all: readonly DayOfExports[]): Promise<ExportFacts> {
  const own = all.filter((day) => day.who === one.who && day.day !== one.day);
  const others = all.filter((day) => day.who !== one.who && day.day !== one.day && regularDays(all, day.who) < REGULAR);
  const past = own.flatMap((day) => day.hours.map(({ hour, bytes }) => ({ hour, amount: bytes })));
  const busiest = one.hours.reduce((most, hour) => (hour.bytes > most.bytes ? hour : most));
  return {
    bytes: one.bytes,
    mostAnHour: busiest.bytes,
    own: usualAmount(past, busiest.hour),
    isElsewhere: isElsewhere(one, own),
    deskDays: await countDeskDays(area, one),
    others: new Set(others.map((day) => day.who)).size,
    othersMost: others.reduce((most, day) => Math.max(most, day.bytes), 0),
    knownDays: (await countDays(area)) - 1,
  };
}

/** Whether an account that always came from one address, on so many days, comes from another. */
function isElsewhere(one: DayOfExports, own: readonly DayOfExports[]): boolean {
  const places = new Set(own.flatMap((day) => day.hours.flatMap((hour) => hour.addresses)));
  return own.length >= SETTLED && places.size === 1 && one.hours.some((hour) => hour.addresses.some((address) => !places.has(address)));
}

/** Of who comes from another address what came from there: the rest of the day is as always. */
function narrowed(one: DayOfExports, all: readonly DayOfExports[], { because }: ExportVerdict): DayOfExports {
  if (because !== 'elsewhere') return one;
  const usual = new Set(
    all.filter((day) => day.who === one.who && day.day !== one.day).flatMap((day) => day.hours.flatMap((hour) => hour.addresses)),
  );
  const isStrange = (pair: string): boolean => !usual.has(pair.slice(0, pair.indexOf('\n')));
  const hours = one.hours.map((hour) => ({ ...hour, pairs: hour.pairs.filter(isStrange) })).filter((hour) => hour.pairs.length > 0);
  return { ...one, hours };
}

const SETTLED = 4;

/** Who exports on so many days is a program: that it does says nothing about what people do here. */
const REGULAR = 3;

function regularDays(all: readonly DayOfExports[], who: string): number {
  return new Set(all.filter((day) => day.who === who).map((day) => day.day)).size;
}

/** Days around, without the day itself, on which the exporter's addresses worked in the back office. */
async function countDeskDays(area: Area, one: DayOfExports): Promise<number> {
  const { where, params } = whereInArea(area, AROUND);
  const addresses = [...new Set(one.hours.flatMap((hour) => hour.addresses))];
  const rows = await area.telemetry.query<{ day: number }>(
    area.org,
    `select toUInt32(toDate(at)) as day from @requests where ${where} and address in {addresses:Array(String)} and route_kind = 'admin'
       and status < 400 group by day having count() >= 5`,
    { ...params, addresses },
  );
  return rows.filter((row) => row.day !== one.day).length;
}

/** Exports by hour; with `margin` 0 only the hours in which something is new. */
function readHours(area: Area, margin: number): Promise<HourOfExports[]> {
  const { where, params } = whereInArea(area, margin);
  return area.telemetry.query<HourOfExports>(
    area.org,
    `select ${WHO} as who, toUInt32(toUnixTimestamp(hour) / 3600) as hour, sum(bytes) as bytes, argMax(route, bytes) as route,
       groupUniqArray(100)(concat(address, '\\n', agent)) as pairs, groupUniqArray(100)(address) as addresses,
       groupUniqArrayArray(categories) as shown, min(first) as first, max(at) as last
     from @export_hours where ${where} group by who, hour order by hour limit 50000`,
    params,
  );
}

function daysOf(hours: readonly HourOfExports[]): DayOfExports[] {
  const days = Map.groupBy(hours, (one) => `${one.who}\n${Math.floor(one.hour / 24)}`);
  return [...days.values()].flatMap((own) => {
    const [one] = own;
    if (one === undefined) return [];
    const bytes = own.reduce((sum, hour) => sum + hour.bytes, 0);
    return [{ who: one.who, day: Math.floor(one.hour / 24), bytes, hours: own }];
  });
}

async function countDays(area: Area): Promise<number> {
  const { where, params } = whereInArea(area, AROUND);
  const [row] = await area.telemetry.query<{ days: number }>(
    area.org,
    `select uniqExact(toDate(at)) as days from @requests where ${where}`,
    params,
  );
  return row?.days ?? 0;
}

async function describe(
  area: Area,
  { hours, bytes }: DayOfExports,
  { level, because }: ExportVerdict,
  { own, mostAnHour }: ExportFacts,
): Promise<Finding[]> {
  const span = { from: earliest(hours.map((hour) => hour.first)), to: latest(hours.map((hour) => hour.last)) };
  const selection = select('exports', span, { pairs: [...new Set(hours.flatMap((hour) => hour.pairs))] });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  const route = hours.reduce((most, hour) => (hour.bytes > most.bytes ? hour : most)).route;
  return [
    {
      rule: 'bulk-export',
      subject: route,
      level,
      succeeded: 'yes',
      attack: 'T1213',
      selection,
      reads: null,
      ...summary,
      touched: [],
      categories: asCategories(hours.flatMap((hour) => hour.shown)),
      facts: {
        ...{ because, route, bytes, mostAnHour, ownDays: own.days, ownMost: own.mostADay },
        usual: own.day ?? 'unknown',
        usualHour: own.hour ?? 'unknown',
      },
    },
  ];
}
