import { DAY, HOUR } from '#kernel/time.ts';
import { BUSINESS } from './business.ts';
import { LEARNED } from './learn-usual.ts';
import type { OrderPlace } from './read-orders.ts';
import type { RhythmKey } from './read-rhythm.ts';

/** Ways in which orders differ from each other. */
export const mixParts = ['method', 'device', 'country', 'carrier'] as const;
export type MixKey = RhythmKey & { readonly what: (typeof mixParts)[number] };

/** How many orders of a part were tried in an hour, and how many of them went through. */
export interface MixHour extends MixKey {
  /** Its begin, ms since 1970. */
  readonly hour: number;
  readonly tried: number;
  readonly through: number;
}

/** How orders of each part went through in the last weeks. */
export interface ReadMix {
  /** In order. */
  readonly hours: readonly MixHour[];
  /** How long after it happened a payment is told, as a rule, ms: `method card` → so long; '' → of all. */
  readonly late: ReadonlyMap<string, number>;
}

/** Parts that are too small to be judged, or too many to be shown. */
const MOST = 40;

const STEP = (name: string): string => `step = '${name}'`;
const WHERE = `shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and ${BUSINESS}`;
/** A parcel's part is its carrier, and its try the label; of the others it is the order, and its try being placed. */
const PAIRS = `arrayFilter(part -> part.2 != '', [
  ('method', method, placed, paid > 0 and paid <= placed + ${HOUR}), ('country', country, placed, paid > 0 and paid <= placed + ${HOUR}),
  ('device', device, placed, paid > 0 and paid <= placed + ${HOUR}), ('carrier', carrier, label, made >= failed)])`;

/** What was tried in the last four weeks before the end of `place`, and what went through: paid within an hour, a label made. Only reads. */
export async function readMix(place: OrderPlace): Promise<ReadMix> {
  const { telemetry, org, shop, to } = place;
  const from = Math.floor((to - LEARNED) / HOUR) * HOUR;
  const ms = (how: string, condition: string): string => `toUnixTimestamp64Milli(${how}(at, ${condition}))`;
  const rows = await telemetry.query<{ what: MixKey['what']; name: string; begin: number; n: number; ok: number }>(
    org,
    `select part.1 as what, part.2 as name, intDiv(part.3, ${HOUR}) as begin, count() as n, countIf(part.4) as ok from (
       select ${ms('minIf', STEP('placed'))} as placed, ${ms('minIf', STEP('paid'))} as paid, ${ms('maxIf', STEP('labelled'))} as made,
         ${ms('maxIf', STEP('label-failed'))} as failed, ${ms('minIf', "step in ('labelled', 'label-failed')")} as label,
         argMinIf(method, at, method != '') as method, argMinIf(country, at, country != '') as country,
         anyIf(device, device != '') as device, argMaxIf(carrier, at, carrier != '') as carrier
       from @order_steps where ${WHERE} group by order_ref
     ) array join ${PAIRS} as part where part.3 >= {begin:Int64} group by what, name, begin order by begin, what, name`,
    { shop, from: new Date(from), to: new Date(to), begin: from },
  );
  const hours = rows.map(({ what, name, begin, n, ok }) => ({
    ...{ what, name, hour: Number(begin) * HOUR },
    ...{ tried: Number(n), through: Number(ok) },
  }));
  return { hours: largestOf(hours), late: await readLateness(place) };
}

function largestOf(hours: readonly MixHour[]): MixHour[] {
  const sums = new Map<string, number>();
  for (const { what, name, tried } of hours) sums.set(`${what} ${name}`, (sums.get(`${what} ${name}`) ?? 0) + tried);
  const kept = new Set(
    mixParts.flatMap((what) =>
      [...sums]
        .filter(([key]) => key.startsWith(`${what} `))
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, MOST)
        .map(([key]) => key),
    ),
  );
  return hours.filter(({ what, name }) => kept.has(`${what} ${name}`));
}

/** A payment that a nightly file tells is not missing in the evening. */
async function readLateness({ telemetry, org, shop, to }: OrderPlace): Promise<ReadonlyMap<string, number>> {
  const rows = await telemetry.query<{ name: string; late: number }>(
    org,
    `select one as name, quantileExact(0.95)(greatest(0, toUnixTimestamp64Milli(received_at) - toUnixTimestamp64Milli(at))) as late
     from @order_steps array join ['', concat('method ', method)] as one
     where ${WHERE} and step = 'paid' and received_at >= {from:DateTime64(3)} group by name having name = '' or count() >= 5`,
    { shop, from: new Date(to - 8 * DAY), to: new Date(to) },
  );
  return new Map(rows.map(({ name, late }) => [name, Number(late)]));
}
