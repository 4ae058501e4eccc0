import { checkFreeSpace } from '#engines/files/check-free-space.ts';
import type { House } from '#engines/house.ts';

/** Looks at the disk at most every two seconds. */
export function makeDiskCheck(house: Pick<House, 'clock'>, folder: string | null): () => Promise<void> {
  let looked = Number.NEGATIVE_INFINITY;
  return async () => {
    if (folder === null || house.clock.ticks() - looked < 2_000) return;
    await checkFreeSpace(folder);
    looked = house.clock.ticks();
  };
}
