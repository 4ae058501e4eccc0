import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { addDurations, type Durations, slowerThan } from './durations.ts';
import type { SloWindow, SloWindows, sloWindows } from './judge-burn.ts';
import type { ServicePlace } from './read-sides.ts';
import type { Slo } from './store.ts';

type Row = {
  readonly service: string;
  readonly side: 'in' | 'out' | 'own';
  readonly far: string;
  readonly calls: readonly number[];
  readonly errors: readonly number[];
  readonly took: readonly Durations[];
};

const LENGTHS = { '5m': 5 * MINUTE, '30m': 30 * MINUTE, '1h': HOUR, '6h': 6 * HOUR, '3d': 3 * DAY, '28d': 28 * DAY } as const;
const BY_MINUTE = ['5m', '30m', '1h', '6h'] as const;
const BY_HOUR = ['3d', '28d'] as const;

/** What happened in each window of each goal, in their order. Short windows are read by minutes, long ones by hours. */
export async function readSloWindows(place: ServicePlace, slos: readonly Slo[]): Promise<SloWindows[]> {
  if (slos.length === 0) return [];
  const services = [...new Set(slos.map(({ service }) => service))];
  const short = await read(place, services, BY_MINUTE, 'minute');
  const long = await read(place, services, BY_HOUR, 'hour');
  return slos.map((slo) => {
    const of = (name: (typeof sloWindows)[number]): SloWindow => {
      const isShort = (BY_MINUTE as readonly string[]).includes(name);
      const nth = ((isShort ? BY_MINUTE : BY_HOUR) as readonly string[]).indexOf(name);
      return windowOf(slo, isShort ? short : long, nth);
    };
    return { '5m': of('5m'), '30m': of('30m'), '1h': of('1h'), '6h': of('6h'), '3d': of('3d'), '28d': of('28d') };
  });
}

function read(
  { telemetry, org, shop, now }: ServicePlace,
  services: readonly string[],
  windows: readonly (typeof sloWindows)[number][],
  by: 'minute' | 'hour',
): Promise<Row[]> {
  const longest = Math.max(...windows.map((name) => LENGTHS[name]));
  const inside = windows.map((_, nth) => `${by} > {from${nth}:DateTime64(3)}`);
  const each = (make: (where: string) => string): string => `[${inside.map(make).join(', ')}]`;
  return telemetry.query<Row>(
    org,
    `select service, side, far, ${each((where) => `sumIf(n, ${where})`)} as calls, ${each((where) => `sumIf(failed, ${where})`)} as errors,
       ${each((where) => `sumMapIf(durations, ${where})`)} as took
     from (select service, side, far, ${by}, calls as n, errors as failed, durations from @service_${by}s
       where shop_id = {shop:String} and ${by} > {from:DateTime64(3)} and ${by} <= {now:DateTime64(3)} and service in {services:Array(String)})
     group by service, side, far`,
    {
      ...{ shop, services, from: new Date(now - longest), now: new Date(now) },
      ...Object.fromEntries(windows.map((name, nth) => [`from${nth}`, new Date(now - LENGTHS[name])])),
    },
  );
}

function windowOf(slo: Slo, rows: readonly Row[], nth: number): SloWindow {
  const mine = rowsOf(slo, rows);
  const calls = mine.reduce((sum, row) => sum + Number(row.calls[nth] ?? 0), 0);
  if (slo.kind === 'availability') return { events: calls, failed: mine.reduce((sum, row) => sum + Number(row.errors[nth] ?? 0), 0) };
  const took = mine.reduce<Durations>((sum, row) => addDurations(sum, row.took[nth] ?? {}), {});
  return slowOf(took, slo.withinMs ?? 0);
}

export function slowOf(took: Durations, withinMs: number): SloWindow {
  const { timed, slower } = slowerThan(took, withinMs);
  return { events: timed, failed: slower };
}

/** What a goal counts: what the service calls by that name, or what it serves; of one that serves nothing what it begins itself. */
export function rowsOf<R extends Pick<Row, 'service' | 'side' | 'far'>>(slo: Pick<Slo, 'service' | 'far'>, rows: readonly R[]): R[] {
  const mine = rows.filter(({ service }) => service === slo.service);
  if (slo.far !== '') return mine.filter(({ side, far }) => side === 'out' && far === slo.far);
  const served = mine.filter(({ side }) => side === 'in');
  return served.length > 0 ? served : mine.filter(({ side }) => side === 'own');
}
