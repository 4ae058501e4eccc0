import { HOUR } from '#kernel/time.ts';
import type { Made, OrderFault, Part } from './made-step.ts';

/** Ways of paying that look odd and are right, by the order's number: its last part decides, so that nothing else of a year changes with them. */
const ODD = 40;
export type Odd = 'captures' | 'two-cards' | 'cent-less' | 'cent-more' | 'erp-cent' | 'gift-card' | 'all-gift-card' | null;

export function oddOf(order: string, method: string, wanted: OrderFault | null): Odd {
  if (wanted !== null || method !== 'card') return null;
  return (
    ([null, 'captures', 'two-cards', 'cent-less', 'cent-more', 'erp-cent', 'gift-card', 'all-gift-card'] as const)[Number(order) % ODD] ??
    null
  );
}

interface Paying extends Part {
  readonly paid: number;
  readonly say: Made['say'];
  readonly odd: Odd;
}

/** The order is paid, rightly or with its fault. True when nothing follows. */
export function payOrder(paying: Paying): boolean {
  const { random, order, amount, paid, say, fault, faulty, odd } = paying;
  const their = `t-${order}`;
  if (odd === 'captures' || odd === 'two-cards' || fault === 'short-capture') return payInTwo(paying);
  if (odd === 'gift-card' || odd === 'all-gift-card') return payByGiftCard(paying);
  const taken = fault === 'wrong-amount' ? amount - random.between(100, 800) : amount;
  const off = fault === 'two-cents-off' ? 2 : odd === 'cent-more' ? 1 : odd === 'cent-less' ? -1 : 0;
  if (fault !== 'missing-at-provider') {
    const money = { amount: taken + off, their, ...(fault === 'wrong-currency' ? { currency: 'EUR' } : {}) };
    say('payment', 'paid', paid, money);
    // A message is repeated now and then.
    if (random.chance(0.02)) say('payment', 'paid', paid, money);
  }
  if (fault === 'lost-webhook' || fault === 'lost-webhook-cancelled') {
    faulty({ order, fault, at: paid });
    if (fault === 'lost-webhook-cancelled') say('shop', 'cancelled', paid + HOUR);
    return true;
  }
  say('shop', 'paid', paid + random.between(1, 90) * 1_000, { amount: fault === 'missing-at-provider' ? amount : taken, their });
  if (fault === 'wrong-amount' || fault === 'missing-at-provider' || fault === 'wrong-currency' || fault === 'two-cents-off')
    faulty({ order, fault, at: paid });
  if (fault === 'double-charge') {
    say('payment', 'paid', paid + random.between(2, 40) * 1_000, { amount, their: `${their}-again` });
    faulty({ order, fault, at: paid });
  }
  return false;
}

/** A gift card pays a part or all of it: the provider knows of the rest alone. */
function payByGiftCard({ order, amount, paid, say, odd }: Paying): boolean {
  const credit = odd === 'all-gift-card' ? amount : Math.round(amount * 0.3);
  say('shop', 'paid', paid, { amount: credit, their: `g-${order}`, method: 'gift_card' });
  if (credit === amount) return false;
  say('payment', 'paid', paid, { amount: amount - credit, their: `t-${order}` });
  say('shop', 'paid', paid + 30_000, { amount: amount - credit, their: `t-${order}` });
  return false;
}

/** Two captures, the second some hours after the first, or two cards at once. A fault leaves the second out. */
function payInTwo({ order, amount, paid, say, fault, faulty, odd }: Paying): boolean {
  const first = Math.round(amount * 0.6);
  const rest = paid + (odd === 'two-cards' ? 30_000 : 9 * HOUR);
  for (const [nth, at, money] of [
    [1, paid, first],
    [2, rest, amount - first],
  ] as const) {
    if (nth === 2 && fault === 'short-capture') {
      faulty({ order, fault, at });
      continue;
    }
    say('payment', 'paid', at, { amount: money, their: `t-${order}-${nth}` });
    say('shop', 'paid', at + 20_000, { amount: money, their: `t-${order}-${nth}` });
  }
  return false;
}
