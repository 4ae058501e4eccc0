import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { noteFeed } from '../../verbs/note-feed.ts';
import { askApi, type Limits } from '../apis/ask-api.ts';
import { askFolder } from '../folders/ask-folder.ts';
import { askFeed, faultOf } from './ask-feed.ts';
import { listFeeds, type OrderFeed } from './store.ts';

const EVERY_MS = 5_000;
const AT_ONCE = 4;

/** Asks each database and system when it is due, until stopped. Many processes may run it: a lease lets one of them ask. Returns a stop. */
export function startReadingFeeds(house: House): () => Promise<void> {
  const stopping = new AbortController();
  const holder = Buffer.from(house.random.bytes(9)).toString('base64url');
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await readDueFeeds(house, holder);
      } catch (thrown) {
        house.log.error('databases with orders could not be asked, and will be again', { reason: messageOf(thrown) });
      }
      await house.clock.sleep(EVERY_MS, stopping.signal);
    }
  })();
  return async () => {
    stopping.abort();
    await loop;
  };
}

/** Asks every database that is due and that nobody else asks. */
export async function readDueFeeds(house: House, holder: string): Promise<void> {
  const due = await takeDue(house, holder);
  for (let first = 0; first < due.length; first += AT_ONCE)
    await Promise.all(due.slice(first, first + AT_ONCE).map((feed) => readFeed(house, feed)));
}

/** Asks one feed and notes what came of it. Never throws for what the other side does. */
export async function readFeed(house: House, feed: OrderFeed, limits: Limits = {}): Promise<void> {
  const scope = { house, org: feed.org, actor: { kind: 'system', id: 'feeds', role: 'system' } } as const;
  try {
    if (feed.api !== null) {
      await noteFeed(scope, { feed: feed.id, answer: await askApi(house, feed, limits) });
      return;
    }
    if (feed.folder !== null) {
      await noteFeed(scope, { feed: feed.id, answer: await askFolder(house, feed, feed.folder) });
      return;
    }
    let answer = await askFeed(house, feed);
    for (let since = answer.since; answer.more; since = answer.since) {
      await noteFeed(scope, { feed: feed.id, answer });
      answer = await askFeed(house, { ...feed, since });
    }
    await noteFeed(scope, { feed: feed.id, answer });
  } catch (thrown) {
    await noteFeed(scope, { feed: feed.id, answer: { failed: faultOf(house, feed, thrown) } });
  }
}

/** A feed is due when its interval is over; one that failed waits no longer than that. */
async function takeDue(house: House, holder: string): Promise<OrderFeed[]> {
  const { rows } = await house.state.everywhere((db) =>
    sql<{ org_id: OrderFeed['org']; feed_id: OrderFeed['id'] }>`
      update watch_order_feeds set lease_by = ${holder}, lease_until = now() + interval '10 minutes'
      where (org_id, feed_id) in (
        select org_id, feed_id from watch_order_feeds
        where (asked_at is null or asked_at < ${house.clock.now()}::timestamptz - make_interval(mins => every_minutes))
          and (lease_until is null or lease_until < now())
          and (wait_until is null or wait_until <= ${house.clock.now()}::timestamptz)
        for update skip locked)
      returning org_id, feed_id`.execute(db),
  );
  const found: OrderFeed[] = [];
  for (const [org, group] of Map.groupBy(rows, (row) => row.org_id)) {
    const ids = new Set(group.map((row) => row.feed_id));
    found.push(...(await house.state.inOrg(org, (db) => listFeeds(db))).filter((feed) => ids.has(feed.id)));
  }
  return found;
}
