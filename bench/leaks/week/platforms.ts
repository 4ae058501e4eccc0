import { medusa, vendure } from './platforms-headless.ts';
import { magento, prestashop, shopware, woocommerce } from './platforms-php.ts';
import type { Ask } from './types.ts';

/** How a request to a platform looks, by what the person wants. `null`: this platform has no such address. */
export interface Platform {
  /** Name of the data map in `data/datamaps/`. */
  readonly name: string;
  readonly orderId: (n: number) => string;
  readonly customerId: (n: number) => string;
  readonly home: () => Ask;
  readonly shelf: (n: number) => Ask;
  readonly product: (n: number) => Ask;
  readonly search: (word: string) => Ask;
  readonly asset: (n: number) => Ask;
  readonly basket: (n: number) => Ask;
  readonly checkout: () => Ask;
  /** `fits`: what the payment said. */
  readonly pay: (fits: boolean) => Ask;
  readonly signInForm: () => Ask;
  readonly signIn: (fits: boolean) => Ask;
  readonly forgotten: () => Ask;
  readonly account: () => Ask;
  readonly orderList: () => Ask;
  readonly orderPage: (n: number) => Ask;
  /** An order as a program of the signed-in customer reads it. */
  readonly orderApi: ((n: number) => Ask) | null;
  /** An order page for people without an account, with whatever secret the platform puts into it. */
  readonly guestOrder: ((n: number) => Ask) | null;
  readonly customerApi: ((n: number) => Ask) | null;
  readonly addressForm: () => Ask;
  /** A page of the list of orders or customers through the API of the back office: `from` is the first record's number. */
  readonly listApi: (what: 'order' | 'customer', page: number, size: number, from: number) => Ask;
  readonly adminSignIn: (fits: boolean) => Ask;
  readonly adminHome: () => Ask;
  readonly adminList: (page: number) => Ask;
  readonly adminOrder: (n: number) => Ask;
  /** Everybody as a file. */
  readonly adminExport: (what: 'order' | 'customer', count: number) => Ask;
  readonly graphql: ((n: number) => Ask) | null;
}

export const platforms: readonly Platform[] = [woocommerce, magento, shopware, prestashop, medusa, vendure];
