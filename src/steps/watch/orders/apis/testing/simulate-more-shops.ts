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
  type Simulate,
  slice,
  sqlWarsaw,
  type WorldOrder,
} from './world.ts';

export const prestashop: Simulate = (world, { url, headers }) => {
  const kind = /^\/api\/(orders|order_histories|order_payments|order_slip|currencies)$/.exec(url.pathname)?.[1];
  if (kind === undefined) return null;
  if (headers.authorization !== basicOf(known.key, ''))
    return { status: 401, body: { errors: [{ code: 17, message: 'Invalid authentication key format' }] } };
  const ask = url.searchParams;
  const ids = new Set((ask.get('filter[id_order]') ?? ask.get('filter[order_reference]') ?? '').slice(1, -1).split('|'));
  if (kind === 'currencies') return { body: { currencies: [{ id: 1, iso_code: 'EUR' }] } };
  if (kind !== 'orders') {
    const key = kind === 'order_slip' ? 'order_slips' : kind;
    const parts = world.orders.filter(({ n }) => ids.has(String(n)) || ids.has(`REF${n}`)).flatMap((one) => prestashopParts(kind, one));
    return { body: parts.length === 0 ? [] : { [key]: parts } };
  }
  const [from = '', to = ''] = (ask.get('filter[date_upd]') ?? '').slice(1, -1).split(',');
  const [offset = 0, size = 0] = (ask.get('limit') ?? '').split(',').map(Number);
  const found = changedSince(world, 0).filter(({ changed }) => sqlWarsaw(changed) >= from && sqlWarsaw(changed) <= to);
  const orders = slice(found, offset, size).map((one) => ({
    ...{ id: one.n, reference: `REF${one.n}`, date_add: sqlWarsaw(one.placed), date_upd: sqlWarsaw(one.changed) },
    ...{ total_paid: `${decimal(one.total)}0000`, module: 'ps_wirepayment', id_currency: '1', gift_message: person.name },
  }));
  return { body: orders.length === 0 ? [] : { orders } };
};

function prestashopParts(kind: string, { n, paid, handed, delivered, cancelled, refund, total }: WorldOrder): object[] {
  if (kind === 'order_payments')
    return paid === null
      ? []
      : [{ id: n, order_reference: `REF${n}`, amount: decimal(total), transaction_id: `pi_${n}`, date_add: sqlWarsaw(paid) }];
  if (kind === 'order_slip')
    return refund === null
      ? []
      : [
          {
            id: n,
            id_order: n,
            total_products_tax_incl: `${decimal(refund.amount)}0000`,
            total_shipping_tax_incl: '0.000000',
            date_add: sqlWarsaw(refund.at),
          },
        ];
  const said = [
    [2, paid],
    [4, handed],
    [5, delivered],
    [6, cancelled],
  ] as const;
  return said.flatMap(([state, at]) =>
    at === null ? [] : [{ id: n * 10 + state, id_order: String(n), id_order_state: String(state), date_add: sqlWarsaw(at) }],
  );
}

export const vendure: Simulate = (world, request) => {
  if (request.url.pathname !== '/admin-api') return null;
  const { query, variables } = JSON.parse(request.body) as { query: string; variables: Record<string, string> };
  if (query.includes('login(')) {
    if (variables.password !== known.secret) return { body: { data: { login: { __typename: 'InvalidCredentialsError' } } } };
    return { body: { data: { login: { __typename: 'CurrentUser' } } }, headers: { 'vendure-auth-token': handOut(world) } };
  }
  if (!isBearer(world, request))
    return { status: 401, body: { errors: [{ message: 'not authorized', extensions: { code: 'FORBIDDEN' } }] } };
  const found = changedSince(world, Date.parse(variables.since ?? ''));
  return { body: { data: { orders: { items: slice(found, Number(variables.skip), 100).map(vendureOrder) } } } };
};

function vendureOrder({ n, placed, changed, total, paid, handed, delivered, cancelled, refund }: WorldOrder) {
  const refunds =
    refund === null ? [] : [{ id: String(n), createdAt: iso(refund.at), state: 'Settled', total: refund.amount, transactionId: `re_${n}` }];
  const payment = { id: String(n), state: 'Settled', method: 'stripe', amount: total, transactionId: `pi_${n}`, refunds };
  return {
    ...{ code: `V${n}`, state: cancelled === null ? 'PaymentSettled' : 'Cancelled', updatedAt: iso(changed), orderPlacedAt: iso(placed) },
    ...{ currencyCode: 'EUR', totalWithTax: total, shippingAddress: { fullName: person.name, countryCode: 'DE' } },
    payments: paid === null ? [] : [{ ...payment, createdAt: iso(paid) }],
    fulfillments:
      handed === null
        ? []
        : [
            {
              id: String(n),
              createdAt: iso(handed),
              updatedAt: iso(handed),
              state: delivered === null ? 'Shipped' : 'Delivered',
              method: 'dhl',
            },
          ],
  };
}

export const allegro: Simulate = (world, request) => {
  const { url, headers, body } = request;
  if (url.pathname === '/auth/oauth/token') {
    const form = new URLSearchParams(body);
    // The one before is good until its successor is used: an answer may be lost on the way.
    const [last = '', next = known.token] = world.refresh ?? [];
    const given = form.get('refresh_token') ?? '';
    if (headers.authorization !== basicOf(known.key, known.secret) || ![last, next].includes(given) || given === '')
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid refresh token' } };
    world.refresh = [given, `refresh-of-practice-${world.logins + 1}`];
    return { body: { access_token: handOut(world), token_type: 'bearer', refresh_token: world.refresh[1], expires_in: 43_199 } };
  }
  if (url.pathname !== '/order/checkout-forms') return null;
  if (!isBearer(world, request))
    return { status: 401, body: { error: 'invalid_token', error_description: 'Full authentication is required' } };
  if (headers.accept !== 'application/vnd.allegro.public.v1+json')
    return { status: 406, body: { errors: [{ code: 'NotAcceptableException', message: 'Not acceptable representation requested' }] } };
  const ask = url.searchParams;
  const found = changedSince(world, Date.parse(ask.get('updatedAt.gte') ?? ''));
  const offset = Number(ask.get('offset'));
  const money = (cents: number) => ({ amount: decimal(cents), currency: 'EUR' });
  const checkoutForms = slice(found, offset, Number(ask.get('limit'))).map(
    ({ n, placed, changed, total, paid, handed, delivered, cancelled }) => ({
      id: `a1000000-0000-11f0-9000-${String(n).padStart(12, '0')}`,
      buyer: { email: person.mail, login: 'ada', firstName: 'Ada', lastName: 'Fictitious', phoneNumber: person.phone },
      payment: { id: `pay-${n}`, type: 'ONLINE', provider: 'AF', finishedAt: paid === null ? null : iso(paid), paidAmount: money(total) },
      status: cancelled === null ? 'READY_FOR_PROCESSING' : 'CANCELLED',
      fulfillment: {
        status: delivered !== null ? 'PICKED_UP' : handed !== null ? 'SENT' : 'NEW',
        shipmentSummary: { lineItemsSent: 'NONE' },
      },
      delivery: {
        address: { firstName: 'Ada', street: person.street, countryCode: 'DE' },
        method: { id: '1', name: 'Allegro Paczkomaty InPost' },
      },
      lineItems: [{ id: `l${n}`, quantity: 1, boughtAt: iso(placed) }],
      summary: { totalToPay: money(total) },
      updatedAt: iso(changed),
    }),
  );
  return { body: { checkoutForms, count: checkoutForms.length, totalCount: found.length } };
};

export const medusa: Simulate = (world, { url, headers }) => {
  if (url.pathname !== '/admin/orders') return null;
  if (headers.authorization !== basicOf(known.key, '')) return { status: 401, body: { type: 'unauthorized', message: 'Unauthorized' } };
  const ask = url.searchParams;
  const since = Date.parse(ask.get('updated_at[$gte]') ?? '');
  const made = Date.parse(ask.get('created_at[$gte]') ?? '');
  const found = Number.isNaN(since) ? world.orders.filter(({ placed }) => placed >= made) : changedSince(world, since);
  const orders = slice(found, Number(ask.get('offset')), Number(ask.get('limit'))).map((one) => {
    const { n, total, paid, refund, handed, delivered } = one;
    const refunds = refund === null ? [] : [{ id: `ref_${n}`, amount: refund.amount / 100, created_at: iso(refund.at) }];
    const captures = paid === null ? [] : [{ id: `capt_${n}`, amount: total / 100, created_at: iso(paid) }];
    const payment = { id: `pay_${n}`, amount: total / 100, provider_id: 'pp_stripe_stripe', created_at: iso(paid ?? 0), captures, refunds };
    return {
      ...{ id: `order_${n}`, display_id: n, status: 'pending', total: total / 100, currency_code: 'eur', created_at: iso(one.placed) },
      ...{ updated_at: iso(one.changed), canceled_at: isoOrNull(one.cancelled), email: person.mail },
      shipping_address: { first_name: person.name, country_code: 'de' },
      payment_collections: paid === null ? [] : [{ payments: [payment] }],
      fulfillments: handed === null ? [] : [{ id: `ful_${n}`, shipped_at: iso(handed), delivered_at: isoOrNull(delivered) }],
    };
  });
  return { body: { orders, count: found.length, offset: 0, limit: 100 } };
};
