import type { Actor } from './event.ts';

/** What may change at a shop and explain why something behaves otherwise. */
export type ShopChangeKind =
  | 'release'
  | 'certificate'
  | 'check-added'
  | 'check-changed'
  | 'check-removed'
  | 'check-paused'
  | 'check-resumed'
  | 'connector-added'
  | 'connector-removed'
  | 'promises'
  | 'shop'
  | 'config'
  | 'content'
  | 'extension'
  | 'incident'
  | 'down'
  | 'up';

/** What a certificate says of itself. */
export interface CertificateFacts {
  readonly issuer: string;
  /** Hexadecimal digits. */
  readonly serial: string;
  readonly until: Date;
}

/** Something that changed at a shop, or in how it is watched. */
export interface ShopChange {
  readonly at: Date;
  readonly what: ShopChangeKind;
  /** A version, a check's name, an incident's title, what was changed. */
  readonly name: string;
  readonly href: string | null;
  /** Who changed it here; `null`: nobody here did, or nothing tells. */
  readonly by: Actor | null;
  /** Of a certificate: the one before, and the new one. */
  readonly certificate?: { readonly from: CertificateFacts; readonly to: CertificateFacts };
}
