import type { Outside } from '../collect-options.ts';

/** The work, or after so many milliseconds an error that says that it took longer. */
export async function within<T>(clock: Outside['clock'], work: Promise<T>, ms: number): Promise<T> {
  const controller = new AbortController();
  const late = clock.sleep(ms, controller.signal).then(() => Promise.reject(new Error(`it took longer than ${ms / 1_000} s`)));
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    controller.abort();
  }
}
