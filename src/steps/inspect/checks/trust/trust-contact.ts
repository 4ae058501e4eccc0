import { getDomain } from 'tldts';
import { markPattern, trustMarks } from '../../trust-marks.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { type ShopSays, withShop } from './read-shop.ts';

/** Whether customers find an address, a phone number and a mail address at the shop's own domain. */
export const trustContact: Check = {
  meta: {
    id: 'trust-contact',
    area: 'trust',
    title: 'Customers find an address, a phone number and a mail address',
    severity: 'low',
    requires: ['home', 'pages'],
    owner: 'Customers with trouble do not reach you, pay back by their bank, and checkers of fake shops flag the shop.',
    remedy: 'Write street, place, phone number and a mail address at your own domain into imprint and contact page.',
    references: ['Directive 2011/83/EU Art. 6', 'Directive 2000/31/EC Art. 5'],
  },
  judge: (inspection) =>
    withShop(inspection, (shop) => {
      const mails = mailsOf(shop);
      const free = markPattern(trustMarks()['free-mail'], 'i');
      const has = {
        address: trustMarks().addresses.some((pattern) => markPattern(pattern).test(shop.text)),
        phone:
          shop.bodies.some((body) => /\bhref\s*=\s*["']tel:/i.test(body)) ||
          trustMarks().phones.some((pattern) => markPattern(pattern).test(shop.text)),
        mail: mails.length > 0,
      };
      const one = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
        key,
        severity,
        title,
        url: shop.url,
        evidence: [{ kind: 'request', text }],
      });
      const looked = `looked for on ${shop.looked}`;
      const absent = [
        ...(has.address ? [] : [one('address', 'low', 'No postal address stands on the pages', looked)]),
        ...(has.phone ? [] : [one('phone', 'info', 'No phone number stands on the pages', looked)]),
        ...(has.mail || shop.has.has('contact') ? [] : [one('mail', 'low', 'No mail address and no contact page', looked)]),
      ];
      const domain = getDomain(new URL(shop.url).hostname);
      const onlyFree =
        has.mail && mails.every((mail) => free.test(mail)) && !mails.some((mail) => domain !== null && mail.endsWith(`@${domain}`));
      const weaknesses = [
        ...(onlyFree
          ? [
              one(
                'free',
                'low',
                'The shop writes from a free mail service',
                mails
                  .map((mail) => mail.replace(/^[^@]*/, '…'))
                  .join(', ')
                  .slice(0, 120),
              ),
            ]
          : []),
        ...absent,
      ];
      if (absent.length > 0 && shop.unread !== null) return onlyFree ? found(weaknesses.slice(0, 1)) : unknown(shop.unread);
      if (weaknesses.length > 0) return found(weaknesses);
      return pass('postal address, phone number and mail address or contact page stand on the pages', 'request');
    }),
};

function mailsOf({ text, bodies }: ShopSays): readonly string[] {
  const linked = [...bodies.join('\n').matchAll(/\bhref\s*=\s*["']mailto:([^"'?]+)/gi)].map(([, mail = '']) => mail);
  const written = text.match(/(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g) ?? [];
  return [...new Set([...linked, ...written].map((mail) => mail.toLowerCase().replace(/\.$/, '')))];
}
