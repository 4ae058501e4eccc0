import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Span } from '#kernel/time.ts';
import { usualLostShare } from '../checks/lossy-hours.ts';
import type { Usual } from '../finding.ts';
import { learnRoutes } from './learn-routes.ts';

/** With fewer visitors than this, nobody knows what is usual: one attack among them would be the 99th percentile. */
const ENOUGH = 100;

/**
 * How many different records one visitor reads, by route, and how many who sign in never get in. By route: the 99th percentile over visitors, each with his busiest window in `span`,
 * held to ten times the median, so that attacks in the history cannot make an attack look usual.
 */
export async function readUsual(telemetry: Telemetry, org: OrgId, shop: string, span: Span): Promise<Usual> {
  const [tenMinutes, day, lostShare, learned] = await Promise.all([
    usualFor(telemetry, org, shop, span, 600),
    usualFor(telemetry, org, shop, span, 86_400),
    readLostShare(telemetry, org, shop, span),
    learnRoutes({ telemetry, org, shop, span }),
  ]);
  return { tenMinutes, day, lostShare, learned };
}

/** Counted as a spread-out campaign is (slow-stuffing.ts): pairs of address and agent, an hour each. */
async function readLostShare(telemetry: Telemetry, org: OrgId, shop: string, span: Span): Promise<number | null> {
  const days = await telemetry.query<{ tries: number; lost: number }>(
    org,
    `select count() as tries, countIf(good = 0) as lost from (
       select toStartOfHour(at) as hour, address, agent, countIf(auth = 'sign-in-ok') as good from @requests
       where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at < {to:DateTime64(3)} and auth != ''
       group by hour, address, agent)
     group by toDate(hour)`,
    { shop, from: span.from, to: span.to },
  );
  return usualLostShare(days);
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
