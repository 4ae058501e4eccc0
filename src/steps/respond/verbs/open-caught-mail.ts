import { z } from 'zod';
import { defineVerb } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { mailOpened } from '../events.ts';
import { isOurs, READ_BACK } from '../our-mails.ts';

/** Opens one caught mail of this organisation. Mails hold personal data, so the opening and its purpose are recorded. */
export const openCaughtMail = defineVerb({
  name: 'respond.open-caught-mail',
  permission: 'look-sealed',
  effect: 'reads',
  input: z.object({ mail: z.string().max(60) }),
  run: async (ctx, input) => {
    const mails = await ctx.house.mailer.caught({ limit: READ_BACK });
    const mail = mails.find((one) => one.id === input.mail && isOurs(one, ctx.org));
    if (!mail) throw new ShopbellError('NOT_FOUND', { what: 'mail' });
    await ctx.record(mailOpened, { mail: mail.id, purpose: 'show-to-authorised' }, mail.id);
    return mail;
  },
});
