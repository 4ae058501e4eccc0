import { z } from 'zod';
import { basic, type WebhookProvider } from './provider.ts';

const tokenShape = z.object({ access_token: z.string() });
const shape = z.object({
  webhooks: z.array(
    z.object({ url: z.string(), event_types: z.array(z.object({ name: z.string(), status: z.string().optional() })).default([]) }),
  ),
});

/** Webhooks of one app; PayPal has none that are switched off. notifications_webhooks_v1.json of PayPal's public specifications, read 2026-11-30. */
export const paypal: WebhookProvider = {
  title: 'PayPal',
  base: 'https://api-m.paypal.com',
  needs: ['user'],
  list: async (ask, { base, user, key }) => {
    const token = await ask(tokenShape, {
      url: `${base}/v1/oauth2/token`,
      headers: { authorization: basic(user, key), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    const headers = { authorization: `Bearer ${token.value.access_token}` };
    const { value } = await ask(shape, { url: `${base}/v1/notifications/webhooks`, headers });
    const endpoints = value.webhooks.map(({ url, event_types }) => ({
      url,
      state: 'active' as const,
      topics: event_types.filter(({ status }) => status !== 'DISABLED').map(({ name }) => name),
    }));
    return { endpoints, undelivered: null, notes: [] };
  },
};
