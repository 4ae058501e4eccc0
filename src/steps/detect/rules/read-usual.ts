import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Span } from '#kernel/time.ts';
import type { Usual } from '../finding.ts';

/** With fewer visitors than this, nobody knows what is usual: one attack among them would be the 99th percentile. */
const ENOUGH = 100;

/**
 * How many different records one visitor reads, by route: the 99th percentile over visitors, each with his busiest window in `span`,
 * held to ten times the median, so that attacks in the history cannot make an attack look usual.
 */
export async function readUsual(telemetry: Telemetry, org: OrgId, shop: string, span: Span): Promise<Usual> {
  const [tenMinutes, day] = await Promise.all([usualFor(telemetry, org, shop, span, 600), usualFor(telemetry, org, shop, span, 86_400)]);
  return { tenMinutes, day };
}

async function usualFor(telemetry: Telemetry, org: OrgId, shop: string, span: Span, seconds: number): Promise<Map<string, number>> {
  const rows = await telemetry.query<{ route: string; usual: number }>(
    org,
    `select route, least(quantileExact(0.99)(busiest), 10 * quantileExact(0.5)(busiest)) as usual from (
       select route, actor, max(n) as busiest from (
         select route, actor, intDiv(toUnixTimestamp(at), ${seconds}) as slot, uniqExact(object_ref) as n from @reads
         where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at < {to:DateTime64(3)}
         group by route, actor, slot)
       group by route, actor)
     group by route having count() >= ${ENOUGH}`,
    { shop, from: span.from, to: span.to },
  );
  return new Map(rows.map((row) => [row.route, row.usual]));
}
