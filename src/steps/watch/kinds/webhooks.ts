import { z } from 'zod';
import { placesIn } from '../checks/fill-in.ts';
import { judgeWebhooks } from '../checks/judge-webhooks.ts';
import { unknown } from '../checks/judged.ts';
import { askProvider } from '../webhooks/ask-provider.ts';
import { NotTold } from '../webhooks/provider.ts';
import { webhookProviderNames, webhookProviders } from '../webhooks/providers.ts';
import { maxMs, webAddress } from './fields.ts';
import { originOf } from './http.ts';
import { answered, defineKind } from './kind.ts';

const ownHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:\*\.)?[^\s/:@*]+$/, 'must be a host name, such as shop.example or *.shop.example');

/** Which addresses a provider calls when something happened, and whether they are the right ones. */
export const webhooks = defineKind({
  shape: z
    .strictObject({
      kind: z.literal('webhooks'),
      provider: z.enum(webhookProviderNames),
      /** Where the provider is asked; empty: its usual place. WooCommerce and Shopify have none: it is the shop's own. */
      base: z.union([z.literal(''), webAddress(/^https?:$/, 'https://')]).default(''),
      /** WooCommerce: the consumer key; PayPal: the client id. */
      user: z.string().trim().max(500).default(''),
      /** Adyen: the merchant account. */
      account: z.string().trim().max(200).default(''),
      key: z
        .string()
        .trim()
        .regex(/^\{\{[a-z0-9_-]{1,60}\}\}$/i, 'must be {{name}}; give its value as a secret'),
      /** Hosts that may be called. */
      hosts: z.array(ownHost).min(1).max(50),
      /** What somebody must be told of, as the provider names it. */
      topics: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
      /** Messages of the last day that may be undelivered, where the provider tells. */
      undelivered: z.int().min(0).max(1_000).default(5),
      maxMs: maxMs(10_000),
    })
    .superRefine(({ provider, base, ...told }, context) => {
      const { needs, base: usual, title } = webhookProviders[provider];
      const missing = [...needs.filter((name) => told[name] === ''), ...(usual === null && base === '' ? (['base'] as const) : [])];
      for (const name of missing) context.addIssue({ code: 'custom', message: `${title} needs it`, path: [name] });
    }),
  fields: [
    { name: 'provider', as: 'choice', required: true, choices: webhookProviderNames },
    { name: 'hosts', as: 'list', required: true, example: 'shop.example · *.shop.example' },
    { name: 'topics', as: 'list', example: 'payment_intent.succeeded · order.updated · ORDERS_CREATE' },
    { name: 'key', as: 'text', required: true, example: '{{key}}' },
    { name: 'user', as: 'text', example: 'WooCommerce: ck_… · PayPal: client id' },
    { name: 'account', as: 'text', example: 'Adyen: ShopExampleECOM' },
    { name: 'base', as: 'text', example: 'WooCommerce: https://shop.example · Shopify: https://shop-example.myshopify.com' },
    { name: 'undelivered', as: 'number' },
    { name: 'maxMs', as: 'number' },
  ],
  destination: ({ provider, base }) => `${provider} ${originOf(base || (webhookProviders[provider].base ?? ''))}`,
  look: async (outside, target, { allowPrivate }) => {
    const provider = webhookProviders[target.provider];
    const { title } = provider;
    const base = (target.base || (provider.base ?? '')).replace(/\/+$/, '');
    const [missing] = placesIn(`${target.key} ${target.user} ${target.base} ${target.account}`);
    if (missing !== undefined) return answered(unknown(`there is no value for {{${missing}}}`));
    const ask = askProvider(outside, { title, allowPrivate, timeoutMs: target.maxMs });
    const started = outside.clock.ticks();
    try {
      const list = await provider.list(ask, { ...target, base, now: outside.clock.now() });
      return answered(judgeWebhooks(target, { provider: title, ...list }), outside.clock.ticks() - started);
    } catch (thrown) {
      if (!(thrown instanceof NotTold)) throw thrown;
      return answered(unknown(thrown.message));
    }
  },
});
