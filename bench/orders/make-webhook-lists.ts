import { seededRandom } from '#practice-shop/world/seeded-random.ts';
import type { Endpoint, WebhookDemand, WebhookList } from '#steps/watch/checks/judge-webhooks.ts';

/** What goes wrong with the addresses that a provider calls. */
export const webhookFaults = [
  'disabled',
  'staging',
  'own-machine',
  'wrong-host',
  'in-the-clear',
  'nobody-told',
  'failing',
  'undelivered',
  'none',
] as const;
export type WebhookFault = (typeof webhookFaults)[number];

interface MadeList {
  readonly demand: WebhookDemand;
  readonly list: WebhookList;
}

const PROVIDERS = ['Stripe', 'PayPal', 'Shopify', 'Adyen'] as const;
const TOPICS = ['payment_intent.succeeded', 'charge.refunded', 'charge.dispute.created'] as const;

/** A provider's list of addresses of a shop, right or with one fault. The same seed gives the same list. */
export function makeWebhookList(seed: string, fault: WebhookFault | null): MadeList {
  const random = seededRandom(seed);
  const shop = `shop${random.between(1, 9_999)}.example`;
  const extra = random.chance(0.5);
  const topics = TOPICS.slice(0, random.between(1, TOPICS.length));
  const good: Endpoint = { url: `https://${shop}/wc-api/pay`, state: 'active', topics: random.chance(0.3) ? ['*'] : topics };
  // A second address that is told of other things, and an old one whose place the first has taken.
  const others: Endpoint[] = extra ? [{ url: `https://books.${shop}/in`, state: 'active', topics: ['payout.paid'] }] : [];
  const paused: Endpoint[] = random.chance(0.2) ? [{ url: `https://${shop}/old`, state: 'paused', topics: good.topics }] : [];
  const undelivered = { count: fault === 'undelivered' ? random.between(20, 400) : random.between(0, 5), more: false };
  const demand = { hosts: [shop, `*.${shop}`], topics: [...topics], undelivered: 5 };
  return {
    demand,
    list: {
      provider: random.pick(PROVIDERS),
      endpoints: [...faulty(good, shop, fault), ...others, ...(fault === null ? paused : [])],
      undelivered,
      notes: [],
    },
  };
}

function faulty(good: Endpoint, shop: string, fault: WebhookFault | null): Endpoint[] {
  if (fault === 'none') return [];
  if (fault === 'disabled') return [{ ...good, state: 'disabled' }];
  if (fault === 'staging') return [{ ...good, url: `https://staging.${shop}/wc-api/pay` }];
  if (fault === 'own-machine') return [{ ...good, url: 'https://1a2b-3c.ngrok.io/wc-api/pay' }];
  if (fault === 'wrong-host') return [{ ...good, url: 'https://other-shop.example/wc-api/pay' }];
  if (fault === 'in-the-clear') return [{ ...good, url: `http://${shop}/wc-api/pay` }];
  if (fault === 'nobody-told') return [{ ...good, topics: ['customer.created'] }];
  return fault === 'failing' ? [{ ...good, failing: 40 }] : [good];
}
