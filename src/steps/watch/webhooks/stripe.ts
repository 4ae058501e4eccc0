import { z } from 'zod';
import type { Endpoint, WebhookList } from '../checks/judge-webhooks.ts';
import { type Ask, cutAfter, MOST_PAGES, NotTold, type Told, type WebhookProvider } from './provider.ts';

const endpointsShape = z.object({
  object: z.literal('list'),
  has_more: z.boolean(),
  data: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      status: z.string(),
      enabled_events: z.array(z.string()),
      livemode: z.boolean(),
    }),
  ),
});

/** Of an event nothing is read but that it is one. */
const eventsShape = z.object({ object: z.literal('list'), has_more: z.boolean(), data: z.array(z.object({ object: z.literal('event') })) });

const COUNTED = 20;
const DAY_S = 86_400;
/** What is younger may still be on its way. */
const YOUNG_S = 900;

/** Endpoints: docs.stripe.com/api/webhook_endpoints. Events: docs.stripe.com/api/events/list. Both read 2026-11-30. */
export const stripe: WebhookProvider = {
  title: 'Stripe',
  base: 'https://api.stripe.com',
  needs: [],
  list: async (ask, told) => {
    const endpoints: Endpoint[] = [];
    let isLive = false;
    let after = '';
    let hasMore = false;
    for (let page = 0; page < MOST_PAGES; page++) {
      const url = `${told.base}/v1/webhook_endpoints?limit=100${after === '' ? '' : `&starting_after=${encodeURIComponent(after)}`}`;
      const { value } = await ask(endpointsShape, { url, headers: headersOf(told) });
      for (const one of value.data) {
        isLive ||= one.livemode;
        const state = one.status === 'enabled' ? 'active' : 'disabled';
        endpoints.push({ url: one.url, state, topics: one.enabled_events });
      }
      after = value.data.at(-1)?.id ?? '';
      hasMore = value.has_more && after !== '';
      if (!hasMore) break;
    }
    const undelivered = await countUndelivered(ask, told);
    const notes = [
      ...(endpoints.length > 0 && !isLive ? ['this is the list of the test mode'] : []),
      ...(undelivered === null ? ['this key may not read undelivered messages'] : []),
    ];
    return { endpoints, undelivered, notes, ...cutAfter(hasMore) };
  },
};

async function countUndelivered(ask: Ask, told: Told): Promise<WebhookList['undelivered']> {
  const now = Math.floor(told.now.getTime() / 1_000);
  const query = `delivery_success=false&created[gte]=${now - DAY_S}&created[lt]=${now - YOUNG_S}&limit=${COUNTED}`;
  try {
    const { value } = await ask(eventsShape, { url: `${told.base}/v1/events?${query}`, headers: headersOf(told) });
    return { count: value.data.length, more: value.has_more };
  } catch (thrown) {
    if (thrown instanceof NotTold && thrown.refused) return null;
    throw thrown;
  }
}

function headersOf({ key }: Told) {
  return { authorization: `Bearer ${key}` };
}
