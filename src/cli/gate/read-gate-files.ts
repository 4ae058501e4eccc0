import { open } from 'node:fs/promises';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import {
  type Baseline,
  type Component,
  type GateSettings,
  MOST_BASELINE,
  MOST_SBOM,
  readBaseline,
  readSbom,
  readSettings,
} from '#steps/inspect/index.ts';

type Wrong = (reason: string) => ShopbellError;

/** Bytes of a file, never more than one beyond the limit: whoever reads them refuses then. */
async function bytesOf(path: string, most: number, wrong: Wrong): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const room = Buffer.alloc(Math.min(size, most + 1));
      const { bytesRead } = await file.read(room, 0, room.length, 0);
      return room.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw wrong(isMissing(cause) ? 'there is no such file' : messageOf(cause));
  }
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}

/** `null` when it is to be written and is not there yet. Throws BASELINE_INVALID. */
export async function openBaseline(path: string | null, mayBeMissing: boolean): Promise<Baseline | null> {
  if (path === null) return null;
  if (mayBeMissing && !(await isThere(path))) return null;
  const wrong = (reason: string) => new ShopbellError('BASELINE_INVALID', { path, reason });
  return readBaseline(await bytesOf(path, MOST_BASELINE, wrong), path);
}

async function isThere(path: string): Promise<boolean> {
  return open(path).then(
    async (file) => {
      await file.close();
      return true;
    },
    (thrown: unknown) => !isMissing(thrown),
  );
}

/** Throws SBOM_INVALID. */
export async function openSbom(path: string): Promise<readonly Component[]> {
  const wrong = (reason: string) => new ShopbellError('SBOM_INVALID', { path, reason });
  return readSbom(await bytesOf(path, MOST_SBOM, wrong), path);
}

/** The named file, else shopbell.yml where it stands. Throws INPUT_INVALID. */
export async function openSettings(path: string | undefined): Promise<GateSettings> {
  const file = path ?? 'shopbell.yml';
  if (path === undefined && !(await isThere(file))) return {};
  const wrong = (reason: string) => new ShopbellError('INPUT_INVALID', { reason: `${file}: ${reason}` });
  return readSettings(await bytesOf(file, MOST_BASELINE, wrong), file);
}

/** Throws JOURNEY_INVALID. */
export async function openJourney(path: string): Promise<string> {
  const wrong = (reason: string) => new ShopbellError('JOURNEY_INVALID', { reason: `${path}: ${reason}` });
  return new TextDecoder().decode(await bytesOf(path, MOST_BASELINE, wrong));
}
