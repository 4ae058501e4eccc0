import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { WebEnv } from './types.ts';

/** Tells the page that something changed: a room's name or a ledger event's kind (`decide`, `decide.case-opened`). */
export type Notify = (topic: string) => void;

const TICK = 60_000;
const KEEP_ALIVE = 20_000;
const MOST_WAITING = 100;

/**
 * Answers with server-sent events: one for every topic that `subscribe` tells, and `tick` each minute (clocks move).
 * The page then fetches itself again and swaps the elements whose `data-live` names that topic.
 * `subscribe` returns how to stop; it is called when the reader goes away or the house closes (`signal`).
 */
export function liveStream(c: Context<WebEnv>, subscribe: (notify: Notify) => () => void, signal?: AbortSignal): Response {
  const { clock } = c.var.house;
  c.header('Cache-Control', 'no-store');
  c.header('X-Accel-Buffering', 'no');
  return streamSSE(c, async (stream) => {
    const waiting = new Set<string>();
    const ended = new AbortController();
    let wake: () => void = () => undefined;
    const end = () => {
      ended.abort();
      wake();
    };
    const stop = subscribe((topic) => {
      if (waiting.size < MOST_WAITING) waiting.add(topic);
      wake();
    });
    stream.onAbort(end);
    signal?.addEventListener('abort', end, { once: true });
    try {
      let lastTick = clock.ticks();
      await stream.writeSSE({ event: 'hello', data: '' });
      while (!ended.signal.aborted && !stream.aborted) {
        if (waiting.size === 0) await idle(clock.sleep(KEEP_ALIVE, ended.signal), (resolve) => (wake = resolve));
        if (clock.ticks() - lastTick >= TICK) {
          lastTick = clock.ticks();
          waiting.add('tick');
        }
        const topics = [...waiting];
        waiting.clear();
        if (ended.signal.aborted || stream.aborted) break;
        if (topics.length === 0) await stream.write(': still here\n\n');
        else await stream.writeSSE({ event: 'changed', data: JSON.stringify(topics) });
      }
    } finally {
      signal?.removeEventListener('abort', end);
      stop();
      ended.abort();
    }
  });
}

/** Waits for the sleep or for `wake`, whichever comes first; a sleep that was called off is no error. */
async function idle(sleep: Promise<void>, onWake: (resolve: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    onWake(resolve);
    sleep.then(resolve, () => resolve());
  });
}
