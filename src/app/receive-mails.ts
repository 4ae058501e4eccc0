import type { House } from '#engines/house.ts';
import type { MailReceiver } from '#engines/mail/receive-mail.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { honeyMailbox } from '#steps/detect/index.ts';
import { beatMailbox } from '#steps/watch/index.ts';

/** Listens for mail to everybody here who takes some. Throws CONFIG_INVALID when the address is taken or not allowed. */
export async function receiveMails(house: House, at: { readonly host: string; readonly port: number }): Promise<MailReceiver> {
  // What understands mail is large: only who listens loads it.
  const { receiveMail } = await import('#engines/mail/receive-mail.ts');
  const mailboxes = [honeyMailbox(house), beatMailbox(house)];
  const accepts = async (domain: string) => {
    for (const mailbox of mailboxes) if (await mailbox.accepts(domain)) return true;
    return false;
  };
  try {
    return await receiveMail({
      ...{ ...at, resolver: house.resolver, log: house.log, accepts },
      take: async (mail) => {
        for (const mailbox of mailboxes) await mailbox.take(mail);
      },
    });
  } catch (thrown) {
    throw new ShopbellError('CONFIG_INVALID', { name: 'SHOPBELL_MAIL_LISTEN', reason: messageOf(thrown) }, { cause: thrown });
  }
}
