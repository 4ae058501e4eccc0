import { DAY } from '#kernel/time.ts';
import type { PagedList, PagingHabit } from '../checks/judge-paged-lists.ts';
import { PAGING } from '../checks/page-parameters.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { LISTED, PAGED, type PagedPath } from './paged-paths.ts';

/** What one person or program took of a list in the area and a day around it. */
export interface PagesTaken extends Pick<PagedList, 'places' | 'marks' | 'answers' | 'bytes' | 'size' | 'sizeBytes'> {
  readonly who: string;
  readonly pairs: readonly string[];
  readonly address: string;
  readonly agent: string;
  readonly first: string;
  readonly last: string;
}

export type UsualPaging = Pick<PagedList, 'usualPages' | 'usualSize' | 'usualBytes'>;

const WHO = "if(account != '', account, concat(address, '\\n', agent))";
/** What was redacted looks the same on every page, so each answer counts; but for the first page, each has a mark. */
const MARKS = "if(countIf(mark in ('[token]', '[hex]')) > 0, countIf(mark != ''), uniqExactIf(mark, mark != ''))";
const ROWS = `select ${WHO} as who, address, agent, at, bytes, ${PAGING.size} as asked, ${PAGING.place} as place, ${PAGING.cursor} as mark from @requests`;
const MOST = 5000;
/** Fewer visitors than this say nothing of what is usual. */
const TELLING = 20;
const BEFORE = 28 * DAY;

/** Pages of one list by who took them, of those who just took one. */
export async function readPages(area: Area, path: PagedPath): Promise<PagesTaken[]> {
  return readBy(area, path, 'who', {});
}

/** The same for each address of those who came from several: a key or a session may be its owner's and a thief's. */
export async function readPagesByAddress(area: Area, path: PagedPath, pages: readonly PagesTaken[]): Promise<PagesTaken[]> {
  const shared = pages.filter(({ pairs }) => new Set(pairs.map((pair) => pair.slice(0, pair.indexOf('\n')))).size > 1);
  return shared.length === 0 ? [] : readBy(area, path, 'who, address', { only: shared.map(({ who }) => who) });
}

async function readBy(
  area: Area,
  { path }: PagedPath,
  key: 'who' | 'who, address',
  { only }: { readonly only?: readonly string[] },
): Promise<PagesTaken[]> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<Omit<PagesTaken, 'places' | 'marks'> & { places: number[]; marks: number }>(
    area.org,
    `select who, groupUniqArray(200)(concat(address, '\n', agent)) as pairs, argMin(address, at) as one_address, argMin(agent, at) as one_agent,
       groupUniqArrayIf(${MOST})(place, place >= 0) as places, ${MARKS} as marks, count() as answers, sum(bytes) as all_bytes,
       max(asked) as size, argMax(bytes, asked) as sizeBytes, min(at) as first, max(at) as last
     from (${ROWS} where ${where} and path = {path:String} and ${LISTED} and ${PAGED})
     ${only === undefined ? '' : 'where who in {only:Array(String)}'} group by ${key}
     having last >= {fresh:DateTime64(3)} order by answers desc limit ${MOST}`,
    { ...params, path, fresh: area.span.from, ...(only === undefined ? {} : { only: [...only] }) },
  );
  return rows.map((row) => ({ ...row, ...plain(row) }));
}

/** Of what one took the pages of so many records and more, and who came for them: a key may be its owner's and a thief's. */
export async function readLargePages(
  area: Area,
  { path }: PagedPath,
  { who, first, last }: PagesTaken,
  least: number,
): Promise<Pick<PagesTaken, 'pairs' | 'first' | 'last' | 'bytes'>> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(first), to: new Date(last) } });
  const [row] = await area.telemetry.query<{ pairs: string[]; first: string; last: string; bytes: number }>(
    area.org,
    `select groupUniqArray(200)(concat(address, '\n', agent)) as pairs, min(at) as first, max(at) as last, sum(bytes) as bytes
     from (${ROWS} where ${where} and path = {path:String} and ${LISTED} and ${PAGED}) where who = {who:String} and asked >= {least:UInt64}`,
    { ...params, path, who, least },
  );
  if (row === undefined) throw new Error('pages that were counted are gone');
  return { ...row, bytes: Number(row.bytes) };
}

function plain(row: object) {
  const { one_address, one_agent, all_bytes, places, size } = row as Record<string, unknown>;
  return {
    ...{ address: String(one_address), agent: String(one_agent), bytes: Number(all_bytes), size: Number(size) },
    places: (places as unknown[]).map(Number),
  };
}

/** What visitors took of the list in a day of the week before the area; held to the median, so that one theft does not make the next look usual. */
export async function readUsualPaging(area: Area, { path }: PagedPath): Promise<UsualPaging> {
  const span = { from: new Date(area.span.from.getTime() - 7 * DAY), to: area.span.from };
  const { where, params } = whereInArea({ ...area, span });
  const [row] = await area.telemetry.query<{ visitors: number; pages: number; size: number; most: number }>(
    area.org,
    `select count() as visitors, least(quantileExact(0.99)(n), 3 * quantileExact(0.5)(n)) as pages,
       least(quantileExact(0.99)(largest), 10 * quantileExact(0.5)(largest)) as size,
       least(quantileExact(0.99)(longest), 10 * quantileExact(0.5)(longest)) as most
     from (select who, greatest(uniqExactIf(place, place >= 0), ${MARKS}) as n, max(asked) as largest, max(bytes) as longest
       from (${ROWS} where ${where} and path = {path:String} and ${LISTED} and ${PAGED}) group by who, toDate(at))`,
    { ...params, path },
  );
  if (row === undefined || row.visitors < TELLING) return { usualPages: null, usualSize: null, usualBytes: null };
  return { usualPages: Number(row.pages), usualSize: Number(row.size), usualBytes: Number(row.most) };
}

/** On how many of the days before, and of the days after within the area, the same one took about as much, or sat in the back office. */
export async function readHabit(area: Area, { path }: PagedPath, one: PagesTaken): Promise<PagingHabit> {
  const from = new Date(new Date(one.last).getTime() - BEFORE);
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  const [row] = await area.telemetry.query<{ pageDays: number; sizeDays: number }>(
    area.org,
    `select countIf(n * 3 >= {pages:UInt64}) as pageDays, countIf(largest * 3 >= {size:UInt64}) as sizeDays from (
       select greatest(uniqExactIf(place, place >= 0), ${MARKS}) as n, max(asked) as largest
       from (${ROWS} where ${where} and path = {path:String} and ${WHO} = {who:String} and ${LISTED} and ${PAGED})
       where toDate(at) not in {own:Array(Date)} group by toDate(at))`,
    { ...params, path, who: one.who, own: daysOf(one), pages: Math.max(one.places.length, one.marks), size: one.size },
  );
  const [desk] = await area.telemetry.query<{ days: number }>(
    area.org,
    `select count() as days from (select toDate(at) as day from @requests where ${where} and address = {address:String} and route_kind = 'admin'
       and status < 400 and object_ref != '' and toDate(at) not in {own:Array(Date)} group by day having count() >= 5)`,
    { ...params, address: one.address, own: daysOf(one) },
  );
  return { pageDays: row?.pageDays ?? 0, sizeDays: row?.sizeDays ?? 0, deskDays: desk?.days ?? 0 };
}

/** The days of one stretch of at most two: who goes on for longer shows it by the other days. */
function daysOf({ first, last }: PagesTaken): string[] {
  const from = new Date(last).getTime() - DAY < new Date(first).getTime() ? first : last;
  return [...new Set([from.slice(0, 10), last.slice(0, 10)])];
}
