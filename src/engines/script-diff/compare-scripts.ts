import { Worker } from 'node:worker_threads';
import type { CompareOptions, Comparison } from './types.ts';

/** Characters of both scripts together that are laid out; longer ones are only split. */
const BEAUTIFIED = 1_600_000;
const LARGEST = 8_000_000;
const MEMORY_MB = 768;

/**
 * Compares two contents of a script as a person would read them. Neither is run. It happens in a worker that is ended when it takes too long,
 * since a script can be made to be hard to read. `null` when they are too long or too different to be compared in time.
 */
export async function compareScripts(before: string, after: string, options: CompareOptions = {}): Promise<Comparison | null> {
  const length = before.length + after.length;
  if (length > LARGEST) return null;
  const { values = false, maxMs = 8_000, mostLines = 800 } = options;
  const limits = { values, maxMs, mostLines };
  for (const how of length > BEAUTIFIED ? (['split'] as const) : (['beautified', 'split'] as const)) {
    const found = await inTurn({ before, after, how, ...limits });
    if (found !== null) return { how, ...found };
  }
  return null;
}

/** One comparison at a time: each may take much memory, and nobody waits long. */
let turn: Promise<unknown> = Promise.resolve();

type Found = Omit<Comparison, 'how'> | null;

function inTurn(work: Parameters<typeof inWorker>[0]): Promise<Found> {
  const mine = turn.then(() => inWorker(work));
  turn = mine;
  return mine;
}

function inWorker(work: { readonly maxMs: number } & Record<string, unknown>): Promise<Found> {
  const worker = new Worker(new URL('./compare-worker.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    // Nothing that a script could make a parser print is ours to show.
    stdout: true,
    stderr: true,
  });
  return new Promise((resolve) => {
    const end = (found: Found) => {
      clearTimeout(late);
      void worker.terminate();
      resolve(found);
    };
    const late = setTimeout(() => end(null), work.maxMs);
    worker.once('message', end);
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
