import { createHmac } from 'node:crypto';
import {
  basicOf,
  changedSince,
  decimal,
  handOut,
  isBearer,
  iso,
  isoOrNull,
  known,
  person,
  plainUtc,
  type SimRequest,
  type Simulate,
  slice,
  sqlUtc,
  type WorldOrder,
} from './world.ts';

const gid = (kind: string, n: number): string => `gid://shopify/${kind}/${n}`;
const shopMoney = (cents: number) => ({ shopMoney: { amount: decimal(cents), currencyCode: 'EUR' } });

export const woocommerce: Simulate = (world, { url, headers }) => {
  if (url.pathname !== '/wp-json/wc/v3/orders') return null;
  if (headers.authorization !== basicOf(known.key, known.secret))
    return {
      status: 401,
      body: { code: 'woocommerce_rest_cannot_view', message: 'Sorry, you cannot list resources.', data: { status: 401 } },
    };
  const ask = url.searchParams;
  const size = Number(ask.get('per_page'));
  const found = changedSince(world, Date.parse(`${ask.get('modified_after')}Z`));
  const page = Number(ask.get('page'));
  const body = slice(found, (page - 1) * size, size).map((one) => ({
    ...{ id: one.n, number: String(one.n), status: one.cancelled === null ? 'processing' : 'cancelled', currency: 'EUR' },
    ...{ date_created_gmt: plainUtc(one.placed), date_modified_gmt: plainUtc(one.changed), total: decimal(one.total) },
    ...{ date_paid_gmt: one.paid === null ? null : plainUtc(one.paid), transaction_id: `pi_${one.n}`, payment_method: 'stripe' },
    ...{ billing: { first_name: 'Ada', last_name: 'Fictitious', email: person.mail, phone: person.phone }, customer_note: person.name },
    customer_user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
    shipping: { first_name: 'Ada', last_name: 'Fictitious', address_1: person.street, country: 'DE' },
    refunds: one.refund === null ? [] : [{ id: 9_000 + one.n, reason: `${person.name} asked`, total: `-${decimal(one.refund.amount)}` }],
  }));
  return { body, headers: { 'x-wp-totalpages': String(Math.ceil(found.length / size)) } };
};

export const shopify: Simulate = (world, { url, headers, body }) => {
  if (url.pathname !== '/admin/api/2026-01/graphql.json') return null;
  if (headers['x-shopify-access-token'] !== known.token)
    return { status: 401, body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' } };
  const { variables } = JSON.parse(body) as { variables: { after?: string; changed: string } };
  const found = changedSince(world, Date.parse(/'(.*)'/.exec(variables.changed)?.[1] ?? ''));
  const start = Number(variables.after ?? 0);
  const nodes = slice(found, start, 10).map(shopifyOrder);
  return { body: { data: { orders: { pageInfo: { hasNextPage: start + 10 < found.length, endCursor: String(start + 10) }, nodes } } } };
};

function shopifyOrder(one: WorldOrder) {
  const { n, paid, handed, delivered, refund } = one;
  const transaction = {
    id: gid('OrderTransaction', n),
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: 'shopify_payments',
    paymentId: `c${n}.1`,
  };
  return {
    ...{ name: `#${n}`, createdAt: iso(one.placed), updatedAt: iso(one.changed), cancelledAt: isoOrNull(one.cancelled), test: false },
    ...{ currencyCode: 'EUR', displayFulfillmentStatus: 'FULFILLED', totalPriceSet: shopMoney(one.total) },
    ...{ paymentGatewayNames: ['shopify_payments'], email: person.mail },
    shippingAddress: { name: person.name, address1: person.street, countryCodeV2: 'DE' },
    transactions: paid === null ? [] : [{ ...transaction, processedAt: iso(paid), amountSet: shopMoney(one.total) }],
    fulfillments:
      handed === null
        ? []
        : [
            {
              id: gid('Fulfillment', n),
              createdAt: iso(handed),
              deliveredAt: isoOrNull(delivered),
              status: 'SUCCESS',
              trackingInfo: [{ company: 'DHL' }],
            },
          ],
    refunds: refund === null ? [] : [{ id: gid('Refund', n), createdAt: iso(refund.at), totalRefundedSet: shopMoney(refund.amount) }],
  };
}

export const shopware: Simulate = (world, request) => {
  const { pathname } = request.url;
  if (pathname === '/api/oauth/token') {
    const asked = JSON.parse(request.body) as Record<string, string>;
    if (asked.client_id !== known.key || asked.client_secret !== known.secret || asked.grant_type !== 'client_credentials')
      return { status: 401, body: { errors: [{ code: '10', status: '401', title: 'The client credentials are invalid' }] } };
    return { body: { token_type: 'Bearer', expires_in: 600, access_token: handOut(world) } };
  }
  if (!pathname.startsWith('/api/search/')) return null;
  if (!isBearer(world, request))
    return { status: 401, body: { errors: [{ code: '9', status: '401', title: 'The resource owner denied' }] } };
  const asked = JSON.parse(request.body) as {
    page: number;
    limit: number;
    filter: readonly {
      readonly value: readonly string[];
      readonly queries: readonly { readonly parameters: { readonly gte: string } }[];
    }[];
  };
  if (pathname === '/api/search/order') {
    const found = changedSince(world, Date.parse(asked.filter[0]?.queries[0]?.parameters.gte ?? '')).toSorted((a, b) => a.n - b.n);
    return { body: { total: found.length, data: slice(found, (asked.page - 1) * asked.limit, asked.limit).map(shopwareOrder) } };
  }
  const wanted = new Set(asked.filter[0]?.value);
  return { body: { data: world.orders.flatMap(shopwareStates).filter(({ referencedId }) => wanted.has(referencedId)) } };
};

function shopwareOrder({ n, placed, total }: WorldOrder) {
  const transactions = [{ id: `t${n}`, paymentMethod: { technicalName: 'payment_invoicepayment', name: 'Rechnung' } }];
  return {
    ...{ id: `o${n}`, orderNumber: String(n), orderDateTime: iso(placed).replace('Z', '.000+00:00'), amountTotal: total / 100 },
    ...{
      currency: { isoCode: 'EUR' },
      transactions,
      deliveries: [{ id: `d${n}` }],
      orderCustomer: { email: person.mail, lastName: 'Fictitious' },
    },
  };
}

function shopwareStates({ n, paid, handed, cancelled, refund }: WorldOrder) {
  const said = [
    ['order_transaction', `t${n}`, 'paid', paid],
    ['order_delivery', `d${n}`, 'shipped', handed],
    ['order', `o${n}`, 'cancelled', cancelled],
    ['order_transaction', `t${n}`, 'refunded', refund?.at ?? null],
  ] as const;
  return said.flatMap(([entityName, referencedId, technicalName, at]) =>
    at === null
      ? []
      : [{ entityName, referencedId, createdAt: iso(at).replace('Z', '.000+00:00'), toStateMachineState: { technicalName } }],
  );
}

export const magento: Simulate = (world, request) => {
  const { url } = request;
  const found = /^\/rest\/V1\/(orders|invoices|shipments|creditmemos)$/.exec(url.pathname)?.[1];
  if (found === undefined) return null;
  if (!isSigned(world.now, request)) return { status: 401, body: { message: "The consumer isn't authorized to access %resources." } };
  const ask = (name: string): string => url.searchParams.get(`searchCriteria${name}`) ?? '';
  const value = ask('[filter_groups][0][filters][0][value]');
  if (found === 'orders') {
    const all = changedSince(world, Date.parse(`${value.replace(' ', 'T')}Z`));
    const size = Number(ask('[pageSize]'));
    const items = slice(all, (Number(ask('[currentPage]')) - 1) * size, size).map((one) => ({
      ...{ entity_id: one.n - 900, increment_id: `00${one.n}`, created_at: sqlUtc(one.placed), updated_at: sqlUtc(one.changed) },
      ...{ state: one.cancelled === null ? 'processing' : 'canceled', grand_total: one.total / 100, order_currency_code: 'EUR' },
      ...{ payment: { method: 'checkmo', additional_information: [person.name] }, customer_email: person.mail },
    }));
    return { body: { items, total_count: all.length } };
  }
  const wanted = new Set(value.split(',').map(Number));
  const own = world.orders.filter(({ n }) => wanted.has(n - 900));
  return { body: { items: own.flatMap((one) => magentoParts(found, one)), total_count: own.length } };
};

function magentoParts(kind: string, { n, paid, handed, refund, total }: WorldOrder): object[] {
  const base = { entity_id: n, order_id: n - 900 };
  if (kind === 'invoices')
    return paid === null ? [] : [{ ...base, created_at: sqlUtc(paid), state: 2, grand_total: total / 100, transaction_id: `pi_${n}` }];
  if (kind === 'shipments') return handed === null ? [] : [{ ...base, created_at: sqlUtc(handed), tracks: [{ carrier_code: 'dhl' }] }];
  return refund === null ? [] : [{ ...base, created_at: sqlUtc(refund.at), state: 2, grand_total: refund.amount / 100 }];
}

/** Reckons the signature anew, as RFC 5849 says. */
function isSigned(now: number, { method, url, headers }: SimRequest): boolean {
  const given = new Map(
    [...String(headers.authorization ?? '').matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      decodeURIComponent(value),
    ]),
  );
  const enc = (text: string): string =>
    encodeURIComponent(text).replace(/[!*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = [...url.searchParams, ...given]
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => `${enc(name)}=${enc(value)}`);
  const base = `${method}&${enc(url.origin + url.pathname)}&${enc(all.toSorted().join('&'))}`;
  const wanted = createHmac('sha256', `${known.secret}&${known.tokenSecret}`).update(base).digest('base64');
  const isFresh = Math.abs(Number(given.get('oauth_timestamp')) - now / 1_000) < 86_400;
  return (
    isFresh &&
    given.get('oauth_consumer_key') === known.key &&
    given.get('oauth_token') === known.token &&
    given.get('oauth_signature') === wanted
  );
}
