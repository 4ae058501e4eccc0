import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { localTime } from '#kernel/local-time.ts';
import { addMs, DAY, HOUR } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { openSecrets } from '../../check-secrets.ts';
import { withoutSecrets } from '../../checks/fill-in.ts';
import { storeSteps } from '../store-steps.ts';
import { readRows } from './read-rows.ts';
import type { OrderFeed } from './store.ts';
import { withSince } from './with-since.ts';

export interface FeedAnswer {
  readonly steps: number;
  readonly rejected: number;
  /** Why rows were left out; '' when none was. */
  readonly reason: string;
  /** From when on the next question asks. */
  readonly since: Date;
  /** There was more than is read at once: the next question need not wait. */
  readonly more: boolean;
}

const MOST_ROWS = 20_000;
const TIMEOUT_MS = 60_000;
/** What is written late, or by a clock that is slow, is asked for again: what is known is not stored again. */
const OVERLAP_MS = 2 * HOUR;
/** How far back the first question goes. */
export const firstReach = 90 * DAY;

/** Asks a database once for what is new, and stores what it tells: numbers sealed, nothing else kept. Throws what asking throws. */
export async function askFeed(house: House, feed: OrderFeed): Promise<FeedAnswer> {
  const { org, shop, toldBy, query, since, timeZone } = feed;
  const { allowPrivate } = await house.state.inOrg(org, (db) => findShop(db, shop));
  const now = house.clock.now();
  const password = feed.password === null ? '' : house.secrets.open(org, feed.password, 'use-own-secret');
  const url = feed.url.replace('{{password}}', encodeURIComponent(password));
  const filled = withSince(query, url);
  const { day, minutes } = localTime(since.getTime(), timeZone);
  const value = `${day} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
  const question = { url, timeZone, query: filled?.query ?? query, values: Array<string>(filled?.count ?? 0).fill(value) };
  const answer = await house.sql.read(question, { timeoutMs: TIMEOUT_MS, maxRows: MOST_ROWS, allowPrivate });
  const read = readRows(answer, { toldBy, zone: timeZone });
  const steps = await storeSteps(house, { org, shop, source: feed.id }, read.steps);
  const next = answer.truncated ? read.changed : addMs(now, -OVERLAP_MS);
  const stuck = answer.truncated && (next === null || next <= since);
  const reason = stuck ? `more than ${MOST_ROWS} rows, and no column “changed” in their order says where to go on` : read.reason;
  return {
    ...{ steps, rejected: read.rejected, reason: reason.slice(0, 300) },
    since: stuck || next === null ? since : new Date(Math.max(since.getTime(), next.getTime())),
    more: answer.truncated && !stuck,
  };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** What went wrong, without what a message could hold of the password. */
export function faultOf(house: House, feed: OrderFeed, thrown: unknown): string {
  const password = feed.password === null ? '' : house.secrets.open(feed.org, feed.password, 'use-own-secret');
  const text =
    feed.folder === null
      ? messageOf(thrown)
      : withoutSecrets(messageOf(thrown), openSecrets(house, { org: feed.org, secrets: feed.folder.secrets }));
  return (password === '' ? text : text.replaceAll(password, '•••').replaceAll(encodeURIComponent(password), '•••')).slice(0, 300);
}
