import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { ShopbellError } from '#kernel/errors.ts';

const STOP_WITHIN_MS = 20_000;

/**
 * Stops the PostgreSQL that still runs on this cluster although nobody holds the data folder: its parent was killed.
 * Nothing is lost: a fast shutdown writes a checkpoint. Throws STATE_DOWN when it does not end.
 */
export async function stopOrphan(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isServerOf(pid, cluster)) {
    rmSync(pidFile, { force: true });
    return;
  }
  kill(pid, 'SIGINT');
  for (const until = Date.now() + STOP_WITHIN_MS; Date.now() < until; await wait(50)) {
    if (!isServerOf(pid, cluster)) return;
  }
  throw new ShopbellError('STATE_DOWN', { reason: `the server with process id ${pid}, left behind by a killed parent, does not end` });
}

/** A process id alone proves nothing (it may be used again): the command line must name this cluster. */
function isServerOf(pid: number, cluster: string): boolean {
  return commandLineOf(pid).includes(cluster);
}

function commandLineOf(pid: number): string {
  const inProc = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self')) return existsSync(inProc) ? readFileSync(inProc, 'utf8').replaceAll('\0', ' ') : '';
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
