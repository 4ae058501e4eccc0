import { z } from 'zod';
import type { Endpoint } from '../checks/judge-webhooks.ts';
import { basic, cutAfter, MOST_PAGES, type WebhookProvider } from './provider.ts';

const shape = z.array(
  z.object({
    status: z.enum(['active', 'paused', 'disabled']),
    topic: z.string(),
    delivery_url: z.string(),
    /** Not told by WooCommerce itself (10.x); by some of its extensions. */
    failure_count: z.coerce.number().optional(),
  }),
);

/**
 * What a WooCommerce shop tells others. It switches a webhook off after five failures in a row, and tells nobody. Fields: its own
 * class-wc-rest-webhooks-v2-controller.php, which wc/v3 extends, read 2026-11-30.
 */
export const woocommerce: WebhookProvider = {
  title: 'WooCommerce',
  base: null,
  needs: ['user'],
  list: async (ask, { base, user, key }) => {
    const endpoints: Endpoint[] = [];
    let pages = 1;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const url = `${base}/wp-json/wc/v3/webhooks?per_page=100&page=${page}`;
      const { value, headers } = await ask(shape, { url, headers: { authorization: basic(user, key) } });
      for (const one of value) {
        const failing = one.failure_count === undefined ? {} : { failing: one.failure_count };
        endpoints.push({ url: one.delivery_url, state: one.status, topics: [one.topic], ...failing });
      }
      pages = Number(headers['x-wp-totalpages'] ?? 1);
      if (page >= pages) break;
    }
    return { endpoints, undelivered: null, notes: [], ...cutAfter(pages > MOST_PAGES) };
  },
};
