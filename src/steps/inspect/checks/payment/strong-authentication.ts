import { isPaymentHost } from '../../payment-hosts.ts';
import { authenticationOf } from '../../strong-authentication.ts';
import { type Check, found, pass, unknown } from '../check.ts';

const CARD = /\b(card|cvc|cvv|cc-|pan)\b|cardnumber/i;

/** Whether payments are confirmed by the card’s owner (3-D Secure), as far as the payment page tells. Nothing is paid. */
export const strongAuthentication: Check = {
  meta: {
    id: 'strong-authentication',
    area: 'payment',
    title: 'Card payments are confirmed by their owner (3-D Secure)',
    severity: 'low',
    requires: ['payment'],
    owner: 'With stolen card numbers goods are bought in your shop, and you pay for them.',
    remedy:
      'Let the payment provider ask for 3-D Secure wherever the law or the risk wants it, and look in its settings that no rule switches it off.',
    references: ['PSD2 RTS 2018/389 Art. 4', 'EMV 3-D Secure 2'],
  },
  notFor: ({ payment }) => (payment === null ? 'no payment page is named' : null),
  judge: ({ payment }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const { hosts, frames, forms, finalUrl } = payment.value;
    const all = [...hosts.map(({ host }) => host), ...frames.flatMap(({ url }) => URL.parse(url)?.host ?? [])];
    const providers = [...new Set(all.filter(isPaymentHost))];
    const known = providers.map((host) => ({ host, fact: authenticationOf(host) }));
    const offering = known.find(({ fact }) => fact !== null);
    const ownForm = forms.some(({ fields }) => fields.some((field) => CARD.test(field)));
    if (offering?.fact) {
      const text = `${offering.fact.name} (${offering.host}): ${offering.fact.says}`;
      return ownForm ? unknown(`${text}; but the page asks for card data itself.`) : pass(text, 'request');
    }
    if (providers.length > 0) return unknown(`Nothing is known of whether ${providers.join(', ')} asks the card’s owner.`);
    if (!ownForm) return unknown('No payment provider was seen on the payment page; it may come in later.');
    return found([
      {
        ...{
          key: 'own-form',
          severity: 'info',
          title: 'The payment page asks for card data itself, and no provider is seen there',
          url: finalUrl,
        },
        evidence: [{ kind: 'request', text: 'whether the card’s owner is asked afterwards can be seen only by paying' }],
      },
    ]);
  },
};
