import { beginOf, plant } from './incidents.ts';
import { customersVisit, DAY, type World } from './people.ts';
import type { Platform } from './platforms.ts';
import { seeded } from './random.ts';
import { routine } from './routine.ts';
import type { Hit, Incident, IncidentName } from './types.ts';

export interface WeekOptions {
  readonly platform: Platform;
  readonly seed: number;
  readonly from: Date;
  readonly incidents: readonly IncidentName[];
  /** Whether the log names session and tried account, as a well-set-up one does; a plain combined log does not. */
  readonly isRich: boolean;
  readonly visitsADay: number;
}

export interface Week {
  /** Combined log lines in the order of time. */
  readonly lines: readonly string[];
  readonly incidents: readonly Incident[];
}

/** A shop's week of ordinary traffic with leaks in it, and the truth about them. The same for the same options. */
export function makeWeek(options: WeekOptions): Week {
  const world: World = {
    platform: options.platform,
    random: seeded(options.seed),
    from: options.from.getTime(),
    firstOrder: 60_000,
    ordersADay: 160,
    customers: 30_000,
    visitsADay: options.visitsADay,
  };
  const hits: Hit[] = [...customersVisit(world), ...routine(world)];
  const incidents: Incident[] = [];
  for (const [nth, name] of options.incidents.entries()) {
    const planted = plant(world, name, beginOf(world, nth, options.incidents.length), nth);
    if (planted === null) continue;
    incidents.push(planted.incident);
    for (const hit of planted.hits) hits.push(hit);
  }
  const end = world.from + 7 * DAY;
  const lines = hits
    .filter((hit) => hit.at < end)
    .sort((a, b) => a.at - b.at)
    .map((hit) => lineOf(hit, options.isRich));
  return { lines, incidents };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function lineOf({ at, who, ask }: Hit, isRich: boolean): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  const plain = `${who.address} - - [${day}:${clock} +0000] "${ask.method} ${ask.target} HTTP/1.1" ${ask.status} ${ask.bytes} "-" "${who.agent}"`;
  if (!isRich) return plain;
  const session = who.session === undefined ? '' : ` sid="${who.session}"`;
  const tried = who.tried === undefined || ask.event === undefined ? '' : ` login="${who.tried}"`;
  return `${plain}${session}${tried}`;
}
