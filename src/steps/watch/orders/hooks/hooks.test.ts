import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { addOrderHook } from '../../verbs/add-order-hook.ts';
import { removeOrderHook } from '../../verbs/remove-order-hook.ts';
import { listHooks } from '../store.ts';
import { stripe } from './stripe.ts';
import { takeHookMessage } from './take-hook-message.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const SECRET = 'whsec_practice_only_0123456789';
const sign = (body: string, at = NOW / 1_000, secret = SECRET): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')},v0=ignored`;
const event = (type: string, object: object, id = 'evt_1') =>
  JSON.stringify({ id, object: 'event', type, created: NOW / 1_000 - 60, livemode: false, data: { object } });
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 12_990,
  amount_received: 12_990,
  currency: 'pln',
  payment_method_types: ['blik'],
};

describe('messages of Stripe', () => {
  const genuine = (body: string, header: string | undefined, now = NOW) => stripe.isGenuine({ body, header: () => header }, SECRET, now);
  const body = event('payment_intent.succeeded', { ...intent, metadata: { order_id: '1042' } });

  it('are believed when signed with the secret and fresh', () => {
    expect(genuine(body, sign(body))).toBe(true);
    expect(genuine(body, `${sign(body, NOW / 1_000, 'another-secret-of-the-shop')},v1=${sign(body).split('v1=')[1]}`)).toBe(true);
    const wrong = [undefined, '', 't=,v1=', 'v1=00', sign(`${body} `), sign(body, NOW / 1_000, 'another-secret-of-the-shop')];
    for (const header of [...wrong, sign(body).replace('v1=', 'v0=')]) expect(genuine(body, header)).toBe(false);
    expect(genuine(body, sign(body), NOW + 6 * 60_000)).toBe(false);
    expect(genuine(body, sign(body), NOW - 6 * 60_000)).toBe(false);
  });

  it.each([
    ['payment_intent.succeeded', { ...intent, metadata: { order_id: 1042 } }, '1042 paid 12990 PLN pi_1 blik'],
    ['payment_intent.succeeded', { ...intent, description: 'Practice Shop, order #A-77' }, 'A-77 paid 12990 PLN pi_1 blik'],
    ['payment_intent.succeeded', { ...intent, description: '注文番号:1046' }, '1046 paid 12990 PLN pi_1 blik'],
    ['payment_intent.succeeded', { ...intent, description: 'Zamówienie nr 1047 w sklepie' }, '1047 paid 12990 PLN pi_1 blik'],
    ['payment_intent.succeeded', { ...intent, description: 'Order from shop 7' }, ''],
    ['payment_intent.succeeded', { ...intent, description: 'Practice Shop – Order 1043' }, '1043 paid 12990 PLN pi_1 blik'],
    ['payment_intent.amount_capturable_updated', { ...intent, metadata: { order_number: '#1044' } }, '1044 authorised 12990 PLN pi_1 blik'],
    ['payment_intent.payment_failed', { ...intent, metadata: { order_id: '1045' } }, '1045 payment-failed 12990 PLN pi_1 blik'],
    [
      'charge.refunded',
      {
        id: 'ch_1',
        amount: 12_990,
        amount_refunded: 2_000,
        currency: 'pln',
        payment_intent: 'pi_1',
        metadata: { order_id: '1042' },
        payment_method_details: { type: 'card' },
      },
      '1042 refunded 2000 PLN refunds of ch_1 card',
    ],
    ['customer.created', { id: 'cus_1', email: 'anna@shop.example' }, 'nothing'],
  ])('%s', (type, object, expected) => {
    const read = stripe.read(event(type, object), 'UTC');
    const told =
      typeof read === 'string'
        ? ''
        : read.steps.map((one) => [one.order, one.step, one.amount, one.currency, one.theirs, one.method].join(' ')).join('; ');
    expect(told || (typeof read === 'string' ? '' : 'nothing')).toBe(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['something else', '[]'],
    ['a payment without a currency', event('payment_intent.succeeded', { id: 'pi_1', amount: 5 })],
    ['an amount that is none', event('payment_intent.succeeded', { ...intent, amount_received: '12' })],
  ])('%s is not understood, and says why', (_, text) => {
    expect(typeof stripe.read(text, 'UTC')).toBe('string');
  });
});

describe('their way into the house', () => {
  let house: TestHouse;
  let org: OrgId;
  let shop: ShopId;
  beforeAll(async () => {
    house = await openTestHouse(async (folder) => ({
      telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    }));
    org = house.newOrg();
    house.setNow(new Date(NOW));
    ({ shop } = await registerShop(house.scope(org), {
      ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'UTC' },
      ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
      privacyContact: { name: 'P', address: 'privacy@shop.example' },
    }));
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const send = (token: string, body: string, signature = sign(body)) =>
    takeHookMessage(house, { token, body, header: (name) => (name === 'stripe-signature' ? signature : undefined) }).then(
      ({ answer }) => answer,
    );

  it('a message is stored once, a forged one never, and the page knows', async () => {
    const { hook, token } = await addOrderHook(house.scope(org, 'owner'), { shop, provider: 'stripe', secret: SECRET });
    const paid = event('payment_intent.succeeded', { ...intent, metadata: { order_id: '1042' }, receipt_email: 'anna@shop.example' });
    expect([await send(token, paid), await send(token, paid)]).toEqual(['taken', 'taken']);
    expect(await send(token, paid, sign(paid, NOW / 1_000, 'forged-forged-forged'))).toBe('refused');
    expect(await send(token, event('payment_intent.succeeded', intent, 'evt_2'))).toBe('unreadable');
    expect(await send(token, event('customer.created', { id: 'cus_1' }, 'evt_3'))).toBe('taken');
    expect(await send(`${org}.no-such-token`, paid)).toBe('unknown');
    expect(await send('nonsense', paid)).toBe('unknown');
    const rows = await house.telemetry.query(org, 'select * from @order_steps');
    expect(rows).toMatchObject([
      { told_by: 'payment', step: 'paid', currency: 'PLN', method: 'blik', order_ref: house.secrets.sealRef(org, 'order', '1042') },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/1042|pi_1|anna/);
    const [kept] = await house.state.inOrg(org, (db) => listHooks(db, shop));
    expect(kept).toMatchObject({ hook, taken: 3, refused: 2, reason: '' });
    const entries = JSON.stringify(await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100)));
    expect(entries).not.toContain('whsec');
    await removeOrderHook(house.scope(org, 'owner'), { hook });
    expect(await send(token, paid)).toBe('unknown');
  });

  it('a secret that is none is refused, and so is whoever may not', async () => {
    await expect(addOrderHook(house.scope(org, 'owner'), { shop, provider: 'stripe', secret: 'short' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    await expect(addOrderHook(house.scope(org, 'viewer'), { shop, provider: 'stripe', secret: SECRET })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await expect(addOrderHook(house.scope(house.newOrg()), { shop, provider: 'stripe', secret: SECRET })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
