import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { SECOND } from '#kernel/time.ts';
import { readSnapshot } from './read-snapshot.ts';
import { type Snapshot, snapshotShape } from './snapshot.ts';
import { listPublishedPages, type StatusPage } from './store.ts';

/** What is served is at most so old; many readers at once cost one reading. */
const FRESH_MS = SECOND;
const MOST_KEPT = 500;

/** The published page of an address, or `null`. */
export async function findStatusPage(house: Pick<House, 'state'>, slug: string): Promise<StatusPage | null> {
  if (!/^[a-z0-9-]{3,50}$/.test(slug)) return null;
  const [page] = await house.state.everywhere((db) => listPublishedPages(db, slug));
  return page ?? null;
}

/** Reads what the pages show, from the state; when that does not answer, from the files that were written last. */
export function openServed() {
  const kept = new Map<string, { readonly at: number; readonly snapshot: Promise<Snapshot | null> }>();
  return (house: House, slug: string): Promise<Snapshot | null> => {
    const now = house.clock.ticks();
    const known = kept.get(slug);
    if (known !== undefined && now - known.at < FRESH_MS) return known.snapshot;
    if (kept.size >= MOST_KEPT) kept.clear();
    const snapshot = readEither(house, slug);
    kept.set(slug, { at: now, snapshot });
    // What is not there yet may be published any moment.
    snapshot.then((found) => found ?? kept.delete(slug)).catch(() => kept.delete(slug));
    return snapshot;
  };
}

async function readEither(house: House, slug: string): Promise<Snapshot | null> {
  try {
    const page = await findStatusPage(house, slug);
    return page === null ? null : await readSnapshot(house, page);
  } catch (thrown) {
    const file = /^[a-z0-9-]{3,50}$/.test(slug) ? await house.published.read(`${slug}/status.json`) : null;
    if (file === null) throw thrown;
    house.log.warn('a status page is served from its files', { slug, reason: messageOf(thrown) });
    return snapshotShape.parse(JSON.parse(file.toString('utf8')));
  }
}
