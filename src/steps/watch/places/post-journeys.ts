import type { Spool } from '#engines/files/open-spool.ts';
import type { House } from '#engines/house.ts';
import type { JourneyRun } from '#engines/journeys/types.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import type { CheckId } from '#kernel/ids.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import type { WatchCheck } from '../store.ts';
import type { JourneySent } from './protocol.ts';

/** Of journeys that went well one an hour is sent, as one an hour is kept. */
const FRESH_MS = HOUR;
/** The trace of a journey that goes on failing in the same way is sent so often: it is by far the largest part. */
const TRACE_MS = 10 * MINUTE;

export interface JourneyPostMeans {
  readonly log: House['log'];
  readonly spool: Spool;
  /** Throws INPUT_INVALID for what is not understood, anything else while the Shopbell cannot be reached. */
  readonly send: (journey: JourneySent) => Promise<void>;
}

/** Brings what journeys of a prober saw to the Shopbell that it works for: on disk first, sent when it can be reached, the oldest lost when there is no room. */
export function openJourneyPost({ log, spool, send }: JourneyPostMeans) {
  const last = new Map<CheckId, { readonly outcome: JourneyRun['outcome']; readonly reason: string; readonly at: number }>();
  let sending = Promise.resolve();
  const flush = async (): Promise<void> => {
    for (let kept = await spool.first(); kept !== null; kept = await spool.first()) {
      try {
        await send(JSON.parse(kept.text) as JourneySent);
      } catch (thrown) {
        if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
        log.error('what a journey saw is not understood by the Shopbell that this prober works for, and is left out', {
          reason: messageOf(thrown),
        });
      }
      await spool.remove(kept.name);
    }
  };
  return {
    /** Keeps a journey that is worth it. Never throws. */
    keep: async (check: WatchCheck, at: Date, run: JourneyRun): Promise<void> => {
      const before = last.get(check.id);
      const isFresh = before?.outcome === 'passed' && run.outcome === 'passed' && at.getTime() - before.at < FRESH_MS;
      const places = run.told.order !== undefined;
      if (isFresh && !places) return;
      const isSame = before?.outcome === run.outcome && before.reason === run.reason && at.getTime() - before.at < TRACE_MS;
      try {
        const lost = await spool.put(JSON.stringify(asSent(check.id, at, run, { pictures: !isFresh, trace: !isSame })), 1);
        if (lost > 0) log.warn('pictures of journeys had to go: there is no more room for them', { journeys: lost });
        if (!isFresh && !isSame) last.set(check.id, { outcome: run.outcome, reason: run.reason, at: at.getTime() });
      } catch (thrown) {
        log.error('what a journey saw cannot be written to disk', { check: check.id, reason: messageOf(thrown) });
      }
    },
    /** Sends what waits, oldest first. Throws what `send` throws. */
    flush: (): Promise<void> => {
      const work = sending.then(flush);
      sending = work.catch(() => undefined);
      return work;
    },
  };
}

function asSent(
  check: CheckId,
  at: Date,
  { outcome, reason, failed, ms, steps, requests, complaints, told, shots, trace }: JourneyRun,
  wanted: { readonly pictures: boolean; readonly trace: boolean },
): JourneySent {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    ...{ check, at: at.toISOString(), outcome, reason: reason.slice(0, 10_000), failed, ms, told: { ...told } },
    ...{ steps: steps.map((step) => ({ ...step, within: [...step.within] })), requests: [...requests], complaints: [...complaints] },
    shots: wanted.pictures ? shots.map(({ jpeg, ...shot }) => ({ ...shot, title: shot.title.slice(0, 1_000), jpeg: base64(jpeg) })) : [],
    trace: wanted.trace && trace !== null ? base64(trace) : null,
  };
}
