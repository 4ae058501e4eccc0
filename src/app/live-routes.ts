import { Hono } from 'hono';
import type { House } from '#engines/house.ts';
import { LEDGER_CHANNEL } from '#engines/ledger/append-entry.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { liveStream, type Notify } from '#web/live.ts';
import { steps, type WebEnv } from '#web/types.ts';

/** `/live`: tells open pages that their organisation's ledger grew. One listening connection serves all of them. */
export function liveRoutes(house: House, stopping: AbortSignal): Hono<WebEnv> {
  const readers = new Map<OrgId, Set<Notify>>();
  house.state
    .listen(LEDGER_CHANNEL, (payload) => {
      for (const [org, notifies] of readers) {
        if (payload !== '' && payload !== org) continue;
        for (const notify of notifies) for (const topic of ['overview', ...steps]) notify(topic);
      }
    })
    .then((unlisten) => (stopping.aborted ? unlisten() : stopping.addEventListener('abort', () => void unlisten(), { once: true })))
    .catch((error: unknown) => house.log.warn('pages are not updated live', { reason: messageOf(error) }));

  const app = new Hono<WebEnv>();
  app.get('/live', (c) => {
    const { org } = c.var.scope;
    const subscribe = (notify: Notify): (() => void) => {
      const own = readers.get(org) ?? new Set();
      readers.set(org, own.add(notify));
      return () => {
        own.delete(notify);
        if (own.size === 0) readers.delete(org);
      };
    };
    return liveStream(c, subscribe, stopping);
  });
  return app;
}
