import type { Db } from '#engines/state/types.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { AnnouncementKind, PostKind, StatusLanguage, StatusPart } from './status-words.ts';
import { type AnnouncementId, type PostId, statusTables, type Texts } from './store.ts';

/** One thing that people said of an announcement: its beginning, an update, its end. */
interface Post {
  readonly id: PostId;
  readonly kind: PostKind;
  readonly texts: Texts;
  readonly at: Date;
}

/** What people told of a shop themselves; `to` is null while it is open. Posts: the newest first. */
export interface Announcement {
  readonly id: AnnouncementId;
  readonly kind: AnnouncementKind;
  readonly parts: readonly StatusPart[];
  readonly titles: Texts;
  readonly from: Date;
  readonly to: Date | null;
  readonly posts: readonly Post[];
}

/** The announcements of a shop that are open or ended after an instant, the newest first. */
export async function listAnnouncements(db: Db, shop: ShopId, since: Date): Promise<Announcement[]> {
  const rows = await statusTables(db)
    .selectFrom('watch_status_announcements')
    .selectAll()
    .where('shop_id', '=', shop)
    .where((where) => where.or([where('ended_at', 'is', null), where('ended_at', '>', since)]))
    .orderBy('begun_at', 'desc')
    .limit(100)
    .execute();
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.announcement_id);
  const posts = await statusTables(db)
    .selectFrom('watch_status_posts')
    .selectAll()
    .where('announcement_id', 'in', ids)
    .orderBy('at', 'desc')
    .orderBy('post_id', 'desc')
    .execute();
  const own = Map.groupBy(posts, (post) => post.announcement_id);
  return rows.map((row) => ({
    ...{ id: row.announcement_id, kind: row.kind, parts: row.parts, titles: row.titles, from: row.begun_at, to: row.ended_at },
    posts: (own.get(row.announcement_id) ?? []).map(({ post_id: id, kind, texts, at }) => ({ id, kind, texts, at })),
  }));
}

/** What was written in the reader's language, else in the page's, else in any; with the language it is in. */
export function textIn(
  texts: Texts,
  wish: StatusLanguage,
  main: StatusLanguage,
): { readonly text: string; readonly language: StatusLanguage } {
  const languages = [wish, main, 'en', 'pl', 'de', 'ja'] as const;
  const language = languages.find((one) => (texts[one] ?? '') !== '') ?? main;
  return { text: texts[language] ?? '', language };
}
