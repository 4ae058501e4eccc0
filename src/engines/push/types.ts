/** A pair of keys on P-256 by which a sender is known to push services (VAPID, RFC 8292): base64url, the public one as an uncompressed point. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Where a browser hears, as it told us itself: no more than this is known of its owner. */
export interface PushTarget {
  readonly endpoint: string;
  /** The browser's public key (65 bytes) and its secret (16 bytes), base64url. */
  readonly p256dh: string;
  readonly auth: string;
}

export interface PushMessage {
  readonly target: PushTarget;
  readonly keys: PushKeys;
  /** Whom a push service can write to about us: `mailto:` or `https:`. */
  readonly subject: string;
  /** At most 3,900 bytes. */
  readonly payload: string;
  /** Seconds for which it is worth keeping while the browser is away. */
  readonly ttl: number;
  /** A later one with the same topic replaces one that still waits (at most 32 letters, digits, - and _). */
  readonly topic: string;
}

/** What a push service answered. `gone`: that browser hears no more, for good. `later`: it may take it another time, after `waitMs` if it said so. */
export type PushOutcome =
  | { readonly kind: 'taken'; readonly response: string }
  | { readonly kind: 'gone'; readonly response: string }
  | { readonly kind: 'later'; readonly response: string; readonly waitMs: number | null }
  | { readonly kind: 'refused'; readonly response: string };

/** Messages to browsers (RFC 8030), encrypted for one browser each (RFC 8291). */
export interface Pusher {
  makeKeys(): PushKeys;
  /** Whether it can be one at all: an https address by name, keys of the right size and on the curve. */
  isTarget(target: PushTarget): boolean;
  /** Never throws for what the push service or the network did. */
  send(message: PushMessage): Promise<PushOutcome>;
}
