import {
  basicOf,
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
  unix,
  type World,
  type WorldOrder,
} from './world.ts';

const paidOnes = (world: World): (WorldOrder & { readonly paid: number })[] =>
  world.orders.flatMap((one) => (one.paid === null ? [] : [{ ...one, paid: one.paid }])).toSorted((a, b) => b.paid - a.paid);
const refundedOnes = (world: World) =>
  world.orders
    .flatMap((one) => (one.refund === null ? [] : [{ ...one, refund: one.refund }]))
    .toSorted((a, b) => b.refund.at - a.refund.at);

export const stripe: Simulate = (world, { url, headers }) => {
  const kind = /^\/v1\/(charges|refunds|events)$/.exec(url.pathname)?.[1];
  if (kind === undefined) return null;
  if (headers.authorization !== `Bearer ${known.key}`)
    return {
      status: 401,
      body: { error: { type: 'invalid_request_error', message: `Invalid API Key provided: ${String(headers.authorization)}` } },
    };
  const all = kind === 'charges' ? paidOnes(world).map(charge) : kind === 'refunds' ? refundedOnes(world).map(refund) : events(world);
  const found = all.filter(({ created }) => created >= Number(url.searchParams.get('created[gte]')));
  const start = found.findIndex(({ id }) => id === url.searchParams.get('starting_after')) + 1;
  return { body: { object: 'list', url: url.pathname, has_more: start + 100 < found.length, data: slice(found, start, 100) } };
};

function charge({ n, total, paid, refund }: WorldOrder & { readonly paid: number }) {
  return {
    ...{
      id: `ch_${n}`,
      object: 'charge',
      amount: total,
      amount_captured: total,
      amount_refunded: refund?.amount ?? 0,
      created: unix(paid),
    },
    ...{
      captured: true,
      status: 'succeeded',
      livemode: true,
      currency: 'eur',
      payment_intent: `pi_${n}`,
      metadata: { order_id: String(n) },
    },
    ...{ description: `Order ${n} of ${person.name}`, receipt_email: person.mail, payment_method_details: { type: 'card' } },
    billing_details: { name: person.name, email: person.mail, phone: person.phone, address: { line1: person.street } },
  };
}

function refund(one: WorldOrder & { readonly refund: { readonly at: number; readonly amount: number } }) {
  const base = {
    id: `re_${one.n}`,
    object: 'refund',
    amount: one.refund.amount,
    created: unix(one.refund.at),
    currency: 'eur',
    status: 'succeeded',
  };
  return { ...base, charge: charge({ ...one, paid: one.paid ?? 0 }), metadata: {} };
}

function events(world: World) {
  const base = { object: 'event', livemode: true };
  const intents = paidOnes(world).map((one) => ({
    ...{ ...base, id: `evt_p${one.n}`, type: 'payment_intent.succeeded', created: unix(one.paid) + 1 },
    data: {
      object: {
        ...{ id: `pi_${one.n}`, amount: one.total, amount_received: one.total, currency: 'eur', payment_method_types: ['card'] },
        ...{ metadata: { order_id: String(one.n) }, receipt_email: person.mail },
      },
    },
  }));
  const back = refundedOnes(world).map((one) => ({
    ...{ ...base, id: `evt_r${one.n}`, type: 'charge.refunded', created: unix(one.refund.at) },
    data: { object: charge({ ...one, paid: one.paid ?? 0 }) },
  }));
  return [...intents, ...back].toSorted((a, b) => b.created - a.created);
}

export const paypal: Simulate = (world, request) => {
  const { url, headers, body } = request;
  if (url.pathname === '/v1/oauth2/token') {
    if (headers.authorization !== basicOf(known.key, known.secret) || body !== 'grant_type=client_credentials')
      return { status: 401, body: { error: 'invalid_client', error_description: 'Client Authentication failed' } };
    return { body: { access_token: handOut(world), token_type: 'Bearer', expires_in: 32_400 } };
  }
  if (url.pathname !== '/v1/reporting/transactions') return null;
  if (!isBearer(world, request)) return { status: 401, body: { error: 'invalid_token' } };
  const ask = url.searchParams;
  const [from, to] = [Date.parse(ask.get('start_date') ?? ''), Date.parse(ask.get('end_date') ?? '')];
  if (!(to - from <= 31 * 86_400_000))
    return { status: 400, body: { name: 'INVALID_REQUEST', message: 'Date range is greater than 31 days' } };
  const info = (n: number, id: string, code: string, at: number, value: string) => ({
    transaction_info: {
      ...{
        transaction_id: id,
        transaction_event_code: code,
        transaction_initiation_date: iso(at).replace('Z', '+0000'),
        invoice_id: String(n),
      },
      ...{ transaction_amount: { currency_code: 'EUR', value }, transaction_status: 'S', transaction_subject: person.name },
    },
    payer_info: { email_address: person.mail, payer_name: { given_name: 'Ada', surname: 'Fictitious' } },
  });
  const all = [
    ...paidOnes(world).map(({ n, paid, total }) => ({ at: paid, told: info(n, `T${n}`, 'T0006', paid, decimal(total)) })),
    ...refundedOnes(world).map(({ n, refund: { at, amount } }) => ({ at, told: info(n, `R${n}`, 'T1107', at, `-${decimal(amount)}`) })),
    // A payout to the bank is no payment of an order.
    { at: world.now - 86_400_000, told: info(7, 'W1', 'T0403', world.now - 86_400_000, '-500.00') },
  ].filter(({ at }) => at >= from && at <= to);
  const size = Number(ask.get('page_size'));
  const page = Number(ask.get('page'));
  const details = slice(all, (page - 1) * size, size).map(({ told }) => told);
  return { body: { transaction_details: details, page, total_items: all.length, total_pages: Math.ceil(all.length / size) } };
};

export const mollie: Simulate = (world, { url, headers }) => {
  const kind = /^\/v2\/(payments|refunds)$/.exec(url.pathname)?.[1];
  if (kind === undefined) return null;
  if (headers.authorization !== `Bearer ${known.key}`)
    return { status: 401, body: { status: 401, title: 'Unauthorized Request', detail: 'Missing authentication' } };
  const amount = (cents: number) => ({ value: decimal(cents), currency: 'EUR' });
  const payment = ({ n, placed, total, paid }: WorldOrder) => ({
    ...{
      resource: 'payment',
      id: `tr_${n}`,
      mode: 'live',
      createdAt: iso(placed).replace('Z', '+00:00'),
      amount: amount(total),
      method: 'ideal',
    },
    ...{
      description: `Order ${n}`,
      metadata: null,
      paidAt: isoOrNull(paid),
      status: 'paid',
      details: { consumerName: person.name, consumerAccount: 'NL00' },
    },
  });
  const all: ({ readonly id: string } & object)[] =
    kind === 'payments'
      ? world.orders.toSorted((a, b) => b.placed - a.placed).map(payment)
      : refundedOnes(world).map((one) => ({
          ...{
            resource: 'refund',
            id: `re_${one.n}`,
            createdAt: iso(one.refund.at),
            amount: amount(one.refund.amount),
            status: 'refunded',
          },
          ...{ description: person.name, _embedded: { payment: payment(one) } },
        }));
  const size = Number(url.searchParams.get('limit'));
  const start = Math.max(
    0,
    all.findIndex(({ id }) => id === url.searchParams.get('from')),
  );
  const after = all[start + size];
  const next = new URL(url.href);
  if (after !== undefined) next.searchParams.set('from', after.id);
  return {
    body: {
      count: size,
      _embedded: { [kind]: slice(all, start, size) },
      _links: { next: after === undefined ? null : { href: next.href, type: 'application/hal+json' } },
    },
  };
};

export const przelewy24: Simulate = (world, { url, headers }) => {
  if (url.pathname !== '/api/v1/report/history') return null;
  if (headers.authorization !== basicOf('1234', known.key)) return { status: 401, body: { error: 'Incorrect authentication', code: 401 } };
  const ask = url.searchParams;
  const [from = '', to = ''] = [ask.get('dateFrom') ?? '', ask.get('dateTo') ?? ''];
  const day = (at: number): string => sqlWarsaw(at).slice(0, 10).replaceAll('-', '');
  const all = paidOnes(world).filter(({ paid }) => day(paid) >= from && day(paid) <= to);
  const start = Number(ask.get('token') ?? 0);
  const data = slice(all, start, 100).map(({ n, total, paid }) => ({
    ...{ type: 'transaction', amount: total, currency: 'PLN' },
    details: [
      {
        ...{
          orderId: 300_000 + n,
          sessionId: `s-${n}-abc`,
          status: 2,
          date: sqlWarsaw(paid),
          dateOfTransaction: sqlWarsaw(paid),
          paymentMethod: 154,
        },
        ...{ description: `Zamówienie ${n}`, clientEmail: person.mail, clientName: person.name, clientAddress: person.street },
      },
    ],
  }));
  return { body: { data, responseCode: 0, ...(start + 100 < all.length ? { token: String(start + 100) } : {}) } };
};
