import type { Log } from '../log/types.ts';

const EVERY_MS = 10_000;
const KINDS = 1_000;

/** Warns of the same thing of the same address once in ten seconds: whoever knocks a thousand times a second fills no disk. */
export function tellRarely(log: Log): (message: string, facts: Readonly<Record<string, unknown>>) => void {
  const told = new Map<string, number>();
  return (message, facts) => {
    const key = `${message} ${String(facts.remote)}`;
    const now = performance.now();
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
    if (told.size >= KINDS) told.clear();
    told.set(key, now);
    log.warn(message, facts);
  };
}
