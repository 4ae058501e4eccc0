import { z } from 'zod';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import { asUnchanged, type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { addMs, HOUR, MINUTE } from '#kernel/time.ts';
import { statusAsked } from '../events.ts';
import { statusLanguages } from '../status/status-words.ts';
import { type SubscriberId, statusTables, takeStatusPage } from '../status/store.ts';
import { hashOfAddress, hashOfSubscriberToken, subscriberToken } from '../status/subscriber-tokens.ts';

const VALID_MS = 48 * HOUR;
/** Nobody can fill a stranger's mailbox: at most three questions, ten minutes apart, until they expire. */
const MOST_ASKED = 3;
const APART_MS = 10 * MINUTE;

/**
 * Somebody wants news of a shop by mail: asks that address once whether it was really them. The answer is the same whether it is known or not.
 * Throws INPUT_INVALID for what is no address, NOT_FOUND when the page is not published.
 */
export const askStatusNews = defineVerb({
  name: 'watch.ask-status-news',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), address: z.string().trim().max(254), language: z.enum(statusLanguages) }),
  run: async (ctx, { shop, address, language }) => {
    if (!isMailAddress(address)) throw new ShopbellError('INPUT_INVALID', { reason: 'address: is not one mail address' });
    const page = await takeStatusPage(ctx.db, shop);
    if (!page?.isPublished) throw new ShopbellError('NOT_FOUND', { what: 'status page' });
    const tables = statusTables(ctx.db);
    const hash = hashOfAddress(ctx.house.secrets, ctx.org, shop, address);
    const known = await tables
      .selectFrom('watch_status_subscribers')
      .select(['subscriber_id', 'asked', 'asked_at', 'expires_at', 'confirmed_at'])
      .where('shop_id', '=', shop)
      .where('address_hash', '=', hash)
      .forUpdate()
      .executeTakeFirst();
    if (known === undefined) return addSubscriber(ctx, { shop, address, hash, language });
    const isQuiet = known.confirmed_at !== null || known.asked >= MOST_ASKED || addMs(known.asked_at, APART_MS) > ctx.now;
    if (isQuiet || (known.expires_at !== null && known.expires_at <= ctx.now)) return asUnchanged({});
    await tables
      .updateTable('watch_status_subscribers')
      .set({ asked: known.asked + 1, asked_at: ctx.now, expires_at: addMs(ctx.now, VALID_MS), language })
      .where('subscriber_id', '=', known.subscriber_id)
      .execute();
    return queueQuestion(ctx, shop, known.subscriber_id, known.asked + 1);
  },
});

interface Wish {
  readonly shop: `shop_${string}`;
  readonly address: string;
  readonly hash: string;
  readonly language: (typeof statusLanguages)[number];
}

async function addSubscriber(ctx: Ctx, { shop, address, hash, language }: Wish) {
  const { secrets } = ctx.house;
  const subscriber = ctx.newId('sub');
  const hashFor = (use: 'confirm' | 'leave') => hashOfSubscriberToken(secrets, ctx.org, subscriberToken(secrets, ctx.org, use, subscriber));
  const added = await statusTables(ctx.db)
    .insertInto('watch_status_subscribers')
    .values({
      ...{
        org_id: ctx.org,
        subscriber_id: subscriber,
        shop_id: shop,
        address: secrets.seal(ctx.org, address),
        address_hash: hash,
        language,
      },
      ...{ confirm_hash: hashFor('confirm'), leave_hash: hashFor('leave'), asked: 1, asked_at: ctx.now },
      ...{ expires_at: addMs(ctx.now, VALID_MS), confirmed_at: null },
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'address_hash']).doNothing())
    .returning('subscriber_id')
    .executeTakeFirst();
  return added === undefined ? asUnchanged({}) : queueQuestion(ctx, shop, subscriber, 1);
}

async function queueQuestion(ctx: Ctx, shop: `shop_${string}`, subscriber: SubscriberId, nth: number) {
  await statusTables(ctx.db)
    .insertInto('watch_status_mails')
    .values({
      ...{
        org_id: ctx.org,
        subscriber_id: subscriber,
        about: `confirm-${nth}`,
        shop_id: shop,
        kind: 'confirm',
        part_state: null,
      },
      ...{ happened_at: ctx.now, state: 'queued', due_at: ctx.now, queued_at: ctx.now },
    })
    .execute();
  await ctx.record(statusAsked, { subscriber, shop, purpose: 'tell-subscribers' }, subscriber);
  return {};
}
