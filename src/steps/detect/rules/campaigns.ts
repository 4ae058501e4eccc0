import { DAY } from '#kernel/time.ts';
import type { Area } from '../finding.ts';

/** Whose reads make a campaign: outwards from an instant (ms since 1970) until a pause longer than `gap` (ms). */
export interface Around {
  readonly actors: readonly number[];
  readonly crossedAt: number;
  readonly gap: number;
}

type Place = Pick<Area, 'telemetry' | 'org' | 'shop'>;

interface Minute {
  readonly actor: number;
  readonly first: number;
  readonly last: number;
}

/** For each group its first and last read, over every personal read of its actors. One look for all of them. */
export async function campaignsOf(area: Place, groups: readonly Around[]): Promise<{ readonly from: string; readonly to: string }[]> {
  if (groups.length === 0) return [];
  const times = groups.map((one) => one.crossedAt);
  const minutes = await area.telemetry.query<Minute>(
    area.org,
    `select actor, toUnixTimestamp64Milli(min(at)) as first, toUnixTimestamp64Milli(max(at)) as last from @reads
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and actor in {actors:Array(UInt64)}
     group by actor, toStartOfMinute(at) order by first`,
    {
      shop: area.shop,
      actors: [...new Set(groups.flatMap((one) => one.actors))],
      from: new Date(Math.min(...times) - 30 * DAY),
      to: new Date(Math.max(...times) + 30 * DAY),
    },
  );
  return groups.map((group) => {
    const own = new Set(group.actors);
    return spread(
      minutes.filter((minute) => own.has(minute.actor)),
      group,
    );
  });
}

/** The same for one group. */
export async function campaignOf(area: Place, actors: readonly number[], crossedAt: number, gap: number) {
  const [span] = await campaignsOf(area, [{ actors, crossedAt, gap }]);
  return span ?? { from: new Date(crossedAt).toISOString(), to: new Date(crossedAt).toISOString() };
}

function spread(minutes: readonly Minute[], { crossedAt, gap }: Around): { readonly from: string; readonly to: string } {
  let from = crossedAt;
  let to = crossedAt;
  for (const minute of minutes) if (minute.first <= to + gap && minute.last > to) to = minute.last;
  for (const minute of minutes.toReversed()) if (minute.last >= from - gap && minute.first < from) from = minute.first;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
