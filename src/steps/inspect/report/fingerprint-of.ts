import { createHash } from 'node:crypto';
import { stableKey } from './stable-key.ts';

/**
 * The same weakness has the same fingerprint in every run and on every host of the shop, whatever its wording and whatever hashes a build
 * put into names of files: 32 hexadecimal digits. `target` is the origin that was looked at; '' for a key that is stable already.
 */
export function fingerprintOf(check: string, key: string, target: string): string {
  return createHash('sha256')
    .update(`${check}\n${stableKey(key, target)}`)
    .digest('hex')
    .slice(0, 32);
}
