import { DAY } from '#kernel/time.ts';
import { isSteady } from '../checks/steady-days.ts';
import { TARGETS } from '../checks/target-shape.ts';
import type { Area } from '../finding.ts';
import { whereInArea } from '../select-rows.ts';
import { UNDESCRIBED } from './learn-routes.ts';
import type { Steadiness } from './read-steadiness.ts';

const OVER = 28 * DAY;

/** On how many days the actors read about as many targets of these shapes as on their busiest one, and how many days are known. */
export async function readLearnedSteadiness(area: Area, actors: readonly number[], shapes: readonly string[]): Promise<Steadiness> {
  const { where, params } = whereInArea({ ...area, span: { from: new Date(area.span.from.getTime() - OVER), to: area.span.to } });
  const mine = await area.telemetry.query<{ day: string; n: number }>(
    area.org,
    `select toString(toDate(at)) as day, uniqExact(${TARGETS.target}) as n from @requests
     where ${where} and actor in {actors:Array(UInt64)} and ${UNDESCRIBED} and ${TARGETS.shape} in {shapes:Array(String)} group by day`,
    { ...params, actors, shapes },
  );
  const [oldest] = await area.telemetry.query<{ at: string }>(
    area.org,
    `select at from @requests where ${where} order by at limit 1`,
    params,
  );
  const knownDays = oldest === undefined ? 0 : Math.ceil((area.span.to.getTime() - Date.parse(oldest.at)) / DAY);
  return { steadyDays: isSteady(mine.map(({ n }) => ({ mine: n, readers: 0 }))).filter(Boolean).length, knownDays };
}
