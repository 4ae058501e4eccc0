import { MINUTE } from '#kernel/time.ts';
import { judgeSaturation, type SaturationReading, type SeriesEnds, saturationNames } from './judge-saturation.ts';
import type { ServicePlace } from './read-sides.ts';

/** How full a shop's machines and services are, by the metrics of the last ten minutes. Only reads. */
export async function readSaturation({ telemetry, org, shop, now }: ServicePlace): Promise<SaturationReading[]> {
  const word = (...names: readonly string[]): string => names.map((name) => `JSONExtractString(attributes, '${name}')`).join(' || ');
  const series = await telemetry.query<SeriesEnds>(
    org,
    `select service, host, name, ${word('state', 'mode', 'cpu.mode', 'system.memory.state', 'db.client.connection.state')} as state,
       ${word('cpu', 'cpu.logical_number', 'device', 'mountpoint', 'pool.name', 'db.client.connection.pool.name')} as part,
       argMin(value, at) as first, argMax(value, at) as last, toUnixTimestamp64Milli(min(at)) as firstAt, toUnixTimestamp64Milli(max(at)) as lastAt
     from @metric_points where shop_id = {shop:String} and name in {names:Array(String)}
       and at > {from:DateTime64(3)} and at <= {now:DateTime64(3)}
     group by service, host, name, state, part, attributes limit 20000`,
    { shop, names: [...saturationNames], from: new Date(now - 10 * MINUTE), now: new Date(now) },
  );
  return judgeSaturation(series);
}
