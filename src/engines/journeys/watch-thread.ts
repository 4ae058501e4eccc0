import type { Worker } from 'node:worker_threads';
import { messageOf } from '#kernel/errors.ts';

const LOOK_MS = 100;
/** Computing until a thread has loaded what it runs. */
const START_MS = 6_000;

export interface Watch {
  /** It was told something and has not said yet that it rests. */
  works(): void;
  rests(): void;
  isOver(): boolean;
  close(): void;
}

/**
 * Looks at what a thread computes, in milliseconds of its own time, from when it was told something until it rests; ends it when that is
 * more than `longestMs`. `over` hears `interrupted` then, or how the thread ended by itself.
 */
export function watchThread(worker: Worker, longestMs: number, over: (words: string) => void): Watch {
  let owes = 1;
  let limit = START_MS;
  let since: number | null = 0;
  let isOver = false;
  const end = (words: string) => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    over(words);
    void worker.terminate();
  };
  const look = async () => {
    if (owes === 0) return;
    const { user, system } = await worker.cpuUsage();
    const computed = (user + system) / 1_000;
    since ??= computed;
    if (owes > 0 && computed - since > limit) end('interrupted');
  };
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  worker.once('error', (thrown) => end(`the sandbox broke: ${messageOf(thrown)}`));
  worker.once('exit', () => end('the sandbox ended'));
  return {
    works: () => {
      owes += 1;
      since = null;
    },
    rests: () => {
      owes -= 1;
      limit = longestMs;
      since = null;
    },
    isOver: () => isOver,
    close: () => {
      isOver = true;
      clearInterval(timer);
    },
  };
}
