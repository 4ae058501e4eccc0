import { DAY, HOUR } from '#kernel/time.ts';
import type { Campaign } from '../checks/judge-sign-ins.ts';
import { judgeUnknownNames, type NamesInHour, type ShapeOfAnswer, unknownByShape } from '../checks/judge-unknown-names.ts';
import { type Area, slowArea } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { told } from './sign-in-sources.ts';

const REASONED = "auth = 'sign-in-failed' and reason in ('unknown_user', 'wrong_password', 'locked')";
const UNKNOWN = "auth = 'sign-in-failed' and reason = 'unknown_user'";
const WEEK = 7 * DAY;
/** Fewer failures with a reason say nothing of what is usual. */
const TELLING = 100;
const MOST = 20_000;

/** Campaigns that show by names that nobody has, as the shop's own events say. From many places, each of which may look like a browser. */
export async function readUnknownNames(near: Area): Promise<Campaign[]> {
  const area = slowArea(near);
  if (area === null) return [];
  const hours = await readHours(area);
  if (!hours.some((hour) => hour.unknown > 0)) return [];
  const campaigns: Campaign[] = [];
  for (const run of judgeUnknownNames(hours, await readUsual(area))) campaigns.push(...(await readCampaign(area, run)));
  return campaigns;
}

async function readHours(area: Area): Promise<NamesInHour[]> {
  const { where, params } = whereInArea(area, HOUR);
  const rows = await area.telemetry.query<NamesInHour>(
    area.org,
    `select toUnixTimestamp(toStartOfHour(at)) * 1000 as hour, countIf(${REASONED}) as told, countIf(${UNKNOWN}) as unknown,
       uniqExactIf(address, ${UNKNOWN}) as addresses from ${told.rows} where ${where} group by hour order by hour`,
    params,
  );
  return rows.map((row) => ({ ...row, hour: Number(row.hour) }));
}

/** The middle day of the week before: an attack of some days does not move it. */
async function readUsual(area: Area): Promise<number | null> {
  const span = { from: new Date(area.span.from.getTime() - WEEK), to: new Date(area.span.from.getTime() - HOUR) };
  const { where, params } = whereInArea({ ...area, span });
  const rows = await area.telemetry.query<{ told: number; share: number }>(
    area.org,
    `select countIf(${REASONED}) as told, countIf(${UNKNOWN}) / greatest(1, countIf(${REASONED})) as share
     from ${told.rows} where ${where} group by toDate(at) order by share`,
    params,
  );
  const days = rows.filter((row) => row.told > 0);
  if (days.reduce((sum, day) => sum + day.told, 0) < TELLING) return null;
  return days[Math.floor((days.length - 1) / 2)]?.share ?? null;
}

/** Who tried such names in these hours, and did not mostly get in. */
async function readCampaign(area: Area, { from, to }: { readonly from: number; readonly to: number }): Promise<Campaign[]> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(from), to: new Date(to) } });
  const rows = await area.telemetry.query<{ pair: string; address: string; failed: number; names: string[] }>(
    area.org,
    `select concat(address, '\\n', agent) as pair, address, countIf(auth = 'sign-in-failed') as failed,
       groupUniqArrayIf(500)(tried, tried != '') as names
     from ${told.rows} where ${where} group by address, agent having countIf(${UNKNOWN}) > 0 and countIf(auth = 'sign-in-ok') <= failed
     order by failed desc limit ${MOST}`,
    params,
  );
  if (rows.length === 0) return [];
  const names = new Set(rows.flatMap((row) => row.names)).size;
  return [
    {
      ...{ scope: 'population', how: 'unknown-names', pairs: rows.map((row) => row.pair) },
      addresses: new Set(rows.map((row) => row.address)).size,
      failed: rows.reduce((sum, row) => sum + row.failed, 0),
      accounts: names === 0 ? null : names,
      ...{ from, to },
    },
  ];
}

/** Fewer failures with a reason are too few for a share. */
const FEW = 10;

/**
 * The share of names, of those that a campaign tried, which nobody has: as the shop's events say, else as the answers show by their shape;
 * `null`: neither tells, or nobody looked this time.
 */
export async function readUnknownShare(area: Area, campaign: Campaign): Promise<number | null> {
  const span = { from: new Date(campaign.from), to: new Date(campaign.to) };
  const addresses = [...new Set(campaign.pairs.map((pair) => pair.slice(0, pair.indexOf('\n'))))];
  const { where, params } = whereInArea({ ...area, span });
  const [row] = await area.telemetry.query<{ told: number; unknown: number }>(
    area.org,
    `select countIf(${REASONED}) as told, countIf(${UNKNOWN}) as unknown from ${told.rows}
     where ${where} and address in {addresses:Array(String)}`,
    { ...params, addresses },
  );
  if (row !== undefined && row.told >= FEW) return row.unknown / row.told;
  // A look over days: the answers of every second need not wait for it, and what was told before stays.
  return slowArea(area) === null ? null : unknownByShape(await readShapes(area, campaign, addresses));
}

async function readShapes(area: Area, campaign: Campaign, addresses: readonly string[]): Promise<ShapeOfAnswer[]> {
  const around = { from: new Date(campaign.from - WEEK), to: new Date(campaign.to) };
  const { where, params } = whereInArea({ ...area, span: around });
  const own = 'at >= {own:DateTime64(3)} and address in {addresses:Array(String)}';
  return area.telemetry.query<ShapeOfAnswer>(
    area.org,
    `select concat(toString(status), ' ', toString(bytes)) as shape,
       countIf(tried in (select tried from @requests where ${where} and auth = 'sign-in-ok' and tried != '')) as ofKnown,
       countIf(${own}) as ofCampaign
     from @requests where ${where} and auth = 'sign-in-failed' and tried != '' group by shape order by ofCampaign desc limit 100`,
    { ...params, own: new Date(campaign.from), addresses },
  );
}
