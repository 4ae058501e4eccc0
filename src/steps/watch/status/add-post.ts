import { z } from 'zod';
import type { Ctx } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { queueStatusMails } from './queue-status-mails.ts';
import { type PostKind, statusLanguages } from './status-words.ts';
import { type AnnouncementId, type PostId, statusTables } from './store.ts';

const LONGEST_TEXT = 2_000;
const LONGEST_TITLE = 150;

const textsShape = (longest: number, what: string) =>
  z
    .partialRecord(z.enum(statusLanguages), z.string().trim().max(longest))
    .transform((texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')))
    .refine((texts) => Object.keys(texts).length > 0, `must say ${what} in one language at least`);

/** What is told, in one language at least, as plain text. */
export const postTexts = textsShape(LONGEST_TEXT, 'something');
export const announcementTitles = textsShape(LONGEST_TITLE, 'what it is about');

/** Adds what people say of an announcement and queues its mails, in the caller's transaction. */
export async function addPost(
  ctx: Ctx,
  {
    announcement,
    shop,
    kind,
    texts,
  }: {
    readonly announcement: AnnouncementId;
    readonly shop: `shop_${string}`;
    readonly kind: PostKind;
    readonly texts: Readonly<Record<string, string>>;
  },
): Promise<{ readonly post: PostId; readonly mails: number }> {
  const post = ctx.newId('post');
  await statusTables(ctx.db)
    .insertInto('watch_status_posts')
    .values({ org_id: ctx.org, post_id: post, announcement_id: announcement, kind, texts: JSON.stringify(texts), at: ctx.now })
    .execute();
  return { post, mails: await queueStatusMails(ctx, { shop, about: post }) };
}

/** An announcement that is still open, locked until the transaction ends. Throws NOT_FOUND, CONFLICT. */
export async function takeOpenAnnouncement(ctx: Ctx, id: AnnouncementId): Promise<{ readonly shop: `shop_${string}` }> {
  const row = await statusTables(ctx.db)
    .selectFrom('watch_status_announcements')
    .select(['shop_id', 'ended_at'])
    .where('announcement_id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'announcement' });
  if (row.ended_at !== null) throw new ShopbellError('CONFLICT', { reason: 'this announcement has ended.' });
  return { shop: row.shop_id };
}
