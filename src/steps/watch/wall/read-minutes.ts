import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import type { Point } from '#web/charts/chart-types.ts';
import { BUSINESS_OF_ALL } from '../orders/business.ts';

/** How far back the wall's chart looks, ms. */
export const SPAN = 3 * HOUR;
const PIECE = 5 * MINUTE;

/** Orders a minute of all shops over the last three hours, and a week ago, whose times are moved to now; `null`: no system told of any order in either. */
export interface OrderMinutes {
  readonly now: readonly Point[];
  readonly before: readonly Point[];
}

/** Reads `OrderMinutes` in pieces of five minutes; the one that is still under way is left out. Only reads. */
export async function readMinutes({ telemetry, clock }: Pick<House, 'telemetry' | 'clock'>, org: OrgId): Promise<OrderMinutes | null> {
  const end = Math.floor(clock.now().getTime() / PIECE) * PIECE;
  const rows = await telemetry.query<{ piece: number; n: number }>(
    org,
    `select intDiv(toUnixTimestamp64Milli(placed), {piece:Int64}) * {piece:Int64} as piece, count() as n from (
       select min(at) as placed from @order_steps
       where step = 'placed' and ${BUSINESS_OF_ALL}
         and ((at >= {from:DateTime64(3)} and at < {to:DateTime64(3)}) or (at >= {from2:DateTime64(3)} and at < {to2:DateTime64(3)}))
       group by shop_id, cityHash64(order_ref))
     group by piece`,
    {
      ...{ piece: PIECE, from: new Date(end - SPAN), to: new Date(end) },
      ...{ from2: new Date(end - SPAN - 7 * DAY), to2: new Date(end - 7 * DAY) },
    },
  );
  if (rows.length === 0) return null;
  const counts = new Map(rows.map(({ piece, n }) => [Number(piece), Number(n)]));
  const pieces = Array.from({ length: SPAN / PIECE }, (_none, nth) => end - SPAN + nth * PIECE);
  const line = (shift: number): Point[] => pieces.map((at) => [new Date(at), ((counts.get(at - shift) ?? 0) * MINUTE) / PIECE]);
  return { now: line(0), before: line(7 * DAY) };
}
