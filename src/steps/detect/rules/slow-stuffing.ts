import { DAY, HOUR } from '#kernel/time.ts';
import type { Campaign } from '../checks/judge-sign-ins.ts';
import { judgeSlowSignIns, judgeSpreadSignIns, type SignInDay, type SignInHour } from '../checks/judge-slow-sign-ins.ts';
import { lossyHours } from '../checks/lossy-hours.ts';
import { type Area, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';

/** Campaigns of tried passwords that no window of minutes shows: by one over days, and by many who each try once or twice. */
export async function readSlowCampaigns(near: Area): Promise<Campaign[]> {
  const area = slowArea(near);
  if (area === null) return [];
  return [...judgeSlowSignIns(await readDays(area)), ...(await readSpread(area))];
}

/** A campaign of many hours is told as one: what began before the area belongs to it. */
const BEFORE = 6 * HOUR;

/** Pairs that failed often within a day, of the days that the area touches. */
async function readDays(area: Area): Promise<SignInDay[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<Omit<SignInDay, 'pair'> & { address: string; agent: string }>(
    area.org,
    `select address, agent, countIf(auth = 'sign-in-failed') as failed, countIf(auth = 'sign-in-ok') as ok,
       uniqExactIf(toStartOfHour(at), auth = 'sign-in-failed') as hours, uniqExactIf(tried, tried != '') as accounts,
       toUnixTimestamp64Milli(min(at)) as first, toUnixTimestamp64Milli(max(at)) as last
     from @requests where ${where} and auth != '' group by address, agent, toDate(at)
     having failed >= 30 and last >= {fresh:Int64} order by failed desc limit 1000`,
    { ...params, fresh: area.span.from.getTime() },
  );
  return rows.map(({ address, agent, ...row }) => ({
    ...row,
    first: Number(row.first),
    last: Number(row.last),
    pair: `${address}\n${agent}`,
  }));
}

interface HourRow {
  hour: number;
  tries: number;
  lost: number;
  failed: number;
  losers: string[];
  winners: string[];
}

async function readSpread(area: Area): Promise<Campaign[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<HourRow>(
    area.org,
    `select hour, count() as tries, countIf(good = 0) as lost, sumIf(bad, good = 0) as failed,
       groupArrayIf(5000)(pair, good = 0) as losers, groupArrayIf(5000)(pair, good > 0) as winners
     from (
       select toUnixTimestamp(toStartOfHour(at)) * 1000 as hour, concat(address, '\\n', agent) as pair,
         countIf(auth = 'sign-in-ok') as good, countIf(auth = 'sign-in-failed') as bad
       from @requests where ${where} and auth != '' group by hour, pair
     ) group by hour order by hour`,
    params,
  );
  const usual = area.usual.lostShare ?? usualShareOf(rows);
  const numbered = rows.map((row) => ({ ...row, hour: Number(row.hour) }));
  const lossy = lossyHours(numbered, usual);
  const hours: SignInHour[] = [];
  for (const { hour, ...row } of numbered) {
    if (hour + BEFORE <= area.span.from.getTime() || hour > area.span.to.getTime() || !lossy.has(hour)) continue;
    const bare = await readBare(area, hour);
    hours.push({
      ...{ hour, tries: row.tries, lost: row.lost, failed: row.failed },
      bare: row.losers.filter((pair) => bare.has(pair)),
      bareWon: row.winners.filter((pair) => bare.has(pair)),
    });
  }
  return judgeSpreadSignIns(hours, usual);
}

/** The middle of all hours that say anything: an attack of less than half the time does not move it. */
function usualShareOf(rows: readonly HourRow[]): number {
  const shares = rows
    .filter((row) => row.tries >= 10)
    .map((row) => row.lost / row.tries)
    .sort((a, b) => a - b);
  return shares[Math.floor(shares.length / 2)] ?? 0;
}

/** Who asks for sign-ins, and for hardly anything else, in one hour and the half around it. */
async function readBare(area: Area, hour: number): Promise<Set<string>> {
  const span = { from: new Date(hour - HOUR / 2), to: new Date(hour + 1.5 * HOUR) };
  const { where, params } = whereInArea({ ...area, span });
  const rows = await area.telemetry.query<{ pair: string }>(
    area.org,
    `select concat(address, '\\n', agent) as pair from @requests where ${where} group by address, agent
     having countIf(auth != '') > 0 and countIf(route_kind = 'asset') = 0
       and countIf(route_kind not in ('asset', 'sign-in') and empty(categories) and status < 400) <= 4`,
    params,
  );
  return new Set(rows.map((row) => row.pair));
}
