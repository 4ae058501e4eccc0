import { z } from 'zod';
import { isMailAddress } from '#engines/mail/check-mail.ts';
import { type Ctx, defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { contactAdded } from '../events.ts';
import { activeContacts, queueFirstPages } from '../queue-pages.ts';
import { lockIncidents, respondTables } from '../store.ts';

/**
 * Adds somebody who is paged: a mail address (stored sealed) or a webhook URL. For a webhook the secret that signs
 * its calls is made here and returned this once. The first contact is woken for what is open already and grave: nobody was before.
 */
export const addContact = defineVerb({
  name: 'respond.add-contact',
  permission: 'configure',
  effect: 'writes',
  input: z.object({
    name: z.string().trim().min(1).max(80),
    kind: z.enum(['mail', 'webhook']),
    address: z.string().trim().min(3).max(500),
    /** Who has the same position is paged together; a higher one is paged when nobody answered. */
    position: z.int().min(1).max(20).default(1),
    waitMinutes: z.int().min(1).max(240).default(10),
    language: z.enum(['en', 'pl', 'de', 'ja']).default('en'),
    allowPrivate: z.boolean().default(false),
  }),
  run: async (ctx, input) => {
    if (!isFit(input.kind, input.address, input.allowPrivate)) {
      throw new ShopbellError('INPUT_INVALID', { reason: `address: is not a ${input.kind === 'mail' ? 'mail address' : 'https address'}` });
    }
    const isFirst = (await activeContacts(ctx)).length === 0;
    const id = ctx.newId('ctc');
    const secret = input.kind === 'webhook' ? `whsec_${Buffer.from(ctx.house.random.bytes(32)).toString('base64')}` : null;
    await respondTables(ctx.db)
      .insertInto('contacts')
      .values({
        org_id: ctx.org,
        id,
        name: input.name,
        kind: input.kind,
        address: ctx.house.secrets.seal(ctx.org, input.address),
        secret: secret === null ? null : ctx.house.secrets.seal(ctx.org, secret),
        position: input.position,
        wait_minutes: input.waitMinutes,
        language: input.language,
        allow_private: input.allowPrivate,
        added_at: ctx.now,
      })
      .execute();
    await ctx.record(contactAdded, { contact: id, name: input.name, channel: input.kind, position: input.position }, id);
    const paged = isFirst ? await pageUnanswered(ctx) : 0;
    return { contact: id, secret, paged };
  },
});

/** A webhook goes over TLS, unless the owner allowed private addresses, where there often is none. */
function isFit(kind: 'mail' | 'webhook', address: string, allowPrivate: boolean): boolean {
  if (kind === 'mail') return isMailAddress(address);
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && url.username === '' && (url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:'));
}

/** Pages for incidents that are open, unanswered and at least high. Returns how many. */
async function pageUnanswered(ctx: Ctx): Promise<number> {
  await lockIncidents(ctx);
  const waiting = await respondTables(ctx.db)
    .selectFrom('incidents')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('status', '=', 'open')
    .where('acknowledged_at', 'is', null)
    .where('severity', 'in', ['high', 'critical'])
    .orderBy('number')
    .execute();
  for (const { id } of waiting) await queueFirstPages(ctx, id, 'opened');
  return waiting.length;
}
