import type { ToldStep } from '../files/told-step.ts';

/** A message of a provider, as far as it tells of orders. */
interface HookMessage {
  /** The provider's own id of the message: it may come more than once. */
  readonly id: string;
  /** What kind of message, in the provider's words. */
  readonly kind: string;
  readonly steps: readonly ToldStep[];
}

/** How one provider signs and says what it says. Pure. */
export interface HookAdapter {
  /** Whether the message is the provider's own and fresh. `now`: ms since 1970. */
  isGenuine(message: { readonly body: string; header(name: string): string | undefined }, secret: string, now: number): boolean;
  /** What it tells; a text says why it cannot be read. */
  read(body: string): HookMessage | string;
}
