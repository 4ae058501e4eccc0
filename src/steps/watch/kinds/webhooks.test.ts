import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { noJourneys } from '#engines/journeys/no-journeys.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { probe } from '../probe.ts';
import { answerAsProviders, type Said } from '../webhooks/testing/answer-as-providers.ts';
import { destinationOf, targetShape } from './kinds.ts';

const outside = {
  http: openHttpClient(),
  resolver: openResolver(),
  wire: openWire(),
  sql: openSqlReader(),
  journeys: noJourneys,
  clock: systemClock,
};
const said: Said = {
  stripe: [],
  undelivered: 0,
  mayReadEvents: true,
  woocommerce: [],
  shopify: [],
  shopifyError: null,
  adyen: [],
  paypal: [],
};
const service = { base: '', asked: [] as { method: string; path: string; body: string }[] };
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      service.asked.push({ method, path, body });
      answerAsProviders(said, { path, headers, body }, (status, value, more = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  service.base = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  Object.assign(said, {
    stripe: [],
    undelivered: 0,
    mayReadEvents: true,
    woocommerce: [],
    shopify: [],
    shopifyError: null,
    adyen: [],
    paypal: [],
  });
  service.asked.length = 0;
});

const target = (provider: string, more: object = {}) => ({
  ...{ kind: 'webhooks', provider, base: service.base, key: '{{key}}', hosts: ['shop.example', 'erp.shop.example'] },
  ...more,
});
async function sees(provider: string, more: object = {}, secrets: Record<string, string> = { key: 'k3y' }, allowPrivate = true) {
  const looked = await probe(outside, targetShape.parse(target(provider, more)), { allowPrivate, secrets, beats: null, controlled: false });
  return looked.judged;
}

describe('Stripe', () => {
  const endpoint = (nth: number, url: string, more: object = {}) => ({
    ...{ id: `we_${nth}`, object: 'webhook_endpoint', api_version: null, application: null, created: 1_680_122_196, description: null },
    ...{ enabled_events: [`topic.${nth}`], livemode: true, metadata: {}, status: 'enabled', url },
    ...more,
  });

  it('tells all pages of its endpoints', async () => {
    said.stripe = [1, 2, 3, 4, 5].map((nth) => endpoint(nth, 'https://shop.example/?wc-api=wc_stripe'));
    expect(await sees('stripe', { topics: ['topic.5'] })).toEqual({ saw: 'up', reason: 'Stripe: 5 active, shop.example' });
    expect(service.asked.map(({ path }) => path.split('&created')[0])).toEqual([
      '/v1/webhook_endpoints?limit=100',
      '/v1/webhook_endpoints?limit=100&starting_after=we_2',
      '/v1/webhook_endpoints?limit=100&starting_after=we_4',
      '/v1/events?delivery_success=false',
    ]);
    expect(service.asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('goes to a staging copy, and its key is in no reason', async () => {
    said.stripe = [endpoint(1, 'https://staging.shop.example/k3y')];
    const judged = await sees('stripe', {}, { key: 'k3y' });
    expect(judged).toEqual({ saw: 'down', reason: 'Stripe’s endpoint goes to staging.shop.example, which looks like a copy for testing' });
  });

  it('has switched one off', async () => {
    said.stripe = [endpoint(1, 'https://shop.example/a'), endpoint(2, 'https://shop.example/b', { status: 'disabled' })];
    expect((await sees('stripe')).reason).toBe('Stripe has disabled topic.2 to shop.example');
  });

  it('counts what it could not deliver, and reads nothing of it', async () => {
    said.stripe = [endpoint(1, 'https://shop.example/a')];
    said.undelivered = 8;
    expect((await sees('stripe')).reason).toBe('Stripe could not deliver 8 messages in the last 24 hours');
    said.undelivered = 31;
    expect((await sees('stripe')).reason).toBe('Stripe could not deliver 20 or more messages in the last 24 hours');
    said.mayReadEvents = false;
    expect(await sees('stripe')).toEqual({
      saw: 'up',
      reason: 'Stripe: 1 active, shop.example; this key may not read undelivered messages',
    });
  });

  it('says that a key for tests sees only tests', async () => {
    said.stripe = [endpoint(1, 'https://shop.example/a', { livemode: false })];
    expect((await sees('stripe')).reason).toMatch(/; this is the list of the test mode$/);
  });
});

describe('WooCommerce', () => {
  const webhook = (nth: number, status: string, topic: string, url = 'https://erp.shop.example/in') => ({
    ...{ id: nth, name: topic, status, topic, resource: topic.split('.')[0], event: topic.split('.')[1], hooks: [], delivery_url: url },
    ...{ date_created: '2026-11-01T00:00:00', date_modified: '2026-11-29T00:00:00' },
  });

  it('has switched off the order messages of the ERP, on the second page', async () => {
    said.woocommerce = [
      webhook(1, 'active', 'order.created'),
      webhook(2, 'active', 'product.updated'),
      webhook(3, 'disabled', 'order.updated'),
    ];
    expect(await sees('woocommerce', { user: '{{user}}' }, { key: 'k3y', user: 'user' })).toEqual({
      saw: 'down',
      reason: 'WooCommerce has disabled order.updated to erp.shop.example',
    });
    expect(service.asked).toHaveLength(2);
  });

  it('refuses a key that may not list', async () => {
    expect(await sees('woocommerce', { user: 'user' }, { key: 'wrong' })).toEqual({
      saw: 'unknown',
      reason: 'WooCommerce does not let this key list webhooks (401)',
    });
  });
});

describe('Shopify', () => {
  it('lists what the app is told, over pages, queues too', async () => {
    said.shopify = [
      { topic: 'ORDERS_CREATE', uri: 'https://erp.shop.example/in' },
      { topic: 'ORDERS_PAID', uri: 'pubsub://project:topic' },
      { topic: 'REFUNDS_CREATE', uri: 'https://erp.shop.example/in' },
    ];
    expect(await sees('shopify', { topics: ['orders/paid', 'refunds/create'] })).toMatchObject({ saw: 'up' });
    expect((await sees('shopify', { topics: ['fulfillments/create'] })).reason).toBe('Shopify tells nobody of fulfillments/create');
    expect(JSON.parse(service.asked[0]?.body ?? '')).toMatchObject({ query: expect.stringMatching(/^query /) });
  });

  it.each([
    ['ACCESS_DENIED', 'Shopify does not let this key list webhooks'],
    ['THROTTLED', 'Shopify answered with an error when asked for its webhooks'],
  ])('answers %s', async (code, reason) => {
    said.shopifyError = code;
    expect(await sees('shopify')).toEqual({ saw: 'unknown', reason });
  });
});

describe('Adyen', () => {
  const webhook = (more: object = {}) => ({
    ...{ id: 'S2-4A3B33202A46', type: 'standard', url: 'https://shop.example/adyen', filterMerchantAccountType: 'allAccounts' },
    ...{ active: true, hasError: false, hasPassword: true, communicationFormat: 'json', additionalSettings: { properties: {} } },
    ...more,
  });
  const account = { account: 'ShopECOM' };

  it('says that it cannot deliver', async () => {
    said.adyen = [webhook({ hasError: true })];
    expect((await sees('adyen', account)).reason).toBe('Adyen cannot deliver to shop.example');
  });

  it('lists over pages, by type and event code', async () => {
    said.adyen = [
      webhook({ additionalSettings: { includeEventCodes: ['AUTHORISATION'] } }),
      webhook({ type: 'account-updater-notification' }),
      webhook({ url: 'https://erp.shop.example/adyen', active: false, additionalSettings: { includeEventCodes: ['REFUND'] } }),
    ];
    expect((await sees('adyen', account)).reason).toBe('Adyen has disabled REFUND to erp.shop.example');
    said.adyen.pop();
    expect(await sees('adyen', { ...account, topics: ['AUTHORISATION'] })).toMatchObject({ saw: 'up' });
  });
});

describe('PayPal', () => {
  it('is asked with a token of its own', async () => {
    const event_types = [{ name: 'PAYMENT.CAPTURE.COMPLETED', description: 'A payment capture completes.', status: 'ENABLED' }];
    said.paypal = [{ id: '40Y916089Y8324740', url: 'https://abc.ngrok-free.app/paypal', event_types, links: [] }];
    expect((await sees('paypal', { user: 'user' })).reason).toBe(
      'PayPal’s endpoint goes to abc.ngrok-free.app, a tunnel to somebody’s machine',
    );
    expect(service.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/oauth2/token',
      'GET /v1/notifications/webhooks',
    ]);
    expect(await sees('paypal', { user: 'user' }, { key: 'wrong' })).toMatchObject({ saw: 'unknown' });
  });
});

it('what is no answer about webhooks is unknown, never down', async () => {
  said.stripe = [{ id: 'we_1', surprise: true }];
  expect(await sees('stripe')).toEqual({ saw: 'unknown', reason: 'the answer of Stripe makes no sense' });
  expect(await sees('stripe', { base: `${service.base}/elsewhere` })).toEqual({
    saw: 'unknown',
    reason: 'Stripe answered 404 when asked for its webhooks',
  });
  expect(await sees('stripe', { base: 'http://127.0.0.1:1' })).toMatchObject({ saw: 'unknown', reason: /^Stripe cannot be asked/ });
  expect(await sees('stripe', {}, {})).toEqual({ saw: 'unknown', reason: 'there is no value for {{key}}' });
  expect(await sees('stripe', {}, { key: 'k3y' }, false)).toEqual({ saw: 'unknown', reason: 'keys are sent over https only' });
});

it('what it must be told is asked for', () => {
  const faults = (provider: string, more: object) =>
    targetShape.safeParse({ ...target(provider), ...more }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  expect(faults('stripe', {})).toBeUndefined();
  expect(faults('stripe', { key: 'rk_live_1' })).toEqual(['key: must be {{name}}; give its value as a secret']);
  expect(faults('woocommerce', { base: '' })).toEqual(['user: WooCommerce needs it', 'base: WooCommerce needs it']);
  expect(faults('adyen', { base: '' })).toEqual(['account: Adyen needs it']);
  expect(faults('stripe', { hosts: ['https://shop.example/'] })?.join()).toMatch(/hosts.0: must be a host name/);
  expect(faults('mollie', {})?.join()).toMatch(/^provider/);
  expect(destinationOf(targetShape.parse(target('stripe', { base: '' })))).toBe('stripe https://api.stripe.com');
});

it('the files that the manual shows are right', () => {
  const manual = readFileSync(join(import.meta.dirname, '../../../../docs/integrations-audit.md'), 'utf8');
  const blocks = [...manual.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => parse(text) as { checks: object[] } | object[]);
  const checks = blocks.flatMap((block) => (Array.isArray(block) ? block : block.checks));
  const faults = checks.flatMap((check) => {
    const own = Object.entries(check).filter(([name]) => !['name', 'every', 'secrets'].includes(name));
    return targetShape.safeParse(Object.fromEntries(own)).error?.issues ?? [];
  });
  expect(checks).toHaveLength(3);
  expect(faults).toEqual([]);
});
