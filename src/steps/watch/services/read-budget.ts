import { DAY } from '#kernel/time.ts';
import type { Durations } from './durations.ts';
import type { ServicePlace } from './read-sides.ts';
import { rowsOf, slowOf } from './read-slo-windows.ts';
import type { Slo } from './store.ts';

type Row = {
  readonly service: string;
  readonly side: 'in' | 'out' | 'own';
  readonly far: string;
  readonly dayMs: number;
  readonly calls: number;
  readonly errors: number;
  readonly took: Durations;
};

/** How much of the budget of the last 28 days was left after each of them, share; `null` before anybody told anything. Only reads aggregates. */
export async function readBudget(place: ServicePlace, slo: Slo): Promise<(readonly [at: Date, left: number | null])[]> {
  const { telemetry, org, shop, now } = place;
  const rows = await telemetry.query<Row>(
    org,
    `select service, side, far, day * 1000 as dayMs, sum(n) as calls, sum(bad) as errors, sumMap(durations) as took
     from (
       select service, side, far, toInt64(toUnixTimestamp({now:DateTime64(3)})) - 86400 * intDiv(toInt64(toUnixTimestamp({now:DateTime64(3)})) - toInt64(toUnixTimestamp(hour)), 86400) as day,
         calls as n, errors as bad, durations
       from @service_hours where shop_id = {shop:String} and service = {service:String} and hour > {from:DateTime64(3)} and hour <= {now:DateTime64(3)}
     ) group by service, side, far, day`,
    { shop, service: slo.service, from: new Date(now - 28 * DAY), now: new Date(now) },
  );
  const end = Math.floor(now / 1_000) * 1_000;
  const days = Array.from({ length: 28 }, (_, nth) => end - (27 - nth) * DAY);
  const each = days.map((at) =>
    rowsOf(
      slo,
      rows.filter(({ dayMs }) => dayMs === at),
    ).map((row) => countOf(row, slo)),
  );
  const all = each.flat().reduce((sum, { events }) => sum + events, 0);
  let failed = 0;
  let seen = 0;
  return days.map((at, nth) => {
    for (const one of each[nth] ?? []) {
      failed += one.failed;
      seen += one.events;
    }
    return [new Date(at), seen === 0 ? null : 1 - failed / (all * (1 - slo.target))] as const;
  });
}

function countOf({ calls, errors, took }: Row, { kind, withinMs }: Slo) {
  return kind === 'availability' ? { events: calls, failed: errors } : slowOf(took, withinMs ?? 0);
}
