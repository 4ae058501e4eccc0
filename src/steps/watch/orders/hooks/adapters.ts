import type { HookAdapter } from './hook-adapter.ts';
import { stripe } from './stripe.ts';

/** Providers whose messages are understood. */
export const hookProviders = ['stripe'] as const;
export type HookProvider = (typeof hookProviders)[number];

export const adapters: Readonly<Record<HookProvider, HookAdapter>> = { stripe };
