import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { idShape } from '#kernel/shapes.ts';
import { findShop } from '#registry/index.ts';
import { isOwnSender } from '../checks/is-own-sender.ts';
import { honeyMailed } from '../events.ts';
import { HONEY_MAIL } from '../honey/honey.ts';
import { takeHoney } from '../honey/store-honeys.ts';
import { tellHoney } from '../honey/tell-honey-event.ts';
import { listsOf } from '../own/store-rules.ts';

/** The shop's list of domains that may write to its customers beside its own. */
const SENDERS = 'mail_senders';

/**
 * Mail came for a honey customer. From the shop's own domains, proven, it is only noted; all other rings. Throws MAIL_UNPROVEN when it
 * claims to be the shop's own and nobody could be asked: its server sends it again.
 */
export const takeHoneyMail = defineVerb({
  name: 'detect.take-honey-mail',
  permission: 'machine',
  effect: 'writes',
  input: z.object({
    honey: idShape('honey'),
    claimed: z.string().max(255),
    proven: z.boolean().nullable(),
    subject: z.string().max(200),
    remote: z.string().max(64),
  }),
  run: async (ctx, { honey, claimed, proven, subject, remote }) => {
    const row = await takeHoney(ctx.db, honey);
    const shop = await findShop(ctx.db, row.shop_id);
    const lists = await listsOf(ctx.db, row.shop_id);
    const contact = shop.contact.address.split('@').at(-1) ?? '';
    const isNamedOurs = isOwnSender(claimed, [new URL(shop.url).hostname, contact, ...(lists.get(SENDERS) ?? [])]);
    if (isNamedOurs && proven === null) throw new ShopbellError('MAIL_UNPROVEN', { domain: claimed });
    const ours = isNamedOurs && proven === true;
    const sender = proven === true ? claimed : null;
    if (!ours) await tellHoney(ctx, row, HONEY_MAIL, { claimed, proven: String(proven ?? 'unknown'), subject, remote });
    await ctx.record(honeyMailed, { shop: row.shop_id, honey, claimed, proven: sender, ours }, honey);
    return { ours };
  },
});
