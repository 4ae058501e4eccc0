import { DAY, HOUR } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import type { Series } from './judge-rhythm.ts';
import type { OrderPlace } from './read-orders.ts';

/** What comes with a rhythm: who tells which step, or orders paid in one way, or parcels of one carrier. */
export interface RhythmKey {
  readonly what: 'step' | 'method' | 'carrier';
  /** `shop placed`, `payment paid`; a way to pay; a carrier. */
  readonly name: string;
}

export interface ReadSeries extends Series {
  readonly key: RhythmKey;
  /** The first time that any came, within what was read. */
  readonly first: number;
}

interface Row {
  what: RhythmKey['what'];
  name: string;
  begin: number;
  n: number;
  latest: number;
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

/** How often each thing came in each hour of the last five weeks before the end of `place`. Only reads. */
export async function readRhythm({ telemetry, org, shop, to }: OrderPlace): Promise<ReadSeries[]> {
  const rows = await telemetry.query<Row>(
    org,
    `select one.1 as what, one.2 as name, toUnixTimestamp(toStartOfHour(at)) as begin, count() as n, toUnixTimestamp64Milli(max(at)) as latest
     from @order_steps
     array join arrayFilter(pair -> pair.2 != '', [('step', concat(told_by, ' ', step)),
       ('method', if(step = 'placed', method, '')), ('carrier', if(step = 'handed-over', carrier, ''))]) as one
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS} and ${STEPS}
     group by what, name, begin order by begin`,
    { shop, from: new Date(Math.floor((to - 35 * DAY) / HOUR) * HOUR), to: new Date(to) },
  );
  return [...Map.groupBy(rows, ({ what, name }) => `${what} ${name}`).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const hours = new Map(own.map(({ begin, n }) => [Number(begin) * 1_000, Number(n)]));
    const last = own.reduce((latest, row) => Math.max(latest, Number(row.latest)), 0);
    return [{ key: { what: first.what, name: first.name }, hours, last, first: Number(first.begin) * 1_000 }];
  });
}
