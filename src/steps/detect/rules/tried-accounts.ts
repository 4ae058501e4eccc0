import { DAY } from '#kernel/time.ts';
import type { Campaign } from '../checks/judge-sign-ins.ts';
import { type HourOfTries, judgeTriedAccount, outagesOf } from '../checks/judge-tried-account.ts';
import { type Area, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import type { SignInSource } from './sign-in-sources.ts';

const BEFORE = 28 * DAY;
/** From so many addresses a day somebody must fail with a name, before weeks are looked at. */
const WORTH = 3;
const MOST_NAMES = 500;

/** Accounts that are tried from many places, over days. Names are keyed hashes; where nobody tells them nothing is found. */
export async function readTriedAccounts(near: Area, source: SignInSource): Promise<Campaign[]> {
  const area = slowArea(near);
  if (area === null) return [];
  const names = await readNames(area, source);
  if (names.length === 0) return [];
  const span = { from: new Date(area.span.from.getTime() - BEFORE), to: area.span.to };
  const { where, params } = whereInArea({ ...area, span });
  const rows = await area.telemetry.query<HourOfTries & { name: string }>(
    area.org,
    `select tried as name, toUnixTimestamp(toStartOfHour(at)) * 1000 as hour, address, agent, countIf(auth = 'sign-in-failed') as failed,
       countIf(auth = 'sign-in-ok') as ok from ${source.rows} where ${where} and tried in {names:Array(String)}
     group by name, hour, address, agent order by hour limit 200000`,
    { ...params, names },
  );
  const outages = await readOutages(area, source, names, [...new Set(rows.filter((row) => row.failed > 0).map((row) => Number(row.hour)))]);
  return [...Map.groupBy(rows, (row) => row.name)].flatMap(([name, own]) => {
    const hours = own.map((row) => ({ ...row, hour: Number(row.hour) }));
    return judgeTriedAccount(name, hours, outages) ?? [];
  });
}

/** Names with which somebody just failed, and on that day from several addresses. */
async function readNames(area: Area, source: SignInSource): Promise<string[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ name: string; places: number }>(
    area.org,
    `select tried as name, uniqExact(address) as places from ${source.rows} where ${where} and auth = 'sign-in-failed' and tried != ''
     group by name having places >= ${WORTH} and max(at) >= {fresh:DateTime64(3)} order by places desc limit ${MOST_NAMES}`,
    { ...params, fresh: area.span.from },
  );
  return rows.map((row) => row.name);
}

/** Told by the others: whoever is tried again and again fails in any hour. */
async function readOutages(
  area: Area,
  source: SignInSource,
  names: readonly string[],
  hours: readonly number[],
): Promise<ReadonlySet<number>> {
  if (hours.length === 0) return new Set();
  const span = { from: new Date(Math.min(...hours)), to: area.span.to };
  const { where, params } = whereInArea({ ...area, span });
  const rows = await area.telemetry.query<{ hour: number; failed: number; ok: number }>(
    area.org,
    `select toUnixTimestamp(toStartOfHour(at)) * 1000 as hour, countIf(auth = 'sign-in-failed') as failed, countIf(auth = 'sign-in-ok') as ok
     from ${source.rows} where ${where} and tried not in {names:Array(String)} group by hour having hour in {hours:Array(Int64)}`,
    { ...params, names, hours },
  );
  return outagesOf(rows.map((row) => ({ ...row, hour: Number(row.hour) })));
}
