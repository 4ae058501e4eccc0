import { adyen } from './adyen.ts';
import { paypal } from './paypal.ts';
import { shopify } from './shopify.ts';
import { stripe } from './stripe.ts';
import { woocommerce } from './woocommerce.ts';

/** Who can be asked for a list of webhooks. Mollie, Medusa and Vendure have no such list, and are not here. */
export const webhookProviders = { stripe, woocommerce, shopify, adyen, paypal };

export type WebhookProviderName = keyof typeof webhookProviders;

export const webhookProviderNames = Object.keys(webhookProviders) as WebhookProviderName[];
