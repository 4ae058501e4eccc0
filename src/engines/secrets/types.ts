import type { CaseId, OrgId } from '#kernel/ids.ts';
import type { Sealed, SealedRef } from '#kernel/sealed.ts';

/** Seals and opens personal data. Keys derive from the master key per organisation; a case has a key of its own that can be shredded. */
export interface Secrets {
  seal(org: OrgId, plain: string): Sealed;
  open(org: OrgId, sealed: Sealed): string;
  /** Deterministic: equal values of one organisation and kind give equal references, so that they can be searched by equality. */
  sealRef(org: OrgId, kind: string, plain: string): SealedRef;
  openRef(org: OrgId, kind: string, ref: SealedRef): string;
  /** A new random key, wrapped by the master key, to be stored with a case. */
  newCaseKey(id: CaseId): string;
  sealWith(wrappedKey: string, plain: string): Sealed;
  openWith(wrappedKey: string, sealed: Sealed): string;
  /** HMAC-SHA-256 in base64url under a key derived for this purpose: codes, signatures, look-up hashes. */
  mac(org: OrgId, purpose: string, text: string): string;
}
