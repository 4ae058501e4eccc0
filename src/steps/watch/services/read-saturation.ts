import { MINUTE } from '#kernel/time.ts';
import { judgeSaturation } from './judge-saturation.ts';
import type { ServicePlace } from './read-sides.ts';
import type { SaturationReading } from './saturation-reading.ts';
import { saturationNames } from './saturation-sources.ts';
import type { SeriesEnds } from './series-ends.ts';

/** Always full by what they are: images that are only read. */
const IMAGES = ['squashfs', 'iso9660', 'erofs', 'cramfs', 'udf'];

/** How full a shop's machines and services are, by the metrics of the last ten minutes. Only reads. */
export async function readSaturation({ telemetry, org, shop, now }: ServicePlace): Promise<SaturationReading[]> {
  const word = (name: string): string => `JSONExtractString(attributes, '${name}')`;
  const joined = (...names: readonly string[]): string => names.map(word).join(' || ');
  const first = (...names: readonly string[]): string => `coalesce(${names.map((name) => `nullIf(${word(name)}, '')`).join(', ')}, '')`;
  const series = await telemetry.query<SeriesEnds>(
    org,
    `select service, host, name, ${joined('state', 'mode', 'cpu.mode', 'system.memory.state', 'system.filesystem.state', 'db.client.connection.state')} as state,
       ${first('mountpoint', 'system.filesystem.mountpoint', 'cpu', 'cpu.logical_number', 'device', 'pool.name', 'db.client.connection.pool.name')} as part,
       source_id as source, argMax(kind, at) as kind, argMin(value, at) as first, argMax(value, at) as last,
       toUnixTimestamp64Milli(min(at)) as firstAt, toUnixTimestamp64Milli(max(at)) as lastAt
     from @metric_points where shop_id = {shop:String} and name in {names:Array(String)}
       and at > {from:DateTime64(3)} and at <= {now:DateTime64(3)}
       and ${word('fstype')} not in {images:Array(String)} and ${word('type')} not in {images:Array(String)}
     group by service, host, name, state, part, source, attributes limit 50000`,
    { shop, names: [...saturationNames], images: IMAGES, from: new Date(now - 10 * MINUTE), now: new Date(now) },
  );
  return judgeSaturation(series);
}
