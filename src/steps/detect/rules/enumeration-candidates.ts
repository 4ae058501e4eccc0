import { DAY, MINUTE } from '#kernel/time.ts';
import type { Area } from '../finding.ts';
import { PERSONAL_READ, whereInArea } from '../select-rows.ts';

/** What the engine counts about one actor on one route. Times in ms since 1970. */
export interface ActorFacts {
  readonly actor: number;
  readonly route: string;
  readonly routeKind: string;
  readonly address: string;
  readonly agent: string;
  readonly records: number;
  /** All reads of the actor, over every route. */
  readonly together: number;
  readonly first: number;
  readonly last: number;
  /** How many different sizes the answers had, and one of them. */
  readonly sizes: number;
  readonly size: number;
  readonly positions: readonly number[];
  /** Asks for records and hardly for anything else: no images, styles, other pages. */
  readonly bare: boolean;
  /** Successful sign-ins of the same actor: many people behind one address, where the log names no session. */
  readonly signIns: number;
}

type Counted = Omit<ActorFacts, 'positions' | 'bare' | 'signIns'> & { readonly crowd: number };

const LIMIT = 2000;
const NEWS = 30 * MINUTE;

/**
 * Who read at least three different records of a route, or shares an address with enough others who did, around the area's span.
 * A day to both sides, so that slow and late reads count; of those who read within half an hour of the span, since nobody else can have
 * become conspicuous by what is new. Many who take turns more slowly than that are for the rule on scattered reads.
 */
export async function readCandidates(area: Area): Promise<ActorFacts[]> {
  const { where, params } = whereInArea(area, DAY);
  const news = {
    news_from: new Date(area.span.from.getTime() - NEWS),
    news_to: new Date(area.span.to.getTime() + NEWS),
  };
  const counted = await area.telemetry.query<Counted>(
    area.org,
    `select * except one_address, one_address as address from (
       select actor, route, any(route_kind) as routeKind, argMin(address, at) as one_address, argMin(agent, at) as agent,
         uniqExact(object_ref) as records, toUnixTimestamp64Milli(min(at)) as first, toUnixTimestamp64Milli(max(at)) as last,
         uniqExact(bytes) as sizes, any(bytes) as size, sum(records) over (partition by route, one_address) as crowd,
         sum(count()) over (partition by actor) as together
       from @reads where ${where} and actor in (
         select actor from @reads where shop_id = {shop:String} and at >= {news_from:DateTime64(3)} and at <= {news_to:DateTime64(3)})
       group by actor, route)
     where records >= 3 or crowd >= 10 order by crowd desc, records desc limit ${LIMIT}`,
    { ...params, ...news },
  );
  const worthwhile = counted.filter((one) => one.records >= 3 || one.crowd >= 10);
  if (!worthwhile.some((one) => one.crowd >= 10 || one.records >= 10) && worthwhile.reduce((sum, one) => sum + one.records, 0) < 10)
    return [];
  const actors = [...new Set(worthwhile.map((one) => one.actor))];
  const [manners, positions] = await Promise.all([readManners(area, actors), readPositions(area, actors)]);
  return worthwhile.map((one) => ({
    ...one,
    bare: manners.get(one.actor)?.bare ?? false,
    signIns: manners.get(one.actor)?.signIns ?? 0,
    positions: positions.get(`${one.actor} ${one.route}`) ?? [],
  }));
}

async function readManners(
  area: Area,
  actors: readonly number[],
): Promise<Map<number, { readonly bare: boolean; readonly signIns: number }>> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ actor: number; assets: number; others: number; personal: number; signIns: number }>(
    area.org,
    `select actor, countIf(route_kind = 'asset') as assets, countIf(${PERSONAL_READ}) as personal,
       countIf(auth = 'sign-in-ok') as signIns,
       countIf(route_kind not in ('asset', 'sign-in') and empty(categories) and status < 400) as others
     from @requests where ${where} and actor in {actors:Array(UInt64)} group by actor`,
    { ...params, actors },
  );
  return new Map(
    rows.map((row) => [row.actor, { bare: row.assets === 0 && row.others <= Math.max(3, row.personal / 5), signIns: row.signIns }]),
  );
}

async function readPositions(area: Area, actors: readonly number[]): Promise<Map<string, number[]>> {
  const { where, params } = whereInArea(area, DAY);
  const rows = await area.telemetry.query<{ actor: number; route: string; positions: number[] }>(
    area.org,
    `select actor, route, groupUniqArray(20000)(object_position) as positions from @reads
     where ${where} and actor in {actors:Array(UInt64)} and object_position is not null group by actor, route`,
    { ...params, actors },
  );
  return new Map(rows.map((row) => [`${row.actor} ${row.route}`, row.positions]));
}
