import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Unix socket paths hold at most 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432`. */
const LONGEST = 80;

/** The folder for sockets of a data folder: inside it, or in the temporary folder when the path would be too long for a socket. */
export function socketFolder(dataFolder: string): string {
  const inside = join(dataFolder, 'run');
  if (Buffer.byteLength(inside) <= LONGEST) return inside;
  return join(tmpdir(), `shopbell-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`);
}
