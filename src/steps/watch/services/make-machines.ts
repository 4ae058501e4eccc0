import type { SaturationReading } from './saturation-reading.ts';

/** A machine that tells of itself; what runs on it is another matter. */
export interface Machine {
  readonly name: string;
  /** `unwatched`: it told nothing in the last ten minutes, so nobody knows. */
  readonly state: 'full' | 'fine' | 'unwatched';
  /** Every disk and pool by itself. */
  readonly saturation: readonly SaturationReading[];
  /** When it was seen last, ms since 1970; `null`: only now. */
  readonly last: number | null;
}

/** From here on a part of a machine is nearly full. */
const NEARLY_FULL = 0.9;

/** Machines that tell now, and those that told within a day and do not any more. Pure. */
export function makeMachines(
  readings: readonly SaturationReading[],
  known: readonly { readonly host: string; readonly last: number }[],
): Machine[] {
  const now = Map.groupBy(
    readings.filter(({ service, host }) => service === '' && host !== ''),
    ({ host }) => host,
  );
  const names = [...new Set([...now.keys(), ...known.map(({ host }) => host)])].sort();
  return names.map((name) => {
    const saturation = now.get(name) ?? [];
    const last = known.find(({ host }) => host === name)?.last ?? null;
    if (saturation.length === 0) return { name, state: 'unwatched', saturation, last };
    const isFull = saturation.some(({ share }) => share !== null && share >= NEARLY_FULL);
    return { name, state: isFull ? 'full' : 'fine', saturation, last };
  });
}
