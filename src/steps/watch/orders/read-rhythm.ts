import { DAY, HOUR } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import type { Series } from './judge-rhythm.ts';
import type { OrderPlace } from './read-orders.ts';

/** What comes with a rhythm: who tells which step, or orders paid in one way, sent to one country or placed on one kind of device, or parcels of one carrier. */
export interface RhythmKey {
  readonly what: 'step' | 'method' | 'carrier' | 'country' | 'device';
  /** `shop placed`, `payment paid`; a way to pay; a carrier; `PL`; `mobile`. */
  readonly name: string;
}

export interface ReadSeries extends Series {
  readonly key: RhythmKey;
  /** The first time that any came, within what was read. */
  readonly first: number;
}

/** How often something came in an hour. */
export interface RhythmHour {
  readonly what: RhythmKey['what'];
  readonly name: string;
  /** Its begin, ms since 1970. */
  readonly hour: number;
  readonly n: number;
  /** The last time that any came in it, ms since 1970. */
  readonly latest: number;
}

/** What goes wrong has no rhythm. */
const RHYTHMIC = ['placed', 'paid', 'exported', 'labelled', 'handed-over', 'delivered'] as const;
const STEPS = `step in (${RHYTHMIC.map((step) => `'${step}'`).join(', ')})`;

export function isRhythmic(step: string): boolean {
  return RHYTHMIC.some((one) => one === step);
}

/** Whether something comes only where people work. `name` as in `RhythmKey`. */
export function isWork(name: string): boolean {
  return /(labelled|handed-over|delivered)$/.test(name);
}

/** How far back the rhythm is read: five weeks before an instant, whole hours. */
export function rhythmFrom(to: number): number {
  return Math.floor((to - 35 * DAY) / HOUR) * HOUR;
}

/** How often each thing came in each hour of the last five weeks before the end of `place`. Only reads. */
export async function readRhythm(place: OrderPlace): Promise<ReadSeries[]> {
  return seriesOf(await readRhythmHours(place));
}

/** The same as it is stored, an hour and thing a row, in order; of some hours only, where they are told (their begins, ms since 1970). */
export async function readRhythmHours({ telemetry, org, shop, to }: OrderPlace, only?: readonly number[]): Promise<RhythmHour[]> {
  const rows = await telemetry.query<Omit<RhythmHour, 'hour'> & { begin: number }>(
    org,
    `select one.1 as what, one.2 as name, toUnixTimestamp(toStartOfHour(at)) as begin, count() as n, toUnixTimestamp64Milli(max(at)) as latest
     from @order_steps
     array join arrayFilter(pair -> pair.2 != '', [('step', concat(told_by, ' ', step)),
       ('method', if(step = 'placed', method, '')), ('carrier', if(step = 'handed-over', carrier, '')),
       ('country', if(step = 'placed', country, '')), ('device', if(step = 'placed', device, ''))]) as one
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS} and ${STEPS}
       ${only === undefined ? '' : 'and toStartOfHour(at) in {only:Array(DateTime)}'}
     group by what, name, begin order by begin, what, name`,
    {
      ...{ shop, from: new Date(Math.max(rhythmFrom(to), Math.min(...(only ?? [0])))), to: new Date(to) },
      ...(only === undefined ? {} : { only: only.map((hour) => Math.floor(hour / 1_000)) }),
    },
  );
  return rows.map(({ what, name, begin, n, latest }) => ({
    what,
    name,
    hour: Number(begin) * 1_000,
    n: Number(n),
    latest: Number(latest),
  }));
}

/** Makes series of the rows of hours, which come in order. Pure. */
export function seriesOf(rows: readonly RhythmHour[]): ReadSeries[] {
  return [...Map.groupBy(rows, ({ what, name }) => `${what} ${name}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const hours = new Map(own.map(({ hour, n }) => [hour, n]));
    const last = own.reduce((latest, row) => Math.max(latest, row.latest), 0);
    return [{ key: { what: first.what, name: first.name }, hours, last, first: first.hour }];
  });
}
