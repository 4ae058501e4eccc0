import type { ToldStep } from '../files/told-step.ts';
import type { OrderSystem } from '../order-words.ts';

/** A message of a provider, as far as it tells of orders. */
export interface HookMessage {
  /** The provider's own id of the message: it may come more than once. */
  readonly id: string;
  /** What kind of message, in the provider's words. */
  readonly kind: string;
  /** `moving`: its time is that of the telling; the first that was told stays. */
  readonly steps: readonly (ToldStep & { readonly moving?: boolean })[];
}

/** A message as it came: the body, or what stands after the address where a provider calls by GET. */
interface ComingMessage {
  readonly body: string;
  header(name: string): string | undefined;
}

/** How one provider signs and says what it says. Pure. */
export interface HookAdapter {
  /** Who tells. */
  readonly toldBy: OrderSystem;
  /** The messages to choose at the provider, in its own words. */
  readonly messages: readonly string[];
  /** Whether it signs with a secret; where it does not, the address itself is the secret. */
  readonly hasSecret: boolean;
  /** Whether the message is the provider's own and fresh. `now`: ms since 1970. */
  isGenuine(message: ComingMessage, secret: string, now: number): boolean;
  /** What it tells; a text says why it cannot be read. `zone`: IANA name, of times that name none. */
  read(body: string, zone: string): HookMessage | string;
  /** What the provider wants to hear, where it is not just the state 200. */
  answer?(body: string): { readonly type: string; readonly text: string };
}
