import type { RequestRow } from '#engines/telemetry/types.ts';

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** A request of a visitor at a shop, as intake would store it. */
export function makeRequest(shop: string, at: number, change: Partial<RequestRow> = {}): RequestRow {
  return {
    shop_id: shop,
    source_id: 'src_test',
    at: new Date(at),
    received_at: new Date(at),
    address: '192.0.2.1',
    session: '',
    account: '',
    agent: FIREFOX,
    method: 'GET',
    host: '',
    path: '/',
    query: '',
    status: 200,
    bytes: 4000,
    referrer: '',
    duration_ms: null,
    route: '',
    route_kind: 'page',
    object_kind: '',
    object_ref: '',
    object_position: null,
    categories: [],
    auth: '',
    tried: '',
    file_id: 'log',
    file_offset: 0,
    ...change,
  };
}

/** A successful look at an order, like a data map with personal orders would tell it. */
export function readOrder(shop: string, at: number, order: number, change: Partial<RequestRow> = {}): RequestRow {
  return makeRequest(shop, at, {
    path: '/account/orders/{order}',
    route: '/account/orders/{order}',
    object_kind: 'order',
    object_ref: `ref-${order}`,
    object_position: 700_000 + order,
    categories: ['name', 'email', 'postal-address', 'order-contents'],
    bytes: 3000 + ((order * 37) % 900),
    ...change,
  });
}

/** Ordinary customers: each loads pages with their assets, signs in, and looks at one to three own orders. */
export function makeCustomers(shop: string, from: number, count: number, everyMs: number): RequestRow[] {
  return Array.from({ length: count }, (_, customer) => {
    const start = from + customer * everyMs;
    const who = { address: `198.51.${100 + Math.floor(customer / 250)}.${customer % 250}`, agent: `${FIREFOX} ${customer % 7}` };
    const orders = [5000 + customer * 3, 5001 + customer * 3, 9000 + customer].slice(0, 1 + (customer % 3));
    return [
      makeRequest(shop, start, who),
      makeRequest(shop, start + 200, { ...who, path: '/assets/shop.css', route_kind: 'asset' }),
      makeRequest(shop, start + 300, { ...who, path: '/products/{*}', route: '/products/{*}' }),
      makeRequest(shop, start + 900, {
        ...who,
        path: '/account/sign-in',
        route_kind: 'sign-in',
        method: 'POST',
        status: 303,
        auth: customer % 9 === 0 ? 'sign-in-failed' : 'sign-in-ok',
      }),
      ...orders.map((order, nth) => readOrder(shop, start + 2000 + nth * 4000, order, who)),
    ];
  }).flat();
}
