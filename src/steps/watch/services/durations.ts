/** How many took how long: by eighths of a power of two of milliseconds, as the telemetry table `service_minutes` keeps them. */
export type Durations = Readonly<Record<string, number>>;

const PARTS = 8;

/** Where a class begins, ms. */
const beginOf = (bucket: number): number => 2 ** (bucket / PARTS);

/** The duration below which the share `q` (0 to 1) lies, ms, right to about a twentieth; `null` when nothing was timed. */
export function quantileOf(durations: Durations, q: number): number | null {
  const classes = sorted(durations);
  const all = classes.reduce((sum, [, count]) => sum + count, 0);
  if (all === 0) return null;
  let left = q * all;
  for (const [bucket, count] of classes) {
    if (left <= count) return beginOf(bucket + left / count);
    left -= count;
  }
  return beginOf((classes.at(-1)?.[0] ?? 0) + 1);
}

/** How many were timed, and how many of them took longer than `ms`; inside one class they are taken as evenly spread. */
export function slowerThan(durations: Durations, ms: number): { readonly timed: number; readonly slower: number } {
  const at = Math.log2(Math.max(ms, 0.001)) * PARTS;
  let timed = 0;
  let slower = 0;
  for (const [bucket, count] of sorted(durations)) {
    timed += count;
    slower += count * Math.min(1, Math.max(0, bucket + 1 - at));
  }
  return { timed, slower: Math.round(slower) };
}

/** Both together. */
export function addDurations(one: Durations, other: Durations): Durations {
  const sum: Record<string, number> = { ...one };
  for (const [bucket, count] of Object.entries(other)) sum[bucket] = (sum[bucket] ?? 0) + Number(count);
  return sum;
}

function sorted(durations: Durations): [number, number][] {
  return Object.entries(durations)
    .map(([bucket, count]): [number, number] => [Number(bucket), Number(count)])
    .sort(([a], [b]) => a - b);
}
