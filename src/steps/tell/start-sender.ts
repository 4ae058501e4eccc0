import type { House } from '#engines/house.ts';
import { LEDGER_CHANNEL } from '#engines/ledger/append-entry.ts';
import { messageOf } from '#kernel/errors.ts';
import { SECOND } from '#kernel/time.ts';
import { noteInterruptions } from './note-interruptions.ts';
import { sendDueLetters } from './send-due-letters.ts';

export interface SenderOptions {
  /** Letters a second at most. Unless said: no limit for the local mailbox, 10 for a real mail server. */
  readonly perSecond?: number;
}

const LOOK_AGAIN_MS = SECOND;
const BATCH = 200;
const CONCURRENCY = 10;

/**
 * Sends letters as soon as they are queued, until stopped: stopping waits for the batch that is under way and its records.
 * Any number of processes may run one: a letter is claimed by a locked row.
 */
export async function startSender(house: House, options: SenderOptions = {}): Promise<() => Promise<void>> {
  const perSecond = options.perSecond ?? (house.mailer.mode === 'local' ? Number.POSITIVE_INFINITY : 10);
  const batch = Math.max(1, Math.min(BATCH, perSecond));
  const pace = { batch, concurrency: Math.min(CONCURRENCY, batch) };
  const stopping = new AbortController();
  let nudge: () => void = () => undefined;
  let nudged = true;
  const unlisten = await house.state.listen(LEDGER_CHANNEL, () => {
    nudged = true;
    nudge();
  });

  async function round(): Promise<void> {
    await noteInterruptions(house);
    while (!stopping.signal.aborted) {
      const started = house.clock.ticks();
      const tried = await sendDueLetters(house, pace);
      if (tried === 0) return;
      const least = (tried / perSecond) * SECOND;
      const left = least - (house.clock.ticks() - started);
      if (left > 0) await house.clock.sleep(left, stopping.signal);
    }
  }

  async function rest(): Promise<void> {
    const wake = new AbortController();
    nudge = () => wake.abort();
    if (!nudged) await house.clock.sleep(LOOK_AGAIN_MS, AbortSignal.any([wake.signal, stopping.signal]));
    nudge = () => undefined;
  }

  const running = (async () => {
    while (!stopping.signal.aborted) {
      nudged = false;
      try {
        await round();
      } catch (error) {
        house.log.error('the sender of letters met an error and goes on', { reason: messageOf(error) });
        await house.clock.sleep(LOOK_AGAIN_MS, stopping.signal);
      }
      if (!stopping.signal.aborted) await rest();
    }
  })();

  return async () => {
    stopping.abort();
    await unlisten();
    await running;
  };
}
