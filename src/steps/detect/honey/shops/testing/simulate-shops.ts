import { type ServedRequest, serveRequests } from '#engines/testing/serve-requests.ts';

interface MadeCustomer {
  readonly id: string;
  readonly mail: string;
  readonly first: string;
}

interface MadeOrder {
  readonly id: string;
  readonly customer: string;
  state: string;
  readonly note: string;
}

/** What a simulated shop has, and what goes wrong in it. */
export interface World {
  customers: MadeCustomer[];
  orders: MadeOrder[];
  /** Path and verb of requests that fail, with the status: `POST /orders`. */
  fails: Map<string, number>;
  asked: string[];
}

interface Ask {
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ServedRequest['headers'];
  readonly text: string;
  readonly json: Record<string, unknown>;
}

interface Told {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
type Shop = (world: World, ask: Ask) => Told;

const missing: Told = { status: 404, body: { message: 'not found' } };
const find = (world: World, mail: string | null): MadeCustomer[] => world.customers.filter((one) => one.mail === mail);
const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

function addCustomer(world: World, given: { readonly mail: unknown; readonly first: unknown; readonly id?: unknown }): MadeCustomer {
  const customer = { id: String(given.id ?? 500 + world.customers.length), mail: String(given.mail), first: String(given.first) };
  world.customers.push(customer);
  return customer;
}

function addOrder(world: World, given: Omit<MadeOrder, 'id'>): MadeOrder {
  const order = { id: String(9_000 + world.orders.length), ...given };
  world.orders.push(order);
  return order;
}

function remove(world: World, kind: 'customers' | 'orders', id: string): boolean {
  const before = world[kind].length;
  if (kind === 'customers') world.customers = world.customers.filter((one) => one.id !== id);
  else world.orders = world.orders.filter((one) => one.id !== id);
  return world[kind].length < before;
}

function part(value: unknown, name: string): Record<string, unknown> {
  const one = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {};
}

const woocommerce: Shop = (world, { verb, path, query, headers, json }) => {
  if (headers.authorization !== basic('ck_practice', 'cs_practice'))
    return { status: 401, body: { code: 'woocommerce_rest_cannot_view', message: 'no', data: { status: 401 } } };
  const [, kind, id = ''] = /^\/wp-json\/wc\/v3\/(customers|orders)(?:\/(\d+))?$/.exec(path) ?? [];
  if (verb === 'GET' && kind === 'customers')
    return { status: 200, body: find(world, query.get('email')).map((one) => ({ id: Number(one.id) })) };
  if (verb === 'GET' && kind === 'orders')
    return {
      status: 200,
      body: world.orders.filter((one) => one.customer === query.get('customer')).map((one) => ({ id: Number(one.id) })),
    };
  if (verb === 'POST' && kind === 'customers') {
    if (find(world, String(json.email)).length > 0) return { status: 400, body: { code: 'registration-error-email-exists', message: 'x' } };
    return { status: 201, body: { id: Number(addCustomer(world, { mail: json.email, first: json.first_name }).id) } };
  }
  if (verb === 'POST' && kind === 'orders') {
    if (typeof json.customer_id !== 'number') return { status: 400, body: { code: 'rest_invalid_param' } };
    const order = addOrder(world, { customer: String(json.customer_id), state: String(json.status), note: String(json.customer_note) });
    return { status: 201, body: { id: Number(order.id) } };
  }
  if (verb !== 'DELETE' || query.get('force') !== 'true') return { status: 501, body: { code: 'rest_trash_not_supported' } };
  return remove(world, kind === 'orders' ? 'orders' : 'customers', id) ? { status: 200, body: { id: Number(id) } } : missing;
};

const magento: Shop = (world, { verb, path, query, headers, json }) => {
  if (headers.authorization !== 'Bearer tok_practice') return { status: 401, body: { message: 'The consumer isn’t authorized' } };
  if (verb === 'GET' && path === '/rest/V1/customers/search') {
    const mail = query.get('searchCriteria[filter_groups][0][filters][0][value]');
    return { status: 200, body: { items: find(world, mail).map((one) => ({ id: Number(one.id) })), total_count: 0 } };
  }
  const customer = part(json, 'customer');
  if (verb === 'POST' && path === '/rest/V1/customers')
    return { status: 200, body: { id: Number(addCustomer(world, { mail: customer.email, first: customer.firstname }).id) } };
  const id = /^\/rest\/V1\/customers\/(\d+)$/.exec(path)?.[1];
  return verb === 'DELETE' && id !== undefined && remove(world, 'customers', id) ? { status: 200, body: true } : missing;
};

const shopware: Shop = (world, { verb, path, headers, json }) => {
  if (path === '/api/oauth/token')
    return json.client_id === 'SWIA_practice' && json.client_secret === 'sws_practice'
      ? { status: 200, body: { token_type: 'Bearer', expires_in: 600, access_token: 'jwt-practice' } }
      : { status: 401, body: { errors: [{ code: '10', title: 'invalid_client' }] } };
  if (headers.authorization !== 'Bearer jwt-practice') return { status: 401, body: { errors: [{ code: '9' }] } };
  const [filter] = Array.isArray(json.filter) ? json.filter : [];
  if (path === '/api/search/customer')
    return { status: 200, body: { data: find(world, part({ filter }, 'filter').value as string).map(({ id }) => ({ id })) } };
  if (path === '/api/search/sales-channel')
    return {
      status: 200,
      body: { data: [{ id: 'c1', languageId: 'l1', customerGroupId: 'g1', paymentMethodId: 'p1', countryId: 'co1' }] },
    };
  if (verb === 'POST' && path === '/api/customer') {
    const needs = ['salesChannelId', 'groupId', 'customerNumber', 'defaultBillingAddressId', 'defaultShippingAddressId', 'languageId'];
    if (!/^[0-9a-f]{32}$/.test(String(json.id)) || needs.some((name) => typeof json[name] !== 'string'))
      return { status: 400, body: { errors: [{ code: 'c1051bb4-1103-4974-8973-15e8ca3c64e2' }] } };
    addCustomer(world, { mail: json.email, first: json.firstName, id: json.id });
    return { status: 204 };
  }
  const id = /^\/api\/customer\/([0-9a-f]{32})$/.exec(path)?.[1];
  return verb === 'DELETE' && id !== undefined && remove(world, 'customers', id) ? { status: 204 } : missing;
};

const prestashop: Shop = (world, { verb, path, query, headers, text }) => {
  if (headers.authorization !== basic('PSKEY_practice', '')) return { status: 401, body: { errors: [{ code: 16 }] } };
  if (verb === 'GET' && path === '/api/customers') {
    const found = find(world, /^\[(.*)\]$/.exec(query.get('filter[email]') ?? '')?.[1] ?? '').map((one) => ({ id: Number(one.id) }));
    // It says so where there is nobody: an empty list, not an empty object.
    return { status: 200, body: found.length === 0 ? [] : { customers: found } };
  }
  const tag = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  if (verb === 'POST' && path === '/api/customers') {
    if (headers['content-type'] !== 'application/xml' || tag('passwd') === '' || tag('lastname') === '')
      return { status: 400, body: { errors: [{ code: 90 }] } };
    return { status: 201, body: { customer: { id: Number(addCustomer(world, { mail: tag('email'), first: tag('firstname') }).id) } } };
  }
  const id = /^\/api\/customers\/(\d+)$/.exec(path)?.[1];
  return verb === 'DELETE' && id !== undefined && remove(world, 'customers', id) ? { status: 200 } : missing;
};

const shopify: Shop = (world, { verb, path: whole, query, headers, json }) => {
  if (headers['x-shopify-access-token'] !== 'shpat_practice') return { status: 401, body: { errors: '[API] Invalid API key' } };
  const path = whole.replace('/admin/api/2025-10', '');
  if (path === '/customers/search.json')
    return {
      status: 200,
      body: { customers: find(world, query.get('query')?.replace('email:', '') ?? '').map((one) => ({ id: Number(one.id) })) },
    };
  const ordersOf = /^\/customers\/(\d+)\/orders\.json$/.exec(path)?.[1];
  if (ordersOf !== undefined)
    return {
      status: 200,
      body: { orders: world.orders.filter((one) => one.customer === ordersOf).map((one) => ({ id: Number(one.id) })) },
    };
  if (verb === 'POST' && path === '/customers.json') {
    const customer = part(json, 'customer');
    return { status: 201, body: { customer: { id: Number(addCustomer(world, { mail: customer.email, first: customer.first_name }).id) } } };
  }
  if (verb === 'POST' && path === '/orders.json') {
    const order = part(json, 'order');
    if (order.test !== true || !Array.isArray(order.line_items))
      return { status: 422, body: { errors: { line_items: ['must have at least one'] } } };
    const made = addOrder(world, { customer: String(part(order, 'customer').id), state: 'open', note: String(order.note) });
    return { status: 201, body: { order: { id: Number(made.id) } } };
  }
  const cancelled = /^\/orders\/(\d+)\/cancel\.json$/.exec(path)?.[1];
  for (const order of world.orders) if (order.id === cancelled) order.state = 'cancelled';
  if (cancelled !== undefined) return { status: 200, body: { order: { id: Number(cancelled) } } };
  const [, kind, id = ''] = /^\/(customers|orders)\/(\d+)\.json$/.exec(path) ?? [];
  if (verb !== 'DELETE') return missing;
  if (kind === 'customers' && world.orders.some((one) => one.customer === id))
    return { status: 422, body: { errors: { base: ['has orders'] } } };
  return remove(world, kind === 'orders' ? 'orders' : 'customers', id) ? { status: 200, body: {} } : missing;
};

const medusa: Shop = (world, { verb, path, query, headers, json }) => {
  if (headers.authorization !== basic('sk_practice', '')) return { status: 401, body: { type: 'unauthorized' } };
  if (verb === 'GET' && path === '/admin/customers')
    return { status: 200, body: { customers: find(world, query.get('email')).map(({ id }) => ({ id })) } };
  if (verb === 'POST' && path === '/admin/customers')
    return {
      status: 200,
      body: { customer: { id: addCustomer(world, { mail: json.email, first: json.first_name, id: `cus_${world.customers.length}` }).id } },
    };
  const id = /^\/admin\/customers\/(\w+)$/.exec(path)?.[1];
  return verb === 'DELETE' && id !== undefined && remove(world, 'customers', id) ? { status: 200, body: { id, deleted: true } } : missing;
};

const vendure: Shop = (world, { path, headers, json }) => {
  const values = part(json, 'variables');
  const query = String(json.query);
  const data = (name: string, value: unknown): Told => ({ status: 200, body: { data: { [name]: value } } });
  if (path !== '/admin-api') return missing;
  if (query.includes('login('))
    return values.name === 'shopbell' && values.word === 'vend-practice'
      ? { ...data('login', { id: '1' }), headers: { 'vendure-auth-token': 'vt-practice' } }
      : data('login', { errorCode: 'INVALID_CREDENTIALS_ERROR' });
  if (headers.authorization !== 'Bearer vt-practice')
    return { status: 200, body: { data: null, errors: [{ message: 'x', extensions: { code: 'FORBIDDEN' } }] } };
  if (query.includes('customers(')) return data('customers', { items: find(world, String(values.mail)).map(({ id }) => ({ id })) });
  const input = part(values, 'input');
  if (query.includes('createCustomer('))
    return find(world, String(input.emailAddress)).length > 0
      ? data('createCustomer', { errorCode: 'EMAIL_ADDRESS_CONFLICT_ERROR' })
      : data('createCustomer', { id: addCustomer(world, { mail: input.emailAddress, first: input.firstName }).id });
  if (query.includes('createDraftOrder'))
    return data('createDraftOrder', { id: addOrder(world, { customer: '', state: 'draft', note: '' }).id });
  if (query.includes('setCustomerForDraftOrder')) return data('setCustomerForDraftOrder', { id: values.order });
  if (query.includes('addNoteToOrder')) return data('addNoteToOrder', { id: input.id });
  if (query.includes('deleteDraftOrder'))
    return data('deleteDraftOrder', { result: remove(world, 'orders', String(values.order)) ? 'DELETED' : 'NOT_DELETED' });
  return data('deleteCustomer', { result: remove(world, 'customers', String(values.customer)) ? 'DELETED' : 'NOT_DELETED' });
};

const shops: Readonly<Record<string, Shop>> = { woocommerce, magento, shopware, prestashop, shopify, medusa, vendure };

/** Serves every shop on one machine, each under a folder of its own: `http://127.0.0.1:PORT/woocommerce`. */
export async function simulateShops() {
  const worlds = new Map(
    Object.keys(shops).map((name): [string, World] => [name, { customers: [], orders: [], fails: new Map(), asked: [] }]),
  );
  const { address, stop } = await serveRequests(({ method: verb, url, headers, body: text }) => {
    const [, name = '', path = '/'] = /^\/(\w+)(\/.*)$/.exec(url.pathname) ?? [];
    const world = worlds.get(name);
    world?.asked.push(`${verb} ${path}`);
    const json = /json/.test(String(headers['content-type'])) ? JSON.parse(text) : {};
    const fails = [...(world?.fails ?? [])].find(([what]) => `${verb} ${path}`.endsWith(what.split(' ')[1] ?? '') && what.startsWith(verb));
    const ask = { verb, path, query: url.searchParams, headers, text, json };
    const told = fails ? { status: fails[1], body: { code: 'server_busy' } } : world ? (shops[name]?.(world, ask) ?? missing) : missing;
    const body = told.status === 204 ? '' : JSON.stringify(told.body ?? '');
    return { status: told.status, headers: { 'content-type': 'application/json', ...told.headers }, body };
  });
  return { port: Number(new URL(address).port), worlds, close: stop };
}
