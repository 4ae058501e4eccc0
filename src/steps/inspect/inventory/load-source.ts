import { gunzipSync } from 'fflate';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';

/** A kept source as text; `null` when none was kept or it is no longer there. */
export async function loadSource({ house, org }: Scope, artifact: string | null): Promise<string | null> {
  if (artifact === null) return null;
  try {
    return Buffer.from(gunzipSync(await house.artifacts.load(org, artifact))).toString('utf8');
  } catch (thrown) {
    if (thrown instanceof ShopbellError && thrown.code === 'NOT_FOUND') return null;
    throw thrown;
  }
}
