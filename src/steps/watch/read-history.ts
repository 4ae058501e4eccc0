import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Slot } from './checks/hours-of-day.ts';

interface SlotRow {
  readonly check_id: string;
  readonly slot: number;
  readonly up: number;
  readonly down: number;
  readonly unknown: number;
  readonly ms: number | null;
}

/** Every check’s looks since an instant, summed up in pieces of time; by check id. Durations are medians. */
export async function readSlots(house: Pick<House, 'telemetry'>, org: OrgId, since: Date, pieceMs: number): Promise<Map<string, Slot[]>> {
  const rows = await house.telemetry.query<SlotRow>(
    org,
    `select check_id, intDiv(toUnixTimestamp64Milli(at), {piece:Int64}) * {piece:Int64} as slot,
       countIf(state = 'up') as up, countIf(state = 'down') as down, countIf(state = 'unknown') as unknown,
       if(countIf(ms is not null) = 0, null, round(quantile(0.5)(ms), 1)) as ms
     from @measurements where at >= {since:DateTime64(3)} group by check_id, slot order by slot`,
    { since, piece: pieceMs },
  );
  const slots = rows.map((row) => ({ ...row, at: new Date(Number(row.slot)) }));
  return Map.groupBy(slots, (row) => row.check_id);
}

/** Medians of the parts of a look, in their order. */
export type PhaseMedians = readonly { readonly name: string; readonly ms: number }[];

/** Median of each part of a check’s looks since an instant; parts that never took place are left out. */
export async function readPhases(house: Pick<House, 'telemetry'>, org: OrgId, check: string, since: Date): Promise<PhaseMedians> {
  return house.telemetry.query<{ readonly name: string; readonly ms: number }>(
    org,
    `select part.1 as name, round(quantile(0.5)(assumeNotNull(part.2)), 1) as ms
     from (
       select arrayJoin(arrayZip(keys, values, arrayEnumerate(keys))) as part
       from (
         select JSONExtractKeysAndValues(phases, 'Nullable(Float64)') as pairs, pairs.1 as keys, pairs.2 as values
         from @measurements where check_id = {check:String} and at >= {since:DateTime64(3)}))
     where part.2 is not null group by name order by avg(part.3) limit 25`,
    { check, since },
  );
}
