import { asset, codeOf, form, hexOf, listing, numbers, page, showing, withPayment, withSignIn } from './asks.ts';
import type { Platform } from './platforms.ts';

const medusaOrder = (n: number): string => `order_01K${codeOf(`order${n}`, 23)}`;
const medusaCustomer = (n: number): string => `cus_01K${codeOf(`customer${n}`, 23)}`;

export const medusa: Platform = {
  name: 'medusa',
  orderId: medusaOrder,
  customerId: medusaCustomer,
  home: () => page('/de', 38_000),
  shelf: (n) => page(`/de/categories/shelf-${n}`, 44_000),
  product: (n) => page(`/de/products/thing-${n}`, 42_000),
  search: (word) => page(`/store/products?q=${word}`, 9000),
  asset: (n) => asset(`/_next/static/chunks/part-${hexOf(`p${n}`, 16)}.js`, 14_000 + n * 500),
  basket: (n) => form(`/store/carts/cart_01K${codeOf(`cart${n}`, 23)}/line-items`, 200, 3800),
  checkout: () => page('/de/checkout?step=payment', 35_000),
  pay: (fits) => withPayment(form(`/store/carts/cart_01K${codeOf('pay', 23)}/complete`, fits ? 200 : 400, fits ? 5200 : 180), fits),
  signInForm: () => page('/de/account', 26_000),
  signIn: (fits) => withSignIn(form('/auth/customer/emailpass', fits ? 200 : 401, fits ? 420 : 70), fits),
  forgotten: () => form('/auth/customer/emailpass/reset-password', 201),
  account: () => page('/store/customers/me', 900),
  orderList: () => page('/store/orders?limit=10&offset=0', 14_000),
  orderPage: (n) => showing(page(`/de/account/orders/details/${medusaOrder(n)}`, 33_000), 'order', medusaOrder(n)),
  orderApi: (n) => showing(page(`/store/orders/${medusaOrder(n)}`, 6100), 'order', medusaOrder(n)),
  guestOrder: (n) => showing(page(`/de/order/${medusaOrder(n)}/confirmed`, 34_000), 'order', medusaOrder(n)),
  customerApi: (n) => showing(page(`/admin/customers/${medusaCustomer(n)}`, 1100), 'customer', medusaCustomer(n)),
  addressForm: () => form('/store/customers/me/addresses', 200, 1300),
  listApi: (what, at, size, from) => {
    const ids = numbers(from, size).map(what === 'order' ? medusaOrder : medusaCustomer);
    return listing(page(`/admin/${what}s?limit=${size}&offset=${(at - 1) * size}`, 1), what, ids, what === 'order' ? 2600 : 700);
  },
  adminSignIn: (fits) => withSignIn(form('/auth/user/emailpass', fits ? 200 : 401, fits ? 420 : 70), fits),
  adminHome: () => page('/app', 3100),
  adminList: (at) => listing(page(`/admin/orders?limit=20&offset=${at * 20}`, 1), 'order', numbers(at * 20, 20).map(medusaOrder), 2600),
  adminOrder: (n) => showing(page(`/admin/orders/${medusaOrder(n)}`, 12_000), 'order', medusaOrder(n)),
  adminExport: (what, count) =>
    listing(form(`/admin/${what}s/export`, 202), what, numbers(1, count).map(what === 'order' ? medusaOrder : medusaCustomer), 240),
  graphql: null,
};

const vendureOrder = (n: number): string => codeOf(`order${n}`, 16);
const ask = (bytes: number, api = '/shop-api') => form(api, 200, bytes);

/** Everything that matters is a POST to one address: the log cannot tell an order from a price. */
export const vendure: Platform = {
  name: 'vendure',
  orderId: vendureOrder,
  customerId: (n) => String(n),
  home: () => page('/', 36_000),
  shelf: (n) => page(`/collections/shelf-${n}`, 45_000),
  product: (n) => page(`/products/thing-${n}`, 43_000),
  search: () => ask(8800),
  asset: (n) => asset(`/build/part-${hexOf(`p${n}`, 8).toUpperCase()}.js`, 12_000 + n * 500),
  basket: () => ask(2900),
  checkout: () => page('/checkout', 30_000),
  pay: (fits) => withPayment(ask(fits ? 3100 : 230), fits),
  signInForm: () => page('/sign-in', 21_000),
  signIn: (fits) => withSignIn(ask(fits ? 190 : 150), fits),
  forgotten: () => ask(90),
  account: () => page('/account', 24_000),
  orderList: () => ask(9000),
  orderPage: (n) => showing(page(`/account/orders/${vendureOrder(n)}`, 27_000), 'order', vendureOrder(n)),
  orderApi: null,
  guestOrder: (n) => showing(page(`/checkout/confirmation/${vendureOrder(n)}`, 26_000), 'order', vendureOrder(n)),
  customerApi: null,
  addressForm: () => ask(500),
  listApi: (what, _page, size, from) =>
    listing(ask(1, '/admin-api'), what, numbers(from, size).map(what === 'order' ? vendureOrder : String), 900),
  adminSignIn: (fits) => withSignIn(ask(fits ? 210 : 160, '/admin-api'), fits),
  adminHome: () => page('/admin/', 4100),
  adminList: (at) => listing(ask(1, '/admin-api'), 'order', numbers(at * 10, 10).map(vendureOrder), 700),
  adminOrder: (n) => showing(ask(6400, '/admin-api'), 'order', vendureOrder(n), false),
  adminExport: (what, count) => listing(ask(1, '/admin-api'), what, numbers(1, count).map(what === 'order' ? vendureOrder : String), 240),
  graphql: (n) => showing(ask(5200), 'order', vendureOrder(n), false),
};
