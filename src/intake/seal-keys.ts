import { createHmac } from 'node:crypto';
import type { Secrets } from '#engines/secrets/types.ts';
import type { OrgId } from '#kernel/ids.ts';

/** What intake needs of keys: a house's own, or the local ones of `scan`. */
export interface SealKeys {
  /** Deterministic reference of an object number: equal numbers of one kind give equal references. */
  sealRef(kind: string, plain: string): string;
  /** Keyed hash, for sessions and tried account names. */
  mac(purpose: string, text: string): string;
  /** Secret number that is added to numeric ids, below 2^40: differences stay true. */
  readonly offset: number;
}

/** The keys of one organisation of a running house. */
export function houseKeys(secrets: Pick<Secrets, 'sealRef' | 'mac'>, org: OrgId): SealKeys {
  const seed = Buffer.from(secrets.mac(org, 'intake.position', 'offset'), 'base64url');
  return {
    sealRef: (kind, plain) => secrets.sealRef(org, kind, plain),
    mac: (purpose, text) => secrets.mac(org, purpose, text),
    offset: seed.readUIntBE(0, 5),
  };
}

export interface LocalKeys extends SealKeys {
  /** The object number behind a reference that these keys made, or null. */
  reveal(ref: string): { readonly kind: string; readonly plain: string } | null;
}

/** Keys for one run of `scan`: references are counters, their meaning stays in this process's memory. `seed`: 32 random bytes. */
export function localKeys(seed: Uint8Array): LocalKeys {
  const refs = new Map<string, string>();
  const meanings = new Map<string, { kind: string; plain: string }>();
  return {
    sealRef(kind, plain) {
      const key = `${kind}\n${plain}`;
      const known = refs.get(key);
      if (known !== undefined) return known;
      const ref = `v1.local.${refs.size.toString(36).padStart(4, '0')}`;
      refs.set(key, ref);
      meanings.set(ref, { kind, plain });
      return ref;
    },
    mac: (purpose, text) => createHmac('sha256', seed).update(`${purpose}\n${text}`).digest('base64url'),
    offset: Buffer.from(seed).readUIntBE(0, 5),
    reveal: (ref) => meanings.get(ref) ?? null,
  };
}
