import {
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
  sqlUtc,
  type World,
  type WorldOrder,
} from './world.ts';

const sinceIn = (text: string): number => Date.parse(/\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/.exec(text)?.[0] ?? '');

export const inpost: Simulate = (world, { url, headers }) => {
  if (url.pathname !== '/v1/organizations/77/shipments') return null;
  if (headers.authorization !== `Bearer ${known.token}`)
    return { status: 401, body: { status: 401, error: 'token_invalid', message: 'Token is missing or invalid.' } };
  const parcels = world.orders.flatMap((one) => (one.handed === null ? [] : [{ ...one, handed: one.handed }]));
  const found = parcels.filter(({ placed }) => placed >= Date.parse(url.searchParams.get('created_at_gteq') ?? ''));
  const page = Number(url.searchParams.get('page'));
  const items = slice(found, (page - 1) * 30, 30).map(({ n, placed, handed, delivered }) => ({
    ...{
      id: 50_000 + n,
      status: delivered === null ? 'taken_by_courier' : 'delivered',
      tracking_number: `6${n}`,
      reference: String(n),
      service: 'inpost_locker_standard',
    },
    ...{
      created_at: iso(placed),
      updated_at: iso(delivered ?? handed),
      receiver: { first_name: 'Ada', last_name: 'Fictitious', email: person.mail, phone: person.phone },
    },
  }));
  return { body: { href: url.href, count: found.length, page, per_page: 30, items } };
};

export const odoo: Simulate = (world, { url, body }) => {
  if (url.pathname !== '/jsonrpc') return null;
  const { params } = JSON.parse(body) as { params: { service: string; method: string; args: readonly unknown[] } };
  const [database, user, key] = params.args;
  if (params.service === 'common') {
    world.logins += 1;
    return { body: { jsonrpc: '2.0', id: 1, result: database === 'erp' && user === 'reader' && key === known.key ? 7 : false } };
  }
  if (user !== 7 || key !== known.key)
    return {
      body: {
        jsonrpc: '2.0',
        id: 2,
        error: { code: 200, message: 'Odoo Server Error', data: { name: 'odoo.exceptions.AccessDenied', message: person.mail } },
      },
    };
  const [domain, { limit, offset }] = [params.args[5] as string[][][], params.args[6] as { limit: number; offset: number }];
  const found = changedSince(world, Date.parse(`${domain[0]?.[0]?.[2]?.replace(' ', 'T')}Z`));
  const result = slice(found, offset, limit).map(({ n, placed, changed, total, cancelled }) => ({
    ...{
      id: n,
      name: `S0${n}`,
      client_order_ref: String(n),
      origin: false,
      state: cancelled === null ? 'sale' : 'cancel',
      amount_total: total / 100,
    },
    ...{ create_date: sqlUtc(placed), write_date: sqlUtc(changed), currency_id: [1, 'EUR'], partner_id: [9, person.name] },
  }));
  return { body: { jsonrpc: '2.0', id: 2, result } };
};

export const hubspot: Simulate = (world, { url, headers, body }) => {
  if (url.pathname !== '/crm/v3/objects/orders/search') return null;
  if (headers.authorization !== `Bearer ${known.token}`)
    return { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION', message: 'Authentication credentials not found' } };
  const asked = JSON.parse(body) as { after?: string; limit: number; filterGroups: { filters: { value: string }[] }[] };
  const found = changedSince(world, Number(asked.filterGroups[0]?.filters[0]?.value));
  const start = Number(asked.after ?? 0);
  const results = slice(found, start, asked.limit).map(({ n, placed, changed, total }) => ({
    id: `8${n}`,
    properties: {
      ...{ hs_external_order_id: String(n), hs_order_name: person.name, hs_total_price: decimal(total), hs_currency_code: 'EUR' },
      ...{ hs_createdate: iso(placed), hs_lastmodifieddate: iso(changed), hs_shipping_address_street: person.street },
    },
  }));
  const after = start + asked.limit < found.length ? { paging: { next: { after: String(start + asked.limit) } } } : {};
  return { body: { total: found.length, results, ...after } };
};

export const salesforce: Simulate = (world, request) => {
  const { url, body } = request;
  if (url.pathname === '/services/oauth2/token') {
    const form = new URLSearchParams(body);
    if (form.get('client_id') !== known.key || form.get('client_secret') !== known.secret)
      return { status: 400, body: { error: 'invalid_client' } };
    return { body: { access_token: handOut(world), instance_url: url.origin, token_type: 'Bearer' } };
  }
  const more = /^\/services\/data\/v62\.0\/query\/(\d+)-(\d+)$/.exec(url.pathname);
  if (url.pathname !== '/services/data/v62.0/query' && more === null) return null;
  if (!isBearer(world, request)) return { status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] };
  const since = more === null ? sinceIn(url.searchParams.get('q') ?? '') : Number(more[1]);
  const found = changedSince(world, since);
  const start = more === null ? 0 : Number(more[2]);
  const records = slice(found, start, 150).map(({ n, placed, changed, total }) => ({
    ...{
      attributes: { type: 'Order' },
      Id: `801${n}`,
      OrderNumber: `0000${n}`,
      OrderReferenceNumber: String(n),
      PoNumber: null,
      Status: 'Activated',
    },
    ...{
      TotalAmount: total / 100,
      CreatedDate: iso(placed).replace('Z', '.000+0000'),
      LastModifiedDate: iso(changed).replace('Z', '.000+0000'),
    },
  }));
  const done = start + 150 >= found.length;
  return {
    body: {
      totalSize: found.length,
      done,
      ...(done ? {} : { nextRecordsUrl: `/services/data/v62.0/query/${since}-${start + 150}` }),
      records,
    },
  };
};

/** A list of OData 4 by pages; `relative`: the next address is told without its beginning. */
function odataList(found: readonly object[], url: URL, { size, relative }: { readonly size: number; readonly relative: boolean }) {
  const start = Number(url.searchParams.get('$skip') ?? 0);
  const next = new URL(url.href);
  next.searchParams.set('$skip', String(start + size));
  const address = relative ? `${url.pathname.split('/').at(-1)}${next.search}` : next.href;
  return {
    '@odata.context': 'x',
    value: slice(found, start, size),
    ...(start + size < found.length ? { '@odata.nextLink': address } : {}),
  };
}

export const businessCentral: Simulate = (world, request) => {
  const { url, body, headers } = request;
  if (url.pathname === '/ten-1/oauth2/v2.0/token') {
    const form = new URLSearchParams(body);
    if (form.get('client_secret') !== known.secret || form.get('scope') !== 'https://api.businesscentral.dynamics.com/.default')
      return { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215' } };
    return { body: { token_type: 'Bearer', expires_in: 3_599, access_token: handOut(world) } };
  }
  const kind = /^\/v2\.0\/ten-1\/production\/api\/v2\.0\/companies\(c-1\)\/(salesOrders|salesInvoices)$/.exec(
    decodeURIComponent(url.pathname),
  )?.[1];
  if (kind === undefined) return null;
  if (!isBearer(world, request)) return { status: 401, body: { error: { code: 'Authentication_InvalidCredentials', message: 'no' } } };
  const since = sinceIn(url.searchParams.get('$filter') ?? '');
  const invoiced = (one: WorldOrder): boolean => one.handed !== null;
  const found = changedSince(world, since).filter((one) => invoiced(one) === (kind === 'salesInvoices'));
  const size = Number(/maxpagesize=(\d+)/.exec(String(headers.prefer))?.[1]);
  const value = found.map(({ n, changed, total }) => ({
    ...{ number: `SO${n}`, externalDocumentNumber: String(n), status: 'Open', totalAmountIncludingTax: total / 100, currencyCode: 'EUR' },
    ...{ lastModifiedDateTime: iso(changed).replace('Z', '.123Z'), customerName: person.name },
  }));
  return { body: odataList(value, url, { size, relative: false }) };
};

export const sapBusinessOne: Simulate = (world, { url, body, headers }) => {
  if (url.pathname === '/b1s/v2/Login') {
    const asked = JSON.parse(body) as Record<string, string>;
    if (asked.CompanyDB !== 'SBO' || asked.UserName !== 'reader' || asked.Password !== known.secret)
      return { status: 401, body: { error: { code: '-304', message: 'Fail to get DB Credentials' } } };
    const session = handOut(world);
    return {
      body: { SessionId: session, Version: '1000190', SessionTimeout: 30 },
      headers: { 'set-cookie': `B1SESSION=${session}; HttpOnly` },
    };
  }
  const kind = /^\/b1s\/v2\/(Orders|DeliveryNotes)$/.exec(url.pathname)?.[1];
  if (kind === undefined) return null;
  if (!world.tokens.has(/B1SESSION=([^;]+)/.exec(String(headers.cookie))?.[1] ?? ''))
    return { status: 401, body: { error: { code: '301', message: 'Invalid session or session already timeout.' } } };
  const day = (at: number): string => iso(at + 3_600_000).slice(0, 10);
  const since = /'(.*)'/.exec(url.searchParams.get('$filter') ?? '')?.[1] ?? '';
  const own = kind === 'Orders' ? world.orders : world.orders.filter(({ handed }) => handed !== null);
  const value = own
    .filter(({ changed }) => day(changed) >= since)
    .map((one) => {
      const at = kind === 'Orders' ? one.placed : (one.handed ?? 0);
      const made = { CreationDate: `${day(at)}T00:00:00Z`, DocTime: iso(at + 3_600_000).slice(11, 19), UpdateDate: day(one.changed) };
      return {
        ...made,
        DocEntry: one.n,
        NumAtCard: String(one.n),
        DocTotal: one.total / 100,
        DocCurrency: 'EUR',
        Cancelled: 'tNO',
        CardName: person.name,
      };
    });
  return { body: odataList(value, url, { size: 100, relative: true }) };
};

function erpOrder({ n, placed, changed, total, paid, handed }: WorldOrder) {
  return {
    ...{
      ExternalNumber: String(n),
      OrderedAt: iso(placed),
      PaidAt: isoOrNull(paid),
      ShippedAt: isoOrNull(handed),
      LastModified: iso(changed),
    },
    ...{ TotalAmount: total / 100, CurrencyCode: 'EUR', BuyerName: person.name, Mail: person.mail },
  };
}

export const odata: Simulate = (world, { url, headers }) => {
  if (url.pathname !== '/odata/v4/SalesOrders') return null;
  if (headers['x-erp-key'] !== known.key) return { status: 403, body: { error: { code: 'Forbidden', message: 'no' } } };
  const found = changedSince(world, sinceIn(url.searchParams.get('$filter') ?? ''));
  return { body: odataList(found.map(erpOrder), url, { size: 40, relative: true }) };
};

export const rest: Simulate = (world: World, request) => {
  const { url, body } = request;
  if (url.pathname === '/login/token') {
    const form = new URLSearchParams(body);
    if (form.get('client_id') !== known.key || form.get('client_secret') !== known.secret || form.get('scope') !== 'orders:read')
      return { status: 400, body: { error: 'invalid_client' } };
    return { body: { access_token: handOut(world), expires_in: 300 } };
  }
  if (url.pathname !== '/erp/orders') return null;
  if (!isBearer(world, request)) return { status: 401, body: { code: 'unauthorized' } };
  const found = changedSince(world, Date.parse(url.searchParams.get('updated_after') ?? ''));
  const start = Number(url.searchParams.get('start') ?? 0);
  const next = new URL(url.href);
  next.searchParams.set('start', String(start + 50));
  const link = start + 50 < found.length ? { link: `<${url.href}>; rel="self", <${next.href}>; rel="next"` } : {};
  const orders = slice(found, start, 50).map((one) => ({
    ref: String(one.n),
    booked: iso(one.placed),
    sum: { value: decimal(one.total), currency: 'EUR' },
    buyer: person,
  }));
  return { body: { data: { orders } }, headers: link };
};
