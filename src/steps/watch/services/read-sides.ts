import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import type { Durations } from './durations.ts';
import { nothing, type Sums } from './signals.ts';

/** Where and as of when is read; ms since 1970. */
export interface ServicePlace {
  readonly telemetry: Telemetry;
  readonly org: OrgId;
  readonly shop: string;
  readonly now: number;
}

export type FarKind = '' | 'database' | 'queue' | 'host';

interface SideKey {
  readonly service: string;
  /** `in`: what it serves. `out`: what it calls. `own`: what it begins by itself. */
  readonly side: 'in' | 'out' | 'own';
  readonly far: string;
  readonly farKind: FarKind;
}

/** One service and one other end, in the last week. */
export interface Side extends SideKey {
  readonly hour: Sums;
  /** The same hour a week ago. */
  readonly before: Sums;
  /** Calls of the last ten minutes. */
  readonly recent: number;
  readonly day: number;
  readonly week: number;
  /** When the last of them began, ms since 1970. */
  readonly last: number;
  /** Since when it is known in this week, ms since 1970. */
  readonly first: number;
  readonly versions: readonly string[];
  readonly places: readonly string[];
  readonly criticality: string;
}

type Key = { readonly service: string; readonly side: SideKey['side']; readonly far: string; readonly far_kind: FarKind };
type WeekRow = Key &
  Pick<Side, 'day' | 'week' | 'versions' | 'places' | 'criticality'> & { readonly lastMs: number; readonly firstMs: number };
type HourRow = Key & {
  readonly calls: number;
  readonly errors: number;
  readonly durations: Durations;
  readonly callsBefore: number;
  readonly errorsBefore: number;
  readonly durationsBefore: Durations;
  readonly recent: number;
};

/** More than anybody can look at: of systems without end only the busiest are kept. */
const MOST_SIDES = 1_000;

/** Everything that a shop's services served and called in a week. Only reads aggregates, never spans. */
export async function readSides(place: ServicePlace): Promise<Side[]> {
  const { telemetry, org, shop, now } = place;
  const weeks = await telemetry.query<WeekRow>(
    org,
    `select service, side, far, far_kind, sum(calls) as week, sumIf(calls, hour > {day:DateTime64(3)}) as day,
       toUnixTimestamp64Milli(max(at)) as lastMs, toInt64(toUnixTimestamp(min(hour))) * 1000 as firstMs,
       groupUniqArrayArray(10)(if(hour > {day:DateTime64(3)}, versions, [])) as versions,
       groupUniqArrayArray(20)(if(hour > {day:DateTime64(3)}, places, [])) as places, max(criticality) as criticality
     from @service_hours where shop_id = {shop:String} and hour >= {week:DateTime64(3)} and hour <= {now:DateTime64(3)}
     group by service, side, far, far_kind order by week desc limit ${MOST_SIDES}`,
    { shop, day: new Date(now - DAY), week: new Date(now - 7 * DAY), now: new Date(now) },
  );
  const hours = new Map((await readHours(place)).map((row) => [keyOf(row), row]));
  return weeks.map((row) => {
    const found = hours.get(keyOf(row));
    return {
      ...{ service: row.service, side: row.side, far: row.far, farKind: row.far_kind },
      hour: found === undefined ? nothing : { calls: found.calls, errors: found.errors, durations: found.durations },
      before: found === undefined ? nothing : { calls: found.callsBefore, errors: found.errorsBefore, durations: found.durationsBefore },
      recent: found?.recent ?? 0,
      ...{ day: row.day, week: row.week, last: row.lastMs, first: row.firstMs },
      ...{ versions: [...row.versions].sort(), places: [...row.places].sort(), criticality: row.criticality },
    };
  });
}

function readHours({ telemetry, org, shop, now }: ServicePlace): Promise<HourRow[]> {
  const then = now - 7 * DAY;
  return telemetry.query<HourRow>(
    org,
    `select service, side, far, far_kind, sumIf(n, isNow) as calls, sumIf(failed, isNow) as errors, sumMapIf(took, isNow) as durations,
       sumIf(n, not isNow) as callsBefore, sumIf(failed, not isNow) as errorsBefore, sumMapIf(took, not isNow) as durationsBefore,
       sumIf(n, minute > {recent:DateTime64(3)}) as recent
     from (
       select service, side, far, far_kind, minute, calls as n, errors as failed, durations as took, minute > {hour:DateTime64(3)} as isNow
       from @service_minutes where shop_id = {shop:String} and (minute > {hour:DateTime64(3)} and minute <= {now:DateTime64(3)}
         or minute > {hourThen:DateTime64(3)} and minute <= {nowThen:DateTime64(3)})
     )
     group by service, side, far, far_kind`,
    {
      ...{ shop, now: new Date(now), hour: new Date(now - HOUR), recent: new Date(now - 11 * MINUTE) },
      ...{ nowThen: new Date(then), hourThen: new Date(then - HOUR) },
    },
  );
}

function keyOf({ service, side, far, far_kind: kind }: Key): string {
  return JSON.stringify([service, side, far, kind]);
}
