type Json = Record<string, unknown>;

/** What the providers say, to be changed by a test. */
export interface Said {
  stripe: Json[];
  undelivered: number;
  mayReadEvents: boolean;
  woocommerce: Json[];
  shopify: Json[];
  shopifyError: string | null;
  adyen: Json[];
  paypal: Json[];
}

interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

type Send = (status: number, value: unknown, headers?: Record<string, string>) => void;
type Answer = (said: Said, url: URL, request: Request, body: string, send: Send) => void;

const BASIC = `Basic ${Buffer.from('user:k3y').toString('base64')}`;

const answers: Readonly<Record<string, Answer>> = {
  '/v1/webhook_endpoints': (said, url, { headers }, _, send) => {
    if (headers.authorization !== 'Bearer k3y') return send(401, { error: { type: 'invalid_request_error' } });
    const start = said.stripe.findIndex(({ id }) => id === url.searchParams.get('starting_after')) + 1;
    const data = said.stripe.slice(start, start + 2);
    send(200, { object: 'list', url: '/v1/webhook_endpoints', has_more: start + 2 < said.stripe.length, data });
  },
  '/v1/events': (said, url, { headers }, _, send) => {
    if (headers.authorization !== 'Bearer k3y' || !said.mayReadEvents) return send(403, { error: { type: 'invalid_request_error' } });
    const limit = Number(url.searchParams.get('limit'));
    const event = { object: 'event', data: { object: { billing_details: { email: 'anna@customers.example' } } } };
    const data = Array.from({ length: Math.min(limit, said.undelivered) }, (_each, nth) => ({ id: `evt_${nth}`, ...event }));
    send(200, { object: 'list', url: '/v1/events', has_more: said.undelivered > limit, data });
  },
  '/wp-json/wc/v3/webhooks': (said, url, { headers }, _, send) => {
    if (headers.authorization !== BASIC) return send(401, { code: 'woocommerce_rest_cannot_view', data: { status: 401 } });
    const page = Number(url.searchParams.get('page'));
    const pages = String(Math.ceil(said.woocommerce.length / 2));
    send(200, said.woocommerce.slice((page - 1) * 2, page * 2), { 'x-wp-totalpages': pages });
  },
  '/admin/api/2026-01/graphql.json': (said, _url, { headers }, body, send) => {
    if (headers['x-shopify-access-token'] !== 'k3y') return send(401, { errors: '[API] Invalid API key or access token' });
    const message = 'Something is wrong';
    if (said.shopifyError !== null) return send(200, { data: null, errors: [{ message, extensions: { code: said.shopifyError } }] });
    const { after } = (JSON.parse(body) as { variables: { after: string | null } }).variables;
    const start = Number(after ?? 0);
    const pageInfo = { hasNextPage: start + 2 < said.shopify.length, endCursor: String(start + 2) };
    send(200, { data: { webhookSubscriptions: { pageInfo, nodes: said.shopify.slice(start, start + 2) } } });
  },
  '/v3/merchants/ShopECOM/webhooks': (said, url, { headers }, _, send) => {
    if (headers['x-api-key'] !== 'k3y') return send(403, { status: 403, title: 'Forbidden' });
    const page = Number(url.searchParams.get('pageNumber'));
    const pagesTotal = Math.ceil(said.adyen.length / 2);
    send(200, { itemsTotal: said.adyen.length, pagesTotal, data: said.adyen.slice((page - 1) * 2, page * 2) });
  },
  '/v1/oauth2/token': (_said, _url, { headers }, body, send) => {
    if (headers.authorization !== BASIC || body !== 'grant_type=client_credentials') return send(401, { error: 'invalid_client' });
    send(200, { access_token: 'A21', token_type: 'Bearer', expires_in: 32_400 });
  },
  '/v1/notifications/webhooks': (said, _url, { headers }, _, send) =>
    headers.authorization === 'Bearer A21' ? send(200, { webhooks: said.paypal }) : send(401, {}),
};

/** Answers as five providers are described to answer, each only to its key `k3y`, a secret beside the name `user`. */
export function answerAsProviders(said: Said, request: Request, send: Send): void {
  const url = new URL(request.path, 'http://localhost');
  const known = answers[url.pathname];
  if (known) known(said, url, request, request.body, send);
  else send(404, {});
}
