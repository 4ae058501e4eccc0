/** The wall clock and randomness. Steps get them from here, so that tests can set them. */
export interface Clock {
  now(): Date;
  /** Milliseconds that never jump, for durations. */
  ticks(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  bytes(count: number): Uint8Array;
  /** A fraction in [0, 1), for jitter. */
  fraction(): number;
}
