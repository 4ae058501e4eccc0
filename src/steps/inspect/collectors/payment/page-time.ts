import type { CDPSession } from 'playwright-core';
import type { Clock } from '#engines/clock/types.ts';

/** The page's own time: real until it is first moved on; after that it stands still except when it is moved. */
export interface PageTime {
  /** Lets so many milliseconds pass for the page, at once; waits for what it asks of the network, at most `most` real ones. */
  advance(ms: number, most: number): Promise<void>;
}

/** Moves a page's time on without a trace in the page, so that scripts which wait long before they act need not be waited for. */
export function openPageTime(session: CDPSession, clock: Pick<Clock, 'sleep'>): PageTime {
  return {
    advance: async (ms, most) => {
      const over = new Promise<void>((resolve) => session.once('Emulation.virtualTimeBudgetExpired', () => resolve()));
      // A page that is held up does not even take the wish.
      const asked = session
        .send('Emulation.setVirtualTimePolicy', {
          policy: 'pauseIfNetworkFetchesPending',
          budget: ms,
          maxVirtualTimeTaskStarvationCount: 1_000,
        })
        .then(() => over);
      await Promise.race([asked, clock.sleep(most)]);
    },
  };
}
