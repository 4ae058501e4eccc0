import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { escalateOverdue } from './escalate-overdue.ts';
import { sendDuePages } from './send-due-pages.ts';

/** As `LEDGER_CHANNEL` of the ledger: every commit with an entry notifies it. */
const CHANNEL = 'shopbell_ledger';
const LOOK_AGAIN_MS = 2_000;
const ESCALATE_EVERY_MS = 1_000;
const REST_MS = 50;

/**
 * Sends pages as soon as they are queued, retries them and escalates what nobody answered, until stopped.
 * Any number of processes may run one: a page is claimed by a locked row.
 */
export async function startPager(house: House): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let nudge: () => void = () => undefined;
  let nudged = true;
  let escalatedAt = Number.NEGATIVE_INFINITY;
  const unlisten = await house.state.listen(CHANNEL, () => {
    nudged = true;
    nudge();
  });
  const running = (async () => {
    while (!stopping.signal.aborted) {
      nudged = false;
      try {
        while (!stopping.signal.aborted && (await sendDuePages(house)) > 0);
        if (house.clock.ticks() - escalatedAt >= ESCALATE_EVERY_MS) {
          escalatedAt = house.clock.ticks();
          await escalateOverdue(house);
        }
      } catch (error) {
        house.log.error('the pager met an error and goes on', { reason: messageOf(error) });
      }
      await house.clock.sleep(REST_MS, stopping.signal);
      if (!nudged && !stopping.signal.aborted) await rest();
    }
  })();

  async function rest(): Promise<void> {
    const wake = new AbortController();
    nudge = () => wake.abort();
    await house.clock.sleep(LOOK_AGAIN_MS, AbortSignal.any([wake.signal, stopping.signal]));
    nudge = () => undefined;
  }

  return async () => {
    stopping.abort();
    await unlisten();
    await running;
  };
}
