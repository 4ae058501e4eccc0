import { z } from 'zod';
import { asUnchanged, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { statusSubscribed } from '../events.ts';
import { statusLanguages } from '../status/status-words.ts';
import { statusTables, takeStatusPage } from '../status/store.ts';
import { hashOfEndpoint, hashOfSubscriberToken, subscriberToken } from '../status/subscriber-tokens.ts';

/** What a browser tells of itself, and nothing else. */
export const pushTargetShape = z.object({ endpoint: z.string().max(2_000), p256dh: z.string().max(200), auth: z.string().max(100) });

/**
 * Somebody's browser is to hear of a shop's news. The browser has asked its owner already, so no question is sent. The same browser once more
 * counts once. Throws INPUT_INVALID for what is no push endpoint, NOT_FOUND when the page is not published.
 */
export const acceptStatusPush = defineVerb({
  name: 'watch.accept-status-push',
  permission: 'ask-as-customer',
  effect: 'writes',
  input: z.object({ shop: idShape('shop'), target: pushTargetShape, language: z.enum(statusLanguages) }),
  run: async (ctx, { shop, target, language }) => {
    const { secrets, push } = ctx.house;
    if (!push.isTarget(target)) throw new ShopbellError('INPUT_INVALID', { reason: 'target: is no push endpoint with its keys' });
    const page = await takeStatusPage(ctx.db, shop);
    if (!page?.isPublished) throw new ShopbellError('NOT_FOUND', { what: 'status page' });
    const subscriber = ctx.newId('sub');
    const leave = subscriberToken(secrets, ctx.org, 'leave', subscriber);
    const values = { address: secrets.seal(ctx.org, JSON.stringify(target)), language };
    const row = await statusTables(ctx.db)
      .insertInto('watch_status_subscribers')
      .values({
        ...{ org_id: ctx.org, subscriber_id: subscriber, shop_id: shop, channel: 'push', ...values },
        ...{ address_hash: hashOfEndpoint(secrets, ctx.org, shop, target.endpoint), confirm_hash: '' },
        ...{ leave_hash: hashOfSubscriberToken(secrets, ctx.org, leave), asked: 0, asked_at: ctx.now },
        ...{ expires_at: null, confirmed_at: ctx.now },
      })
      .onConflict((conflict) => conflict.columns(['org_id', 'shop_id', 'address_hash']).doUpdateSet(values))
      .returning('subscriber_id')
      .executeTakeFirstOrThrow();
    if (row.subscriber_id !== subscriber) return asUnchanged({});
    await ctx.record(statusSubscribed, { subscriber, shop }, subscriber);
    return {};
  },
});
