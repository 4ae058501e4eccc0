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

export interface PhaseMedians {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly firstByte: number | null;
}

/** Median of each phase of a check’s looks since an instant. */
export async function readPhases(house: Pick<House, 'telemetry'>, org: OrgId, check: string, since: Date): Promise<PhaseMedians> {
  const rows = await house.telemetry.query<Record<keyof PhaseMedians, number | null>>(
    org,
    `select ${(['dns', 'connect', 'tls', 'firstByte'] as const)
      .map((phase) => `round(quantileOrNull(0.5)(JSONExtract(phases, '${phase}', 'Nullable(Float64)')), 1) as ${phase}`)
      .join(', ')} from @measurements where check_id = {check:String} and at >= {since:DateTime64(3)}`,
    { check, since },
  );
  return rows[0] ?? { dns: null, connect: null, tls: null, firstByte: null };
}
