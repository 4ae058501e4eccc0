import { DAY, MINUTE } from '#kernel/time.ts';
import { addDurations, type Durations, quantileOf } from './durations.ts';
import type { SystemRef } from './make-map.ts';
import type { ServicePlace } from './read-sides.ts';

/** So long a piece of a day is, ms. */
const PIECE = 15 * MINUTE;

/** What a system did in a quarter of an hour; `null` of the whole piece: nobody told of it. */
export interface SeriesPiece {
  /** ms since 1970. */
  readonly at: number;
  readonly perMinute: number | null;
  /** Per cent. */
  readonly errors: number | null;
  readonly p95: number | null;
  /** Of a system outside: those of its callers, with their names. */
  readonly versions: readonly string[];
}

type Row = {
  readonly side: 'in' | 'out' | 'own';
  readonly pieceMs: number;
  readonly calls: number;
  readonly failed: number;
  readonly took: Durations;
  readonly told: readonly string[];
};

/** The day before `end` of one system, in quarters of an hour. Only reads aggregates. */
export async function readSeries(
  { telemetry, org, shop }: ServicePlace,
  { name, outside }: SystemRef,
  end: number,
): Promise<SeriesPiece[]> {
  const from = Math.ceil((end - DAY) / PIECE) * PIECE;
  const rows = await telemetry.query<Row>(
    org,
    `select side, piece * 1000 as pieceMs, sum(n) as calls, sum(bad) as failed, sumMap(durations) as took, groupUniqArrayArray(${outside ? "arrayMap(one -> concat(service, ' ', one), versions)" : 'versions'}) as told
     from (
       select side, service, intDiv(toInt64(toUnixTimestamp(minute)), ${PIECE / 1_000}) * ${PIECE / 1_000} as piece, calls as n, errors as bad, durations, versions
       from @service_minutes where shop_id = {shop:String} and minute >= {from:DateTime64(3)} and minute <= {end:DateTime64(3)}
         and ${outside ? "far = {name:String} and side = 'out'" : 'service = {name:String}'}
     ) group by side, piece order by piece`,
    { shop, name, from: new Date(from), end: new Date(end) },
  );
  const counted = outside ? 'out' : rows.some(({ side }) => side === 'in') ? 'in' : 'own';
  const pieces: SeriesPiece[] = [];
  for (let at = from; at < end; at += PIECE) {
    const here = rows.filter(({ pieceMs }) => pieceMs === at);
    const mine = here.filter(({ side }) => side === counted);
    const calls = mine.reduce((sum, row) => sum + row.calls, 0);
    const took = mine.reduce<Durations>((sum, row) => addDurations(sum, row.took), {});
    // The last piece is not over.
    const minutes = Math.max(1, (Math.min(at + PIECE, end) - at) / MINUTE);
    pieces.push({
      ...{ at, perMinute: calls === 0 ? null : calls / minutes, p95: quantileOf(took, 0.95) },
      errors: calls === 0 ? null : (100 * mine.reduce((sum, row) => sum + row.failed, 0)) / calls,
      versions: [...new Set(here.flatMap(({ told }) => told))].sort(),
    });
  }
  return pieces;
}
