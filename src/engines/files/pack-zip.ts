import { zipSync } from 'fflate';

/** Packs files, by their path within, into a zip file. `at` is the time that all of them bear, so that equal files make equal archives. */
export function packZip(files: ReadonlyMap<string, Uint8Array>, at: Date): Uint8Array {
  return zipSync(Object.fromEntries(files), { mtime: at });
}
