import { statfs } from 'node:fs/promises';
import { ShopbellError } from '#kernel/errors.ts';

/** Megabytes below which nothing more is written: the engines need room to close cleanly. */
export const LEAST_FREE_MB = 300;

/** Free megabytes on the disk of this path. */
export async function freeMegabytes(path: string): Promise<number> {
  const disk = await statfs(path);
  return Math.floor((disk.bavail * disk.bsize) / 1_000_000);
}

/** Throws DISK_LOW when less than LEAST_FREE_MB are free. */
export async function checkFreeSpace(path: string): Promise<void> {
  const free = await freeMegabytes(path);
  if (free < LEAST_FREE_MB) throw new ShopbellError('DISK_LOW', { path, free, need: LEAST_FREE_MB });
}
