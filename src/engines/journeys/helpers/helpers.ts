import type { Page } from 'playwright-core';
import { takeShot, type WalkState } from '../walk-state.ts';
import { addToCart } from './add-to-cart.ts';
import { fillAddress } from './fill-address.ts';
import { openCheckout } from './open-checkout.ts';
import { openProduct } from './open-product.ts';
import { pay, stopBeforePaying } from './pay.ts';

/** What `shop.…` of a journey does; a picture is taken after each. */
export async function callHelper(state: WalkState, page: Page, name: string, args: readonly unknown[]): Promise<unknown> {
  if (name === 'tell') {
    state.told[String(args[0]).slice(0, 40)] = String(args[1]).slice(0, 200);
    return null;
  }
  const work = helpers[name];
  if (!work) throw new Error(`shop.${name} is not there`);
  const value = await work(state, page, args[0]);
  await takeShot(state, page, name);
  return value ?? null;
}

const helpers: Readonly<Record<string, (state: WalkState, page: Page, wish: unknown) => Promise<unknown>>> = {
  openProduct,
  addToCart: (_state, page) => addToCart(page),
  openCheckout: (_state, page, wish) => openCheckout(page, wish),
  fillAddress: (state, page, who) => fillAddress(page, who, { usual: state.wish.who, onFilled: (kind) => state.filled.add(kind) }),
  stopBeforePaying: (_state, page) => stopBeforePaying(page),
  pay,
};
