import type { House } from '#engines/house.ts';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import type { OrgId } from '#kernel/ids.ts';
import { isId } from '#kernel/ids.ts';
import { findShop } from '#registry/index.ts';
import type { MailFacts } from './compose-status-mail.ts';
import { pageUrl } from './page-url.ts';
import type { StatusPart } from './status-words.ts';
import { type MailRow, statusTables, takeStatusPage } from './store.ts';
import { subscriberToken } from './subscriber-tokens.ts';

type Wanted = Pick<MailRow, 'subscriber_id' | 'about' | 'shop_id' | 'kind' | 'part_state'> & { readonly parts: readonly StatusPart[] };

/** Everything that one mail needs; `null` when its subscriber left or its page is gone. Opens the address to write to it. */
export function readMailFacts(house: House, org: OrgId, mail: Wanted): Promise<MailFacts | null> {
  return house.state.inOrg(org, async (db) => {
    const tables = statusTables(db);
    const subscriber = await tables
      .selectFrom('watch_status_subscribers')
      .select(['address', 'language', 'confirmed_at', 'channel'])
      .where('subscriber_id', '=', mail.subscriber_id)
      .executeTakeFirst();
    const page = await takeStatusPage(db, mail.shop_id);
    if (subscriber === undefined || page === null || (mail.kind !== 'confirm' && subscriber.confirmed_at === null)) return null;
    const shop = await findShop(db, mail.shop_id);
    const url = pageUrl(house.publicUrl, page);
    const link = (use: 'confirm' | 'leave') =>
      `${url}/${use}/${subscriberToken(house.secrets, org, use, mail.subscriber_id)}?lang=${subscriber.language}`;
    const shared = {
      ...{ channel: subscriber.channel, about: mail.about },
      ...{ id: `${mail.about}.${mail.subscriber_id}`, org, mode: house.mailer.mode, shop: shop.name, url, leaveUrl: link('leave') },
      ...{ to: house.secrets.open(org, subscriber.address, 'tell-subscribers'), language: subscriber.language, main: page.language },
      from: isMailAddress(shop.contact.address) ? shop.contact.address : (house.mailFrom ?? 'shopbell@shopbell.invalid'),
    };
    if (mail.kind === 'confirm') return { ...shared, news: { kind: 'confirm', confirmUrl: link('confirm') } };
    if (mail.part_state !== null) return { ...shared, news: { kind: 'part', parts: mail.parts, state: mail.part_state } };
    if (!isId('post', mail.about)) return null;
    const post = await tables
      .selectFrom('watch_status_posts as p')
      .innerJoin('watch_status_announcements as a', 'a.announcement_id', 'p.announcement_id')
      .select(['p.kind', 'p.texts', 'a.titles', 'a.parts'])
      .where('p.post_id', '=', mail.about)
      .executeTakeFirst();
    return post === undefined
      ? null
      : { ...shared, news: { kind: 'post', post: post.kind, texts: post.texts, titles: post.titles, parts: post.parts } };
  });
}
