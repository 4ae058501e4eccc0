import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { publicHostName } from '#kernel/host-name.ts';
import { SECOND } from '#kernel/time.ts';
import { snapshotShape } from './snapshot.ts';
import { statusTables } from './store.ts';

/** What is set or proven counts within so long; many requests at once cost one look. */
const FRESH_MS = 3 * SECOND;
const MOST_KEPT = 500;

/** The slug of the page whose proven own host this is; `null`: nobody's; `unknown`: nothing tells. */
export type FindHostPage = (host: string) => Promise<string | null | 'unknown'>;

/** Finds whose a host is, in the state; when that does not answer, in the files that were written last. */
export function openHostPages(house: House): FindHostPage {
  const kept = new Map<string, { readonly at: number; readonly slug: ReturnType<FindHostPage> }>();
  return (host) => {
    if (publicHostName(host) !== host) return Promise.resolve(null);
    const now = house.clock.ticks();
    const known = kept.get(host);
    if (known !== undefined && now - known.at < FRESH_MS) return known.slug;
    if (kept.size >= MOST_KEPT) kept.clear();
    const slug = findEither(house, host);
    kept.set(host, { at: now, slug });
    return slug;
  };
}

async function findEither(house: House, host: string): Promise<string | null | 'unknown'> {
  try {
    return await house.state.everywhere(async (db) => {
      const row = await statusTables(db)
        .selectFrom('watch_status_hosts as h')
        .innerJoin('watch_status_pages as p', (join) => join.onRef('p.org_id', '=', 'h.org_id').onRef('p.shop_id', '=', 'h.shop_id'))
        .select(['p.slug'])
        .where('h.host', '=', host)
        .where('h.proven_at', 'is not', null)
        .executeTakeFirst();
      return row?.slug ?? null;
    });
  } catch (thrown) {
    house.log.warn('whose a host is was looked for in the files', { reason: messageOf(thrown) });
    return (await findInFiles(house, host)) ?? 'unknown';
  }
}

async function findInFiles({ published }: House, host: string): Promise<string | null> {
  for (const folder of await published.folders()) {
    const file = await published.read(`${folder}/status.json`);
    const snapshot = file === null ? null : snapshotShape.safeParse(JSON.parse(file.toString('utf8')));
    if (snapshot?.success && new URL(snapshot.data.url).hostname === host) return folder;
  }
  return null;
}
