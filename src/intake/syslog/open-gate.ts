/** Bytes that wait in memory: of one source at most so many, of all together at most so many. */
const OWN = 4 * 1024 * 1024;
const ALL = 64 * 1024 * 1024;

export interface Gate {
  /** One source's part of the room. */
  share(): GateShare;
  readonly held: number;
}

interface GateShare {
  take(bytes: number): void;
  release(bytes: number): void;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
}

/** Makes those who bring more than can be stored wait until some of it is. */
export function openGate(): Gate {
  let held = 0;
  let waiters: (() => void)[] = [];
  return {
    get held() {
      return held;
    },
    share() {
      let own = 0;
      return {
        take(bytes) {
          own += bytes;
          held += bytes;
        },
        release(bytes) {
          own -= bytes;
          held -= bytes;
          const woken = waiters;
          waiters = [];
          for (const wake of woken) wake();
        },
        async room() {
          while (own > OWN || held > ALL) await new Promise<void>((resolve) => waiters.push(resolve));
        },
      };
    },
  };
}
