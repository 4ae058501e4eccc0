import { DAY } from '#kernel/time.ts';
import { isSteady, steadyEnough } from '../checks/steady-days.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';

const STEADY_OVER = 28 * DAY;

/** On how many days the actors read about as much of a route as on their busiest one, and how many days are known. */
export interface Steadiness {
  readonly steadyDays: number;
  readonly knownDays: number;
}

const HABIT = 3 * DAY;

/** Of these readers, those who already read three days before the area ends: nobody else can have a habit. One look for all of them. */
export async function readRegulars(area: Area, actors: readonly number[]): Promise<ReadonlySet<number>> {
  if (actors.length === 0) return new Set();
  const span = { from: new Date(area.span.from.getTime() - STEADY_OVER), to: new Date(area.span.to.getTime() - HABIT) };
  const { where, params } = whereInArea({ ...area, span });
  const rows = await area.telemetry.query<{ actor: number }>(
    area.org,
    `select distinct actor from @reads where ${where} and actor in {actors:Array(UInt64)}`,
    { ...params, actors },
  );
  return new Set(rows.map((row) => row.actor));
}

/**
 * Cheap for whoever never read before: only the actors' own rows are looked at. How many others read on each day is counted only for
 * actors with a history whose busiest day stands out; perhaps it was everybody's busiest day.
 */
export async function readSteadiness(area: Area, actors: readonly number[], route: string): Promise<Steadiness> {
  const from = new Date(area.span.from.getTime() - STEADY_OVER);
  const { where, params } = whereInArea({ ...area, span: { from, to: area.span.to } });
  const mine = await area.telemetry.query<{ day: string; n: number }>(
    area.org,
    `select toString(toDate(at)) as day, uniqExact(object_ref) as n from @reads
     where ${where} and actor in {actors:Array(UInt64)} and route = {route:String} group by day`,
    { ...params, actors, route },
  );
  // By the order of the table: one row is read.
  const [oldest] = await area.telemetry.query<{ at: string }>(
    area.org,
    `select at from @requests where ${where} order by at limit 1`,
    params,
  );
  const knownDays = oldest === undefined ? 0 : Math.ceil((area.span.to.getTime() - Date.parse(oldest.at)) / DAY);
  const plain = isSteady(mine.map(({ n }) => ({ mine: n, readers: 0 }))).filter(Boolean).length;
  const isSettled = steadyEnough({ steadyDays: plain, knownDays }) || !steadyEnough({ steadyDays: mine.length, knownDays });
  if (isSettled) return { steadyDays: plain, knownDays };
  const others = await area.telemetry.query<{ day: string; readers: number }>(
    area.org,
    `select toString(toDate(at)) as day, uniq(actor) as readers from @reads
     where ${where} and toString(toDate(at)) in {days:Array(String)} and actor not in {actors:Array(UInt64)} group by day`,
    { ...params, actors, days: mine.map(({ day }) => day) },
  );
  const readersOn = new Map(others.map(({ day, readers }) => [day, readers]));
  const steady = isSteady(mine.map(({ day, n }) => ({ mine: n, readers: readersOn.get(day) ?? 0 })));
  return { steadyDays: steady.filter(Boolean).length, knownDays };
}
