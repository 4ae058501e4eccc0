import { createHash } from 'node:crypto';

/** A script's key as it may stand in an address: keys hold slashes, which some proxies take apart. */
export function keyToken(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}
