import { DAY } from '#kernel/time.ts';
import type { ServicePlace } from './read-sides.ts';

/** Machines that were seen since yesterday began, and when last (ms since 1970). Only reads aggregates. */
export function readMachines({ telemetry, org, shop, now }: ServicePlace): Promise<{ readonly host: string; readonly last: number }[]> {
  return telemetry.query(
    org,
    `select host, toUnixTimestamp64Milli(max(seen)) as last from (select host, last as seen from @saturation_days
     where shop_id = {shop:String} and service = '' and host != '' and day >= {from:DateTime64(3)} and day <= {now:DateTime64(3)}) group by host`,
    { shop, from: new Date(Math.floor(now / DAY) * DAY - DAY), now: new Date(now) },
  );
}
