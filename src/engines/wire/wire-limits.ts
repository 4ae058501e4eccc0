export interface WireLimits {
  /** The whole look, ms. */
  readonly timeoutMs: number;
  /** Whether private, loopback and link-local addresses may be reached: only when the owner allowed this target. */
  readonly allowPrivate: boolean;
}
