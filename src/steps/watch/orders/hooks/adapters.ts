import { adyen } from './adyen.ts';
import { dhl } from './dhl.ts';
import { dpd } from './dpd.ts';
import type { HookAdapter } from './hook-adapter.ts';
import { payu } from './payu.ts';
import { stripe } from './stripe.ts';

/** Providers whose messages are understood. */
export const hookProviders = ['stripe', 'adyen', 'adyen-captured', 'payu', 'dhl', 'dpd'] as const;
export type HookProvider = (typeof hookProviders)[number];

export const adapters: Readonly<Record<HookProvider, HookAdapter>> = {
  ...{ stripe, payu, dhl, dpd },
  adyen: adyen(true),
  'adyen-captured': adyen(false),
};
