import type { CaseId, OrgId } from '#kernel/ids.ts';
import type { Purpose, Sealed, SealedRef } from '#kernel/sealed.ts';

/** Seals and opens personal data. Keys derive from the master key per organisation; a case has a key of its own that can be shredded. */
export interface Secrets {
  seal(org: OrgId, plain: string): Sealed;
  /** Whoever opens says why. What concerns a shop's customers is also recorded in the ledger by the verb that opens it. */
  open(org: OrgId, sealed: Sealed, purpose: Purpose): string;
  /** Deterministic: equal values of one organisation and kind give equal references, so that they can be searched by equality. */
  sealRef(org: OrgId, kind: string, plain: string): SealedRef;
  openRef(org: OrgId, kind: string, ref: SealedRef, purpose: Purpose): string;
  /** A new random key, wrapped by the master key, to be stored with a case. */
  newCaseKey(id: CaseId): string;
  sealWith(wrappedKey: string, plain: string): Sealed;
  openWith(wrappedKey: string, sealed: Sealed, purpose: Purpose): string;
  /** HMAC-SHA-256 in base64url under a key derived for this purpose: codes, signatures, look-up hashes. */
  mac(org: OrgId, purpose: string, text: string): string;
  /** Ed25519 (RFC 8032) in base64url under a key pair derived for this purpose: whoever has the public key can check it without us. */
  sign(org: OrgId, purpose: string, text: string): string;
  /** The public key that belongs to `sign`: the 32 bytes of RFC 8032 in base64url. */
  publicKey(org: OrgId, purpose: string): string;
}
