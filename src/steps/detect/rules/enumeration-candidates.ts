import { MINUTE } from '#kernel/time.ts';
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

type Counted = Omit<ActorFacts, 'positions' | 'bare' | 'signIns' | 'together'> & { readonly crowd: number };

const LIMIT = 2000;
const NEWS = 30 * MINUTE;

/** How far around the area's span, and about whom when not about everybody. */
export interface Breadth {
  /** ms to both sides. */
  readonly margin: number;
  readonly only: readonly number[] | null;
}

/**
 * Who read at least three different records of a route, or shares an address with enough others who did, around the area's span.
 * With a day to both sides slow and late reads count as well; of those who read within half an hour of the span, since nobody else can
 * have become conspicuous by what is new. Many who take turns more slowly than that are for the rule on scattered reads.
 */
export async function readCandidates(area: Area, { margin, only }: Breadth): Promise<ActorFacts[]> {
  const { where, params } = whereInArea(area, margin);
  const news = {
    news_from: new Date(area.span.from.getTime() - NEWS),
    news_to: new Date(area.span.to.getTime() + NEWS),
  };
  const recent = `select actor from @reads where shop_id = {shop:String} and at >= {news_from:DateTime64(3)} and at <= {news_to:DateTime64(3)}
    ${only === null ? '' : 'and actor in {only:Array(UInt64)}'}`;
  // Few are worth more than a count.
  const counted = await area.telemetry.query<Counted>(
    area.org,
    `select * except one_address, one_address as address from (
       select *, sum(records) over (partition by route, one_address) as crowd from (
         select actor, route, any(route_kind) as routeKind, argMin(address, at) as one_address, argMin(agent, at) as agent,
           uniqExact(object_ref) as records, toUnixTimestamp64Milli(min(at)) as first, toUnixTimestamp64Milli(max(at)) as last,
           uniqExact(bytes) as sizes, any(bytes) as size
         from @reads where ${where} and actor in (${recent})
           and (actor in (select actor from @reads where ${where} and actor in (${recent}) group by actor, route having uniqExact(object_ref) >= 3)
             or (route, address) in (select route, address from @reads where ${where} group by route, address having count() >= 10))
         group by actor, route))
     where records >= 3 or crowd >= 10 order by crowd desc, records desc limit ${LIMIT}`,
    { ...params, ...news, ...(only === null ? {} : { only }) },
  );
  const worthwhile = counted.filter((one) => one.records >= 3 || one.crowd >= 10);
  if (!worthwhile.some((one) => one.crowd >= 10 || one.records >= 10) && worthwhile.reduce((sum, one) => sum + one.records, 0) < 10)
    return [];
  const actors = [...new Set(worthwhile.map((one) => one.actor))];
  const [manners, reads] = await Promise.all([readManners(area, actors, margin), readOwn(area, actors, margin)]);
  return worthwhile.map((one) => ({
    ...one,
    bare: manners.get(one.actor)?.bare ?? false,
    signIns: manners.get(one.actor)?.signIns ?? 0,
    positions: reads.positions.get(`${one.actor} ${one.route}`) ?? [],
    together: reads.together.get(one.actor) ?? 0,
  }));
}

async function readManners(
  area: Area,
  actors: readonly number[],
  margin: number,
): Promise<Map<number, { readonly bare: boolean; readonly signIns: number }>> {
  const { where, params } = whereInArea(area, margin);
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

/** The positions of what they read, by actor and route, and how often they read anything. */
async function readOwn(
  area: Area,
  actors: readonly number[],
  margin: number,
): Promise<{ readonly positions: ReadonlyMap<string, readonly number[]>; readonly together: ReadonlyMap<number, number> }> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ actor: number; route: string; positions: number[]; n: number }>(
    area.org,
    `select actor, route, groupUniqArrayIf(20000)(object_position, object_position is not null) as positions, count() as n from @reads
     where ${where} and actor in {actors:Array(UInt64)} group by actor, route`,
    { ...params, actors },
  );
  const together = new Map<number, number>();
  for (const row of rows) together.set(row.actor, (together.get(row.actor) ?? 0) + row.n);
  return { positions: new Map(rows.map((row) => [`${row.actor} ${row.route}`, row.positions])), together };
}
