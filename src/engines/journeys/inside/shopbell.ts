// Runs inside the sandbox: given to journeys as `shopbell`.

import { call, type Path, pathOf } from './remote.ts';

const of = (page: unknown): Path => pathOf(page) ?? [['page']];

/** What differs from shop to shop, done by what is known of its platform. The work is done outside the sandbox. */
export const shop = {
  /** Opens the shop and one of its products. Returns the product's address. */
  openProduct: (page: unknown, wish: object = {}) => call(of(page), 'shop.openProduct', [wish]),
  /** Puts the product that is open into the cart, with its first options. */
  addToCart: (page: unknown) => call(of(page), 'shop.addToCart', []),
  /** From the cart to the first page that asks who buys. */
  openCheckout: (page: unknown, wish: object = {}) => call(of(page), 'shop.openCheckout', [wish]),
  /** Fills in who buys and where it goes, as a guest, until the page asks how to pay. */
  fillAddress: (page: unknown, who: object = {}) => call(of(page), 'shop.fillAddress', [who]),
  /** Proves that the shop asks for payment now; after it nothing that changes anything leaves the browser. */
  stopBeforePaying: (page: unknown) => call(of(page), 'shop.stopBeforePaying', []),
  /** Presses the button that orders. Only where the check says that it may. Returns the order's number. */
  pay: (page: unknown, wish: object = {}) => call(of(page), 'shop.pay', [wish]),
  /** Tells the check something about this journey, such as the number of its order. */
  tell: (name: string, value: string) => call([['page']], 'shop.tell', [name, value]),
};
