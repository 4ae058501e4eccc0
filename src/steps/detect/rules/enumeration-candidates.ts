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

/** How many are held at once; those who read least are left out first. */
const MOST = 50_000;
/** So many who do nothing but read, and so many others who read much: however many customers a shop has, they push nobody out. */
const BARE_LIMIT = 3000;
const OTHERS_LIMIT = 1000;
const NEWS = 30 * MINUTE;
/** So many different records nobody needs at least for anything to be said of them. */
const ENOUGH = 10;

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
     where records >= 3 or crowd >= 10 order by records desc, crowd desc limit ${MOST}`,
    { ...params, ...news, ...(only === null ? {} : { only }) },
  );
  if (!counted.some((one) => one.crowd >= 10 || one.records >= 10) && counted.reduce((sum, one) => sum + one.records, 0) < 10) return [];
  const bare = await readBare(area, [...new Set(counted.map((one) => one.actor))], margin);
  const chosen = choose(counted, bare);
  const actors = [...new Set(chosen.map((one) => one.actor))];
  const [signIns, reads] = await Promise.all([readSignIns(area, actors, margin), readOwn(area, actors, margin)]);
  return chosen.map((one) => ({
    ...one,
    bare: bare.has(one.actor),
    signIns: signIns.get(one.actor) ?? 0,
    positions: reads.positions.get(`${one.actor} ${one.route}`) ?? [],
    together: reads.together.get(one.actor) ?? 0,
  }));
}

/** Who read something in the span itself and, around it, as many records of one route as it takes. */
export async function readActive(area: Area, margin: number): Promise<number[]> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select distinct actor from (
       select actor from @reads where ${where} and actor in (
         select actor from @reads where shop_id = {shop:String} and at >= {new_from:DateTime64(3)} and at <= {new_to:DateTime64(3)})
       group by actor, route having uniqExact(object_ref) >= ${ENOUGH} order by max(at) desc limit ${OTHERS_LIMIT})`,
    { ...params, new_from: area.span.from, new_to: area.span.to },
  );
  return rows.map((row) => row.actor);
}

/** Those who are looked at closely, the largest crowds first. */
function choose(counted: readonly Counted[], bare: ReadonlySet<number>): Counted[] {
  const weight = (one: Counted): number => Math.max(one.records, one.crowd);
  const alone = counted.filter((one) => bare.has(one.actor)).sort((a, b) => weight(b) - weight(a));
  const others = counted.filter((one) => !bare.has(one.actor) && one.records >= 10).sort((a, b) => b.records - a.records);
  return [...alone.slice(0, BARE_LIMIT), ...others.slice(0, OTHERS_LIMIT)].sort((a, b) => b.crowd - a.crowd || b.records - a.records);
}

/** Who of them asks for records and hardly for anything else. */
async function readBare(area: Area, actors: readonly number[], margin: number): Promise<ReadonlySet<number>> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select actor from @requests where ${where} and actor in {actors:Array(UInt64)} group by actor
     having countIf(route_kind = 'asset') = 0
       and countIf(route_kind not in ('asset', 'sign-in') and empty(categories) and status < 400) <= greatest(3, countIf(${PERSONAL_READ}) / 5)`,
    { ...params, actors },
  );
  return new Set(rows.map((row) => row.actor));
}

async function readSignIns(area: Area, actors: readonly number[], margin: number): Promise<ReadonlyMap<number, number>> {
  const { where, params } = whereInArea(area, margin);
  const rows = await area.telemetry.query<{ actor: number; signIns: number }>(
    area.org,
    `select actor, count() as signIns from @requests where ${where} and auth = 'sign-in-ok' and actor in {actors:Array(UInt64)} group by actor`,
    { ...params, actors },
  );
  return new Map(rows.map((row) => [row.actor, row.signIns]));
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
