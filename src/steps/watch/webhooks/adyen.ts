import { z } from 'zod';
import type { Endpoint } from '../checks/judge-webhooks.ts';
import { cutAfter, MOST_PAGES, type WebhookProvider } from './provider.ts';

const shape = z.object({
  pagesTotal: z.number(),
  data: z
    .array(
      z.object({
        type: z.string(),
        url: z.string(),
        active: z.boolean(),
        hasError: z.boolean().optional(),
        additionalSettings: z
          .object({ includeEventCodes: z.array(z.string()).optional(), excludeEventCodes: z.array(z.string()).optional() })
          .optional(),
      }),
    )
    .default([]),
});

/** Webhooks of one merchant account; those of its company are in no list of it. Management API v3, read 2026-11-30. */
export const adyen: WebhookProvider = {
  title: 'Adyen',
  base: 'https://management-live.adyen.com',
  needs: ['account'],
  list: async (ask, { base, key, account }) => {
    const endpoints: Endpoint[] = [];
    let pages = 1;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const url = `${base}/v3/merchants/${encodeURIComponent(account)}/webhooks?pageSize=100&pageNumber=${page}`;
      const { value } = await ask(shape, { url, headers: { 'x-api-key': key } });
      for (const one of value.data) {
        const { includeEventCodes: codes = [], excludeEventCodes: except = [] } = one.additionalSettings ?? {};
        const usual = one.type === 'standard' ? ['*'] : [one.type];
        endpoints.push({
          ...{ url: one.url, except, state: one.active ? 'active' : 'disabled', topics: codes.length > 0 ? codes : usual },
          ...(one.hasError === true ? { failing: true } : {}),
        });
      }
      pages = value.pagesTotal;
      if (page >= pages) break;
    }
    return { endpoints, undelivered: null, notes: [], ...cutAfter(pages > MOST_PAGES) };
  },
};
