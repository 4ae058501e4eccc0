import { z } from 'zod';
import type { Endpoint } from '../checks/judge-webhooks.ts';
import { cutAfter, MOST_PAGES, NotTold, type WebhookProvider } from './provider.ts';

const VERSION = '2026-01';
const QUERY =
  'query ($after: String) { webhookSubscriptions(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { topic uri } } }';

const shape = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string().optional() }).optional() })).optional(),
  data: z
    .object({
      webhookSubscriptions: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        nodes: z.array(z.object({ topic: z.string(), uri: z.string() })),
      }),
    })
    .nullish(),
});

/**
 * What Shopify tells the app whose token is used: one made in its admin, or told in an app's own settings, is in no list. One that failed
 * too often is gone, not switched off, so that only a topic that must be there shows it. shopify.dev, WebhookSubscription, read 2026-11-30.
 */
export const shopify: WebhookProvider = {
  title: 'Shopify',
  base: null,
  needs: [],
  list: async (ask, { base, key }) => {
    const endpoints: Endpoint[] = [];
    let after: string | null = null;
    let hasMore = false;
    for (let page = 0; page < MOST_PAGES; page++) {
      const body: string = JSON.stringify({ query: QUERY, variables: { after } });
      const headers = { 'content-type': 'application/json', 'x-shopify-access-token': key };
      const { value } = await ask(shape, { url: `${base}/admin/api/${VERSION}/graphql.json`, headers, body });
      if (!value.data) throw whyNot(value.errors ?? []);
      const { nodes, pageInfo } = value.data.webhookSubscriptions;
      for (const { topic, uri } of nodes) endpoints.push({ url: /^https?:/.test(uri) ? uri : null, state: 'active', topics: [topic] });
      after = pageInfo.endCursor;
      hasMore = pageInfo.hasNextPage && after !== null;
      if (!hasMore) break;
    }
    return { endpoints, undelivered: null, notes: [], ...cutAfter(hasMore) };
  },
};

/** A question that is not answered comes with status 200 and its errors. */
function whyNot(errors: readonly { readonly extensions?: { readonly code?: string | undefined } | undefined }[]): NotTold {
  const isRefused = errors.some(({ extensions }) => extensions?.code === 'ACCESS_DENIED');
  if (isRefused) return new NotTold('Shopify does not let this key list webhooks', true);
  return new NotTold('Shopify answered with an error when asked for its webhooks');
}
