import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { tableOf, whereSelected } from './select-rows.ts';
import { type SignalRow, whole } from './store.ts';

export interface SignalChart {
  /** Requests of the signal's actors (of a rule on spans or reports: those of the same names) by step of time, without gaps. */
  readonly points: readonly (readonly [Date, number])[];
  readonly stepMs: number;
  /** What 99 of 100 other visitors stay below in a step; `null` when there were hardly any. */
  readonly usual: number | null;
}

/** Requests of a signal's actors over time, half an hour to both sides, and what is usual for others in the same span. */
export async function readChart(house: House, org: OrgId, signal: SignalRow): Promise<SignalChart> {
  const length = signal.last_seen.getTime() - signal.first_seen.getTime();
  const stepMs = length < 4 * HOUR ? MINUTE : length < 48 * HOUR ? 10 * MINUTE : HOUR;
  const from = Math.floor((signal.first_seen.getTime() - 30 * stepMs) / stepMs) * stepMs;
  const to = signal.last_seen.getTime() + 30 * stepMs;
  const seconds = stepMs / 1000;
  const selection = whole(signal.selection);
  // Spans and reports are nobody's requests.
  const isOwnTable = selection.what === 'spans' || selection.what === 'reports';
  const wide = {
    ...selection,
    what: isOwnTable ? selection.what : ('requests' as const),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
  const { where, params } = whereSelected(signal.shop_id, wide);
  const rows = await house.telemetry.query<{ slot: number; n: number }>(
    org,
    `select intDiv(toUnixTimestamp(at), ${seconds}) as slot, count() as n from ${tableOf(wide)} where ${where} group by slot`,
    params,
  );
  const usual = isOwnTable ? null : await usualOf(house, org, signal, { from, to, seconds });
  const counts = new Map(rows.map((row) => [row.slot * stepMs, row.n]));
  const points: [Date, number][] = [];
  for (let at = from; at <= to && points.length < 2000; at += stepMs) points.push([new Date(at), counts.get(at) ?? 0]);
  return { points, stepMs, usual };
}

/** What 99 of 100 other visitors stay below in a step of `seconds`; `null` when there were hardly any. */
async function usualOf(
  house: House,
  org: OrgId,
  signal: SignalRow,
  { from, to, seconds }: { readonly from: number; readonly to: number; readonly seconds: number },
): Promise<number | null> {
  const [usual] = await house.telemetry.query<{ usual: number; visitors: number }>(
    org,
    `select quantileExact(0.99)(n) as usual, uniqExact(actor) as visitors from (
       select actor, intDiv(toUnixTimestamp(at), ${seconds}) as slot, count() as n from @requests
       where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and actor not in {actors:Array(UInt64)}
       group by actor, slot)`,
    { shop: signal.shop_id, from: new Date(from), to: new Date(to), actors: signal.selection.actors },
  );
  return usual !== undefined && usual.visitors >= 20 ? usual.usual : null;
}
