import type { House } from '#engines/house.ts';
import type { Db } from '#engines/state/types.ts';
import type { ShopId } from '#kernel/ids.ts';
import { addMs, DAY } from '#kernel/time.ts';
import { findShop } from '#registry/index.ts';
import { type Announcement, listAnnouncements } from './announcements.ts';
import { DAYS_SHOWN, daysOf } from './days-of.ts';
import type { StateSpan } from './follow-span.ts';
import { pageUrl } from './page-url.ts';
import { pastTroubles } from './past-troubles.ts';
import type { Snapshot } from './snapshot.ts';
import { type StatusPart, statusParts, worstOf } from './status-words.ts';
import { type StatusPage, statusTables, takeStatusPage } from './store.ts';

const MOST_TROUBLES = 50;

/** What a shop's page shows now. Only reads. */
export function readSnapshot(house: Pick<House, 'state' | 'clock' | 'publicUrl'>, page: StatusPage): Promise<Snapshot> {
  const now = house.clock.now();
  const since = addMs(now, -(DAYS_SHOWN + 1) * DAY);
  return house.state.inOrg(page.org, async (db) => {
    const shop = await findShop(db, page.shop);
    const seenAt = (await takeStatusPage(db, page.shop))?.seenAt ?? now;
    const spans = await readSpans(db, page.shop, since);
    const announcements = await listAnnouncements(db, page.shop, since);
    const spoken = announcements.filter(({ kind }) => kind === 'trouble');
    const parts = statusParts.map((part) => {
      const own = spans.get(part) ?? [];
      const open = own.find(({ to }) => to === null);
      return { part, state: open?.state ?? 'unknown', since: open?.from.toISOString() ?? null, days: daysOf(own, now, shop.timeZone) };
    });
    const troubles = statusParts
      .flatMap((part) => pastTroubles(part, spans.get(part) ?? [], spoken))
      .sort((a, b) => b.from.getTime() - a.from.getTime())
      .slice(0, MOST_TROUBLES);
    return {
      schema: 'shopbell.status/1',
      ...{ shop: shop.name, url: pageUrl(house.publicUrl, page), language: page.language, timeZone: shop.timeZone },
      ...{ asOf: seenAt.toISOString(), state: worstOf(parts.map(({ state }) => state)), parts },
      announcements: announcements.map(shown),
      troubles: troubles.map(({ part, from, to }) => ({ part, from: from.toISOString(), to: to?.toISOString() ?? null })),
    };
  });
}

async function readSpans(db: Db, shop: ShopId, since: Date): Promise<Map<StatusPart, StateSpan[]>> {
  const rows = await statusTables(db)
    .selectFrom('watch_status_spans')
    .select(['part', 'state', 'begins_at', 'ends_at'])
    .where('shop_id', '=', shop)
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', since)]))
    .orderBy('begins_at')
    .execute();
  return new Map(
    [...Map.groupBy(rows, (row) => row.part)].map(([part, own]) => [
      part,
      own.map(({ state, begins_at: from, ends_at: to }) => ({ state, from, to })),
    ]),
  );
}

function shown({ id, kind, parts, titles, from, to, posts }: Announcement): Snapshot['announcements'][number] {
  return {
    ...{ id, kind, parts: [...parts], titles: { ...titles }, from: from.toISOString(), to: to?.toISOString() ?? null },
    posts: posts.map((post) => ({ id: post.id, kind: post.kind, texts: { ...post.texts }, at: post.at.toISOString() })),
  };
}
