import { describe, expect, it } from 'vitest';
import { type Endpoint, judgeWebhooks, type WebhookDemand, type WebhookList } from './judge-webhooks.ts';
import { whyTestHost } from './test-hosts.ts';

const to = (url: string | null, topics: readonly string[] = ['*'], more: Partial<Endpoint> = {}): Endpoint => ({
  ...{ url, topics, state: 'active' },
  ...more,
});
const judge = (endpoints: readonly Endpoint[], demand: Partial<WebhookDemand> = {}, list: Partial<WebhookList> = {}) =>
  judgeWebhooks(
    { hosts: ['shop.example', '*.shop.example'], topics: [], undelivered: 5, ...demand },
    { provider: 'Stripe', endpoints, undelivered: null, notes: [], ...list },
  );

describe('where a provider’s messages go', () => {
  it('is fine at the shop’s own hosts', () => {
    expect(judge([to('https://shop.example/?wc-api=wc_stripe'), to('https://erp.shop.example/in', ['charge.refunded'])])).toEqual({
      saw: 'up',
      reason: 'Stripe: 2 active, shop.example, erp.shop.example',
    });
  });

  it('is not known where only a part of the list was read, unless that part is wrong', () => {
    const cut = { isCut: true } as const;
    expect(judge([to('https://shop.example/hook')], { topics: ['refund'] }, cut)).toEqual({
      saw: 'unknown',
      reason: 'Stripe: only the first 1 of its webhooks were read, there are more',
    });
    expect(judge([to('https://shop.example/hook', ['paid'])], { topics: ['refund'] }, cut).saw).toBe('unknown');
    expect(judge([to('http://localhost/hook')], {}, cut).saw).toBe('down');
    expect(judge([], {}, cut).saw).toBe('unknown');
  });

  it('is not fine at a staging copy that the shop has moved away from', () => {
    // woocommerce-gateway-stripe issue 5691: payments were taken, the orders stayed unpaid and were cancelled; the endpoint was the old copy's.
    expect(judge([to('https://www.shop.example.vps1.cloud.example.net/?wc-api=wc_stripe')])).toEqual({
      saw: 'down',
      reason: 'Stripe’s endpoint goes to www.shop.example.vps1.cloud.example.net, which is none of the hosts that may be called',
    });
    expect(judge([to('https://staging.shop.example/?wc-api=wc_stripe')]).reason).toBe(
      'Stripe’s endpoint goes to staging.shop.example, which looks like a copy for testing',
    );
    // Somebody who names it wants it.
    expect(judge([to('https://staging.shop.example/hook')], { hosts: ['staging.shop.example'] })).toMatchObject({ saw: 'up' });
  });

  it.each([
    ['localhost', 'the machine itself'],
    ['192.168.1.7', 'a private address'],
    ['[::1]', 'a private address'],
    ['abc-1.ngrok-free.app', 'a tunnel to somebody’s machine'],
    ['shop.local', 'a private network'],
    ['db', 'a name of a private network'],
    ['dev2.shop.example', 'which looks like a copy for testing'],
    ['shop-test.example.com', 'which looks like a copy for testing'],
    ['test-achats.be', null],
    ['latest.shop.example', null],
    ['8.8.8.8', null],
  ])('%s is %s', (host, why) => expect(whyTestHost(host)).toBe(why));

  it('is not fine in the clear', () => {
    expect(judge([to('http://shop.example/hook')])).toEqual({ saw: 'down', reason: 'Stripe calls shop.example without encryption' });
  });

  it('may be a queue', () => expect(judge([to(null)])).toEqual({ saw: 'up', reason: 'Stripe: 1 active, a queue' }));
});

describe('what a provider tells', () => {
  const woo = (endpoints: readonly Endpoint[], demand: Partial<WebhookDemand> = {}) =>
    judge(endpoints, demand, { provider: 'WooCommerce' });
  const order = (state: Endpoint['state'], url = 'https://erp.shop.example/in') => to(url, ['order.updated'], { state });

  it('ends when WooCommerce switches a webhook off after five failures', () => {
    expect(woo([to('https://erp.shop.example/in', ['order.created']), order('disabled')])).toEqual({
      saw: 'down',
      reason: 'WooCommerce has disabled order.updated to erp.shop.example',
    });
    // It is said once, not also as a topic that nobody is told of.
    expect(woo([to('https://erp.shop.example/in', ['order.created']), order('paused')], { topics: ['order.updated'] }).reason).toBe(
      'WooCommerce has paused order.updated to erp.shop.example',
    );
  });

  it('does not end when what is off was replaced, or went elsewhere', () => {
    expect(woo([order('disabled'), order('active', 'https://new.shop.example/in')])).toMatchObject({ saw: 'up' });
    expect(woo([order('active'), order('disabled', 'https://staging.shop.example/in')])).toMatchObject({ saw: 'up' });
  });

  it('lacks a topic, however it is written', () => {
    const list = [to('https://shop.example/in', ['ORDERS_CREATE'])];
    expect(judge(list, { topics: ['orders/create'] })).toMatchObject({ saw: 'up' });
    expect(judge(list, { topics: ['orders/paid'] })).toEqual({ saw: 'down', reason: 'Stripe tells nobody of orders/paid' });
    expect(judge([to('https://shop.example/in', ['*'], { except: ['REFUND'] })], { topics: ['REFUND'] })).toMatchObject({ saw: 'down' });
    expect(judge([to('https://shop.example/in')], { topics: ['charge.refunded'] })).toMatchObject({ saw: 'up' });
  });

  it('comes twice when two endpoints of one address overlap', () => {
    const url = 'https://shop.example/in';
    expect(judge([to(url, ['a', 'b']), to(`${url}/`, ['b'])]).reason).toBe('Stripe calls shop.example twice for the same');
    expect(judge([to(url), to(url, ['b'])])).toMatchObject({ saw: 'down' });
    expect(judge([to(url, ['a']), to(url, ['b'])])).toMatchObject({ saw: 'up' });
  });

  it('does not arrive', () => {
    expect(judge([to('https://shop.example/in', ['*'], { failing: true })]).reason).toBe('Stripe cannot deliver to shop.example');
    expect(judge([to('https://shop.example/in', ['*'], { failing: 3 })]).reason).toBe(
      'Stripe cannot deliver to shop.example, 3 times in a row',
    );
    expect(judge([to('https://shop.example/in')], {}, { undelivered: { count: 20, more: true } }).reason).toBe(
      'Stripe could not deliver 20 or more messages in the last 24 hours',
    );
    expect(judge([to('https://shop.example/in')], {}, { undelivered: { count: 5, more: false } })).toMatchObject({ saw: 'up' });
  });

  it('is nothing at all', () => {
    expect(judge([])).toEqual({ saw: 'down', reason: 'Stripe calls nobody: it has no active webhook' });
  });

  it('has so much wrong that only some is said, with what else must be known', () => {
    const reason = judge(
      [to('http://a.example/x?secret=hunter2'), to('https://localhost/')],
      { topics: ['x', 'y', 'z'] },
      { notes: ['a note'] },
    ).reason;
    expect(reason).toBe(
      'Stripe’s endpoint goes to a.example, which is none of the hosts that may be called; Stripe’s endpoint goes to localhost, the machine itself; a note',
    );
    const many = judge(['a', 'b', 'c', 'd', 'e'].map((name) => to(`https://${name}.other.example/`)));
    expect(many.reason).toMatch(/, and 2 more$/);
  });
});
