import { readdirSync, readFileSync } from 'node:fs';

/** Of `getconf CLK_TCK`, on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** CPU seconds of a process and all below it, those that ended and were waited for included. */
export function cpuOf(root: number): number {
  const all = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      all.set(Number(name), {
        parent: Number(fields[1]),
        ticks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
      });
    } catch {
      // It ended while we looked.
    }
  }
  const belongs = (pid: number): boolean => pid === root || (pid > 1 && belongs(all.get(pid)?.parent ?? 0));
  let ticks = 0;
  for (const [pid, one] of all) if (belongs(pid)) ticks += one.ticks;
  return ticks / TICKS_A_SECOND;
}
