import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { MINUTE } from '#kernel/time.ts';
import { readPushKey } from './push-keys.ts';
import { findStatusPage } from './read-served.ts';

const MOST_KEPT = 500;

/** The public key of a page's organisation, kept for a minute; `null` when there is none or it cannot be read: then nothing is offered. */
export function openPushKeyReader() {
  const kept = new Map<string, { readonly at: number; readonly key: string | null }>();
  return async (house: House, slug: string): Promise<string | null> => {
    const now = house.clock.ticks();
    const known = kept.get(slug);
    if (known !== undefined && now - known.at < MINUTE) return known.key;
    if (kept.size >= MOST_KEPT) kept.clear();
    try {
      const page = await findStatusPage(house, slug);
      const key = page === null ? null : await house.state.inOrg(page.org, (db) => readPushKey(db, page.org));
      // What is not there yet may be made any moment.
      if (key !== null) kept.set(slug, { at: now, key });
      return key;
    } catch (thrown) {
      house.log.warn('news in the browser is not offered just now', { slug, reason: messageOf(thrown) });
      return null;
    }
  };
}
