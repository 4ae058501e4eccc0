import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { RECORDS, REQUEST_LINE, type Records, type Summary, summaryOf, type Totals, totalsOf } from './summarise.ts';

/** Somebody's reads of personal records between two instants, both inside. */
export interface Readers {
  readonly actors: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** Counts the reads of many groups of readers at once, each exactly; `null` for those without any. No actor may stand in two groups. */
export async function summariseReaders(
  telemetry: Telemetry,
  org: OrgId,
  shop: string,
  groups: readonly Readers[],
): Promise<(Summary | null)[]> {
  if (groups.length === 0) return [];
  const time = (text: string): number => Date.parse(text);
  const params = {
    shop,
    from: new Date(Math.min(...groups.map((one) => time(one.from)))),
    to: new Date(Math.max(...groups.map((one) => time(one.to)))),
    actors: groups.flatMap((one) => one.actors),
    mine: groups.flatMap((one, nth) => one.actors.map(() => nth + 1)),
    numbers: groups.map((_, nth) => nth + 1),
    froms: groups.map((one) => time(one.from)),
    tos: groups.map((one) => time(one.to)),
  };
  const own = (bounds: string): string => `transform(group, {numbers:Array(UInt32)}, {${bounds}:Array(Int64)}, toInt64(0))`;
  const rows = `from @reads where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
    and actor in {actors:Array(UInt64)} and toUnixTimestamp64Milli(at) between ${own('froms')} and ${own('tos')}`;
  const group = 'transform(actor, {actors:Array(UInt64)}, {mine:Array(UInt32)}, toUInt32(0)) as group';
  const [totals, records] = await Promise.all([
    telemetry.query<Totals & { group: number }>(org, `select ${group}, ${totalsOf(REQUEST_LINE)} ${rows} group by group`, params),
    telemetry.query<Records & { group: number }>(org, `select ${group}, ${RECORDS} ${rows} group by group, kind order by kind`, params),
  ]);
  return groups.map((_, nth) => {
    const own = totals.find((row) => row.group === nth + 1);
    return own === undefined
      ? null
      : summaryOf(
          own,
          records.filter((row) => row.group === nth + 1),
        );
  });
}
