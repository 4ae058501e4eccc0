import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '#kernel/errors.ts';
import type { Log } from '../log/types.ts';

export interface Launched {
  readonly process: ChildProcess;
  /** The server's last words on stderr, one line. */
  readonly words: () => string;
}

const STOP_WITHIN_MS = 15_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps a server process running: waits until it is ready, starts it again with growing pauses when it dies, stops it when asked.
 * Throws what `untilReady` throws when the first start fails.
 */
export async function superviseServer(
  launch: () => Launched,
  untilReady: (launched: Launched) => Promise<void>,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  let stopping = false;
  let current = launch();
  const restart = async (): Promise<void> => {
    for (let pause = FIRST_PAUSE_MS; !stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await wait(pause);
      if (stopping) return;
      current = launch();
      try {
        await untilReady(current);
        log.warn('the database server runs again');
        guard();
        return;
      } catch (error) {
        log.error('the database server does not start', { reason: messageOf(error) });
        await stopProcess(current.process);
      }
    }
  };
  const guard = (): void => {
    current.process.once('exit', (code, signal) => {
      if (stopping) return;
      log.error('the database server ended by itself and is started again', { code, signal, words: current.words() });
      void restart();
    });
  };
  try {
    await untilReady(current);
  } catch (error) {
    await stopProcess(current.process);
    throw error;
  }
  guard();
  return {
    stop: async () => {
      stopping = true;
      await stopProcess(current.process);
    },
  };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<true>((resolve) => child.once('exit', () => resolve(true)));
  child.kill('SIGINT');
  const inTime = await Promise.race([gone, wait(STOP_WITHIN_MS, false, { ref: false })]);
  if (!inTime) {
    child.kill('SIGQUIT');
    await gone;
  }
}
