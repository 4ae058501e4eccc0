import { createHash } from 'node:crypto';

/** `sb_<organisation>_<key>_<secret>`: says where to look, so that no request searches across organisations. */
const SHAPE = /^sb_([0-9A-HJKMNP-TV-Z]{26})_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9-]{43})$/;

export interface KeyText {
  readonly org: `org_${string}`;
  readonly key: `key_${string}`;
  readonly hash: string;
}

/** Writes a key as it is shown once. `secret` is 32 random bytes. */
export function writeKey(org: string, key: string, secret: Uint8Array): { readonly text: string; readonly hash: string } {
  // The underscore parts the pieces, so the secret holds none. It is only ever compared, never decoded.
  const tail = Buffer.from(secret).toString('base64url').replaceAll('_', '-');
  return { text: `sb_${org.slice(4)}_${key.slice(4)}_${tail}`, hash: digest(tail) };
}

/** Reads a presented key; null when it has not the shape of one. */
export function readKey(text: string): KeyText | null {
  const match = SHAPE.exec(text.trim());
  if (!match) return null;
  return { org: `org_${match[1] ?? ''}`, key: `key_${match[2] ?? ''}`, hash: digest(match[3] ?? '') };
}

/** The secret holds about 250 random bits: a fast hash is enough. */
function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
