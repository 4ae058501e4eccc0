import { DAY, MINUTE } from '#kernel/time.ts';
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
  /** As the shop's own events tell; 0: the log does not. */
  rows: number;
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
/** Who tells of exports. */
interface ExportSource {
  readonly what: 'exports' | 'events';
  readonly events: readonly string[];
  readonly table: '@requests' | '@application_events';
  readonly byAccount: boolean;
  /** What is work in the back office, in its table. */
  readonly desk: string;
  /** Exports by hour, as `HourOfExports`. */
  hours(where: string): string;
}

const WHO = "if(account != '', account, concat(address, '\\n', agent))";
const AROUND = 30 * DAY;

const logged: ExportSource = {
  ...{ what: 'exports', events: [], table: '@requests', byAccount: false, desk: "route_kind = 'admin' and status < 400" },
  hours: (
    where,
  ) => `select ${WHO} as who, toUInt32(toUnixTimestamp(hour) / 3600) as hour, sum(bytes) as bytes, toUInt64(0) as rows, argMax(route, bytes) as route,
       groupUniqArray(100)(concat(address, '\\n', agent)) as pairs, groupUniqArray(100)(address) as addresses,
       groupUniqArrayArray(categories) as shown, min(first) as first, max(at) as last
     from @export_hours where ${where} group by who, hour order by hour limit 50000`,
};

/** A line of a list has about so many bytes: what is told in rows is judged like what is told in bytes. */
const LINE = 100;
const EXPORT = 'shop.export.made';
/** Lists of goods are nobody's data. */
const OF_PEOPLE = "(notEmpty(categories) or object_kind in ('', 'customer', 'order', 'invoice', 'address', 'account', 'subscriber'))";

const toldByShop: ExportSource = {
  ...{ what: 'events', events: [EXPORT], table: '@application_events', byAccount: true },
  desk: "JSONExtractString(attributes, 'shop.actor.kind') = 'staff' and outcome != 'failure'",
  hours: (where) => `select ${WHO} as who, toUInt32(intDiv(toUnixTimestamp(at), 3600)) as hour,
       toUInt64(sum(if(records > 0, records * ${LINE}, bytes))) as bytes, sum(records) as rows, any(concat(name, ' ', object_kind)) as route,
       groupUniqArray(100)(concat(address, '\\n', agent)) as pairs, groupUniqArray(100)(address) as addresses,
       groupUniqArrayArray(categories) as shown, min(at) as first, max(at) as last
     from @application_events where ${where} and name = '${EXPORT}' and outcome != 'failure' and ${OF_PEOPLE} and (account != '' or address != '')
     group by who, hour order by hour limit 50000`,
};

/**
 * Bulk export: a route that gives out many people's data at once was answered for somebody who does not usually ask it, or for a regular
 * one out of the usual: more, faster, at another time, from another place. Who does so on other days is looked up only when there is an
 * export to judge.
 */
export function findBulkExports(area: Area): Promise<Finding[]> {
  return findBy(area, logged);
}

/** The same by what the shop's own events tell of exports, which name how many rows there were; what the log shows as well is told by it. */
export async function findToldExports(area: Area, found: readonly Finding[]): Promise<Finding[]> {
  const told = await findBy(area, toldByShop);
  return told.filter((one) => !found.some((other) => other.selection.what === 'exports' && isAtOnce(one, other)));
}

function isAtOnce(a: Finding, b: Finding): boolean {
  return Date.parse(a.firstSeen) <= Date.parse(b.lastSeen) + MINUTE && Date.parse(b.firstSeen) <= Date.parse(a.lastSeen) + MINUTE;
}

async function findBy(area: Area, source: ExportSource): Promise<Finding[]> {
  const fresh = daysOf(await readHours(area, source, 0));
  if (fresh.length === 0) return [];
  const all = daysOf(await readHours(area, source, AROUND));
  const known = new Set(fresh.map((one) => `${one.who} ${one.day}`));
  const findings: Finding[] = [];
  for (const one of all.filter((day) => known.has(`${day.who} ${day.day}`))) {
    const facts = await factsOf(area, source, one, all);
    const verdict = judgeExport(facts);
    if (verdict !== null) findings.push(...(await describe(area, source, narrowed(one, all, verdict), verdict, facts)));
  }
  return findings;
}

async function factsOf(area: Area, source: ExportSource, one: DayOfExports, all: readonly DayOfExports[]): Promise<ExportFacts> {
  const own = all.filter((day) => day.who === one.who && day.day !== one.day);
  const others = all.filter((day) => day.who !== one.who && day.day !== one.day && regularDays(all, day.who) < REGULAR);
  const past = own.flatMap((day) => day.hours.map(({ hour, bytes }) => ({ hour, amount: bytes })));
  const busiest = one.hours.reduce((most, hour) => (hour.bytes > most.bytes ? hour : most));
  return {
    bytes: one.bytes,
    mostAnHour: busiest.bytes,
    own: usualAmount(past, busiest.hour),
    isElsewhere: isElsewhere(one, own),
    deskDays: await countDeskDays(area, source, one),
    others: new Set(others.map((day) => day.who)).size,
    othersMost: others.reduce((most, day) => Math.max(most, day.bytes), 0),
    knownDays: (await countDays(area, source)) - 1,
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
async function countDeskDays(area: Area, source: ExportSource, one: DayOfExports): Promise<number> {
  const { where, params } = whereInArea(area, AROUND);
  const addresses = [...new Set(one.hours.flatMap((hour) => hour.addresses))];
  const rows = await area.telemetry.query<{ day: number }>(
    area.org,
    `select toUInt32(toDate(at)) as day from ${source.table} where ${where} and address in {addresses:Array(String)} and ${source.desk}
     group by day having count() >= 5`,
    { ...params, addresses },
  );
  return rows.filter((row) => row.day !== one.day).length;
}

/** Exports by hour; with `margin` 0 only the hours in which something is new. */
function readHours(area: Area, source: ExportSource, margin: number): Promise<HourOfExports[]> {
  const { where, params } = whereInArea(area, margin);
  return area.telemetry.query<HourOfExports>(area.org, source.hours(where), params);
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

async function countDays(area: Area, source: ExportSource): Promise<number> {
  const { where, params } = whereInArea(area, AROUND);
  const [row] = await area.telemetry.query<{ days: number }>(
    area.org,
    `select uniqExact(toDate(at)) as days from ${source.table} where ${where}`,
    params,
  );
  return row?.days ?? 0;
}

async function describe(
  area: Area,
  source: ExportSource,
  { hours, bytes }: DayOfExports,
  { level, because }: ExportVerdict,
  { own, mostAnHour }: ExportFacts,
): Promise<Finding[]> {
  const span = { from: earliest(hours.map((hour) => hour.first)), to: latest(hours.map((hour) => hour.last)) };
  const accounts = hours.map((hour) => hour.who).filter((who) => !who.includes('\n'));
  const pairs = [...new Set(hours.flatMap((hour) => hour.pairs))];
  const selection = select(
    source.what,
    span,
    source.byAccount && accounts.length > 0
      ? { events: source.events, accounts: [...new Set(accounts)] }
      : { events: source.events, pairs },
  );
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
        ...(source.what === 'events' ? { rows: hours.reduce((sum, hour) => sum + Number(hour.rows), 0) } : {}),
      },
    },
  ];
}
