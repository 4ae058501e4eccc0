import { DAY } from '#kernel/time.ts';
import { judgeExport } from '../checks/judge-export.ts';
import { type Area, type Finding, select } from '../finding.ts';
import { EXPORT_TAKEN, whereInArea } from '../select-rows.ts';
import { asCategories, summarise } from '../summarise.ts';

interface DayOfExports {
  who: string;
  day: string;
  bytes: number;
  route: string;
  pairs: string[];
  shown: string[];
  first: string;
  last: string;
}

/** An account where the source tells one, else address and agent: sessions change with every sign-in. */
const WHO = "if(account != '', account, concat(address, '\\n', agent))";
const AROUND = 30 * DAY;

/**
 * Bulk export: a route that gives out many people's data at once was answered for somebody who does not usually ask it.
 * Who does so on other days, and how much, is looked up only when there is an export to judge.
 */
export async function findBulkExports(area: Area): Promise<Finding[]> {
  const fresh = await readExports(area, 0);
  if (fresh.length === 0) return [];
  const all = await readExports(area, AROUND);
  const known = new Set(fresh.map((one) => `${one.who} ${one.day}`));
  const knownDays = await countDays(area);
  const findings: Finding[] = [];
  for (const one of all.filter((day) => known.has(`${day.who} ${day.day}`))) {
    const own = all.filter((day) => day.who === one.who && day.day !== one.day);
    const others = all.filter((day) => day.who !== one.who && day.day !== one.day && daysOf(all, day.who) < REGULAR);
    const ownMost = most(own);
    const level = judgeExport({
      bytes: one.bytes,
      ownDays: own.length,
      ownMost,
      deskDays: await countDeskDays(area, one),
      others: new Set(others.map((day) => day.who)).size,
      othersMost: most(others),
      knownDays: knownDays - 1,
    });
    if (level !== null) findings.push(...(await describe(area, one, level, { ownDays: own.length, ownMost })));
  }
  return findings;
}

/** Who exports on so many days is a program: that it does says nothing about what people do here. */
const REGULAR = 3;

function daysOf(all: readonly DayOfExports[], who: string): number {
  return new Set(all.filter((day) => day.who === who).map((day) => day.day)).size;
}

/** Days around, without the day itself, on which the exporter's addresses worked in the back office. */
async function countDeskDays(area: Area, one: DayOfExports): Promise<number> {
  const { where, params } = whereInArea(area, AROUND);
  const addresses = [...new Set(one.pairs.map((pair) => pair.slice(0, pair.indexOf('\n'))))];
  const rows = await area.telemetry.query<{ day: string }>(
    area.org,
    `select toString(toDate(at)) as day from @requests where ${where} and address in {addresses:Array(String)} and route_kind = 'admin'
       and status < 400 group by day having count() >= 5`,
    { ...params, addresses },
  );
  return rows.filter((row) => row.day !== one.day).length;
}

function most(days: readonly DayOfExports[]): number {
  return days.reduce((largest, day) => Math.max(largest, day.bytes), 0);
}

function readExports(area: Area, margin: number): Promise<DayOfExports[]> {
  const { where, params } = whereInArea(area, margin);
  return area.telemetry.query<DayOfExports>(
    area.org,
    `select ${WHO} as who, toString(toDate(at)) as day, sum(bytes) as bytes, argMax(route, bytes) as route,
       groupUniqArray(100)(concat(address, '\\n', agent)) as pairs, groupUniqArrayArray(categories) as shown, min(at) as first, max(at) as last
     from @requests where ${where} and ${EXPORT_TAKEN} group by who, day order by first limit 10000`,
    params,
  );
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
  one: DayOfExports,
  level: Finding['level'],
  own: { readonly ownDays: number; readonly ownMost: number },
): Promise<Finding[]> {
  const selection = select('exports', { from: one.first, to: one.last }, { pairs: one.pairs });
  const summary = await summarise(area.telemetry, area.org, area.shop, selection);
  if (summary === null) return [];
  return [
    {
      rule: 'bulk-export',
      subject: one.route,
      level,
      succeeded: 'yes',
      attack: 'T1213',
      selection,
      reads: null,
      ...summary,
      touched: [],
      categories: asCategories(one.shown),
      facts: { route: one.route, bytes: one.bytes, ownDays: own.ownDays, ownMost: own.ownMost },
    },
  ];
}
