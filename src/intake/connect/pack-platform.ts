import { packZip } from '#engines/files/pack-zip.ts';
import type { ProductFiles } from '#engines/files/types.ts';
import type { PlatformWay } from './platforms.ts';

/** All of one age: what is in it tells which version it is. */
const AGE = new Date('2026-01-01T00:00:00Z');
/** In the project the sender of Node.js lies elsewhere than in a shop. */
const ELSEWHERE = "'../node/shopbell.ts'";

/** The files of a platform's sender as a zip file that is unpacked in the shop's root. */
export function packPlatform(files: ProductFiles, way: PlatformWay): Uint8Array {
  const packed = new Map<string, Uint8Array>();
  for (const [from, to] of way.places) {
    const inside = /[.]\w+$/.test(from) ? [from] : files.list(from, '');
    for (const path of inside.filter((one) => /[.](php|xml|json|ts|md)$/.test(one) && !one.endsWith('.test.ts'))) {
      const place = path === from ? to : `${to}${path.slice(from.length)}`;
      packed.set(place, path.endsWith('.ts') ? corrected(files.read(path)) : files.read(path));
    }
  }
  return packZip(packed, AGE);
}

function corrected(text: Buffer): Uint8Array {
  return Buffer.from(text.toString('utf8').replaceAll(ELSEWHERE, "'./shopbell'"));
}
