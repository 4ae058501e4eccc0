import type { Leak } from '../../inspection.ts';
import { CARD_WORDS, nameOfScript } from '../../script-words.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { isHashed } from './find-canary.ts';
import { isExpected, judgeThieves, leakInWords } from './judge-thieves.ts';
import { nothingTyped } from './nothing-typed.ts';

const SECRET: ReadonlySet<string> = new Set(['card', 'cvc', 'expiry', 'password']);

/** What is typed into the payment page stays with the shop and its payment provider: analytics and recordings of visits get none of it. */
export const paymentLeak: Check = {
  meta: {
    id: 'payment-leak',
    area: 'payment',
    title: 'What customers type on the payment page is told to nobody else',
    severity: 'high',
    requires: ['payment', 'depth', 'authorised'],
    owner: 'Another firm gets what your customers type when they pay; without a reason and a contract that is a breach by itself.',
    remedy:
      'Keep analytics, recordings of visits and tag managers off the payment page, or have them mask every field (for example with their class or attribute for private fields). Authorise the host if it is meant to get this.',
    references: ['CWE-359', 'CWE-200', 'GDPR Art. 5(1)(c)', 'PCI DSS 4.0.1 6.4.3', 'ASVS 5.0 14.2.3'],
  },
  notFor: (inspection) => {
    if (inspection.payment === null) return 'no payment page is named';
    return inspection.depth === 'owner' ? null : 'control of the shop is not proven, so nothing is typed';
  },
  judge: ({ payment, authorised }) => {
    if (payment === null || payment.kind === 'unknown') return unknown(payment?.reason ?? 'no payment page is named');
    const page = payment.value;
    const thieves = new Set(judgeThieves(page, authorised).map(({ to }) => to));
    const others = page.leaks.filter(({ host }) => !thieves.has(host) && !isExpected(host, authorised));
    const byHost = Map.groupBy(others, (leak) => leak.host);
    if (byHost.size > 0) return found([...byHost].map(([host, leaks]) => weaknessOf(page.finalUrl, host, leaks)));
    if (page.partial !== null) return unknown(page.partial);
    if (page.typed.length === 0) return nothingTyped(page);
    const card = page.typed.includes('card') ? '' : '; the page itself has no field for a card number';
    return pass(`made-up values typed into ${page.typed.join(', ')}; none went to a host that is not expected${card}`, 'request');
  },
};

function weaknessOf(url: string, host: string, leaks: readonly Leak[]): Weakness {
  const fields = [...new Set(leaks.map((leak) => leak.field))];
  const what = fields.map((field) => CARD_WORDS[field] ?? field).join(', ');
  const secret = fields.some((field) => SECRET.has(field));
  const recording = leaks.some((leak) => leak.recording);
  const hashed = leaks.every(isHashed);
  const scripts = [...new Set(leaks.map(({ script }) => script))].filter((script) => script !== null);
  const by = scripts.length === 0 ? '' : `, by ${scripts.map(nameOfScript).join(', ')}`;
  return {
    key: host,
    severity: secret ? 'high' : hashed ? 'low' : 'medium',
    title: recording
      ? `A recording of the visit with what customers type (${what}) is sent to ${host}${by}`
      : `What customers type on the payment page (${what}) is sent ${hashed ? 'hashed ' : ''}to ${host}${by}`,
    url,
    evidence: leaks.slice(0, 10).map((leak) => ({ kind: 'request', text: leakInWords(leak) })),
  };
}
