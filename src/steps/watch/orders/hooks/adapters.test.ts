import { createHash, createHmac } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { registerShop } from '#registry/index.ts';
import { addOrderHook } from '../../verbs/add-order-hook.ts';
import { adapters, hookProviders } from './adapters.ts';
import type { HookMessage } from './hook-adapter.ts';
import { takeHookMessage } from './take-hook-message.ts';

const NOW = Date.UTC(2026, 10, 27, 12);
const HEX = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
const none = () => undefined;

/** As Adyen's public description says: eight fields joined by colons, the key in hexadecimal. */
function adyenMessage(item: Record<string, unknown>, key = HEX): string {
  const whole = {
    ...{ eventCode: 'AUTHORISATION', success: 'true', pspReference: '7914073381342284', merchantAccountCode: 'PracticeShop' },
    ...{ merchantReference: '1042', eventDate: '2026-11-27T12:50:00+01:00', paymentMethod: 'visa' },
    ...{ amount: { value: 12_990, currency: 'EUR' }, ...item },
  } as Record<string, unknown> & { amount: { value: number; currency: string } };
  const signed = [
    ...[whole.pspReference, whole.originalReference ?? '', whole.merchantAccountCode, whole.merchantReference],
    ...[whole.amount.value, whole.amount.currency, whole.eventCode, whole.success],
  ].join(':');
  const hmacSignature = createHmac('sha256', Buffer.from(key, 'hex')).update(signed).digest('base64');
  const additionalData = { hmacSignature, cardHolderName: 'Ada Fictitious', shopperEmail: 'ada@customers.example' };
  return JSON.stringify({ live: 'true', notificationItems: [{ NotificationRequestItem: { ...whole, additionalData } }] });
}

const payuOrder = (status: string, more: object = {}) =>
  JSON.stringify({
    order: {
      ...{
        orderId: 'WZHF5FFDRJ140731GUEST000P01',
        extOrderId: '1042_6741f0c2a9b3d4.12345678',
        orderCreateDate: '2026-11-27T12:00:00.000+01:00',
      },
      ...{ notifyUrl: 'https://shop.example/notify', customerIp: '192.0.2.7', merchantPosId: '145227', description: 'Zamówienie' },
      ...{ currencyCode: 'PLN', totalAmount: '12990', status, payMethod: { type: 'PBL' } },
      ...{ buyer: { email: 'ada@customers.example', firstName: 'Ada' }, products: [] },
      ...more,
    },
    localReceiptDateTime: '2026-11-27T12:01:00.000+01:00',
    properties: [{ name: 'PAYMENT_ID', value: '151471228' }],
  });
const payuRefund = JSON.stringify({
  ...{ orderId: 'WZHF5FFDRJ140731GUEST000P01', extOrderId: '1042_6741f0c2a9b3d' },
  refund: { refundId: '912128', amount: '2000', currencyCode: 'PLN', status: 'FINALIZED', statusDateTime: String(NOW), reason: 'refund' },
});
const payuSigned =
  (body: string, secret: string, algorithm = 'MD5') =>
  (name: string) =>
    name === 'openpayu-signature'
      ? `sender=checkout;signature=${createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
          .update(body + secret)
          .digest('hex')};algorithm=${algorithm};content=DOCUMENT`
      : undefined;

const dhlShipment = {
  id: '00340434161094042557',
  service: 'parcel-de',
  status: { timestamp: '2026-11-26T10:14:00+01:00', statusCode: 'delivered', status: 'DELIVERED' },
  details: { references: [{ number: '1042', type: 'customer-reference' }], receiver: { name: 'Ada Fictitious' } },
  events: [
    { timestamp: '2026-11-26T10:14:00+01:00', statusCode: 'delivered' },
    { timestamp: '2026-11-25T18:00:00', statusCode: 'transit' },
    { timestamp: '2026-11-24T18:00:00+01:00', statusCode: 'transit' },
    { timestamp: '2026-11-24T09:00:00+01:00', statusCode: 'pre-transit' },
  ],
};
const dpdPush =
  'pushid=77&pnr=01505005012345&ref=1042&depot=0150&status=delivery_customer&statusdate=26112026101400&receiver=Ada+Fictitious';

const brief = (read: HookMessage | string) =>
  typeof read === 'string'
    ? read
    : read.steps.map((one) =>
        `${one.order} ${one.toldBy} ${one.step} ${new Date(one.at).toISOString().slice(5, 16)} ${one.amount} ${one.currency} ${one.method}${one.carrier}`.trim(),
      );

describe('Adyen', () => {
  const genuine = (body: string, key = HEX) => adapters.adyen.isGenuine({ body, header: none }, key, NOW);
  it('is believed when each item is signed, and nothing else is', () => {
    expect(genuine(adyenMessage({}))).toBe(true);
    expect(genuine(adyenMessage({}).replace('12990', '12991'))).toBe(false);
    expect(genuine(adyenMessage({}, 'AB'.repeat(32)))).toBe(false);
    expect(genuine(adyenMessage({}), 'not in hexadecimal at all')).toBe(false);
    expect(genuine(adyenMessage({}).replace(/"hmacSignature":"[^"]*",/, ''))).toBe(false);
    const [signed, other] = [adyenMessage({}), adyenMessage({ pspReference: '8' })].map((text) => JSON.parse(text).notificationItems[0]);
    other.NotificationRequestItem.additionalData = {};
    expect(genuine(JSON.stringify({ live: 'true', notificationItems: [signed, other] }))).toBe(false);
    // Its own example: the key and the signature of a known message stay what they are.
    const known = createHmac('sha256', Buffer.from(HEX, 'hex')).update(
      '7914073381342284::TestMerchant:TestPayment-1407325143704:1130:EUR:AUTHORISATION:true',
    );
    expect(known.digest('base64')).toBe('coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=');
  });
  it.each([
    [{}, ['1042 payment paid 11-27T11:50 12990 EUR visa'], ['1042 payment authorised 11-27T11:50 12990 EUR visa']],
    [
      { success: 'false' },
      ['1042 payment payment-failed 11-27T11:50 12990 EUR visa'],
      ['1042 payment payment-failed 11-27T11:50 12990 EUR visa'],
    ],
    [{ eventCode: 'CAPTURE', originalReference: '1' }, [], ['1042 payment paid 11-27T11:50 12990 EUR visa']],
    [
      { eventCode: 'REFUND', originalReference: '1' },
      ['1042 payment refunded 11-27T11:50 12990 EUR visa'],
      ['1042 payment refunded 11-27T11:50 12990 EUR visa'],
    ],
    [{ eventCode: 'REPORT_AVAILABLE' }, [], []],
    [{ merchantReference: 'a gift' }, 'its merchantReference names no order', 'its merchantReference names no order'],
  ])('%j', (item, atOnce, later) => {
    expect([
      brief(adapters.adyen.read(adyenMessage(item), 'UTC')),
      brief(adapters['adyen-captured'].read(adyenMessage(item), 'UTC')),
    ]).toEqual([atOnce, later]);
  });
});

describe('PayU', () => {
  it('is believed when the body is signed by the second key', () => {
    const body = payuOrder('COMPLETED');
    const secret = '13a980d4f851f3d9a1cfc792fb1f5e50';
    for (const algorithm of ['MD5', 'SHA-256'])
      expect(adapters.payu.isGenuine({ body, header: payuSigned(body, secret, algorithm) }, secret, NOW)).toBe(true);
    for (const header of [
      none,
      payuSigned(`${body} `, secret),
      payuSigned(body, 'another'),
      () => 'signature=;algorithm=MD5',
      () => 'algorithm=CRC32;signature=00',
    ])
      expect(adapters.payu.isGenuine({ body, header }, secret, NOW)).toBe(false);
  });
  it.each([
    ['COMPLETED', payuOrder('COMPLETED'), ['1042 payment paid 11-27T11:01 12990 PLN pbl']],
    ['waiting', payuOrder('WAITING_FOR_CONFIRMATION'), ['1042 payment authorised 11-27T11:01 12990 PLN pbl']],
    ['cancelled', payuOrder('CANCELED'), ['1042 payment payment-failed 11-27T11:01 12990 PLN pbl']],
    ['pending', payuOrder('PENDING'), []],
    ['a refund', payuRefund, ['1042 payment refunded 11-27T12:00 2000 PLN']],
    [
      'the number in words',
      payuOrder('COMPLETED', { extOrderId: null, description: 'Zamówienie nr 77' }),
      ['77 payment paid 11-27T11:01 12990 PLN pbl'],
    ],
    ['a number with a dash', payuOrder('COMPLETED', { extOrderId: 'A-77' }), ['A-77 payment paid 11-27T11:01 12990 PLN pbl']],
    ['nothing', '{}', 'it is no notification of PayU'],
  ])('%s', (_, body, expected) => expect(brief(adapters.payu.read(body, 'UTC'))).toEqual(expected));
});

describe('DHL and DPD', () => {
  it('a push of DHL tells the first of each step, and no name', () => {
    const told = [
      '1042 courier delivered 11-26T09:14 0  dhl',
      '1042 courier handed-over 11-24T17:00 0  dhl',
      '1042 courier labelled 11-24T08:00 0  dhl',
    ];
    for (const body of [{ shipments: [dhlShipment] }, dhlShipment]) {
      const read = adapters.dhl.read(JSON.stringify(body), 'Europe/Warsaw');
      expect(brief(read)).toEqual(told);
      expect(JSON.stringify(read)).not.toMatch(/Fictitious/);
    }
    expect(adapters.dhl.read(JSON.stringify({ ...dhlShipment, details: {} }), 'UTC')).toBe('it names no order in its references');
    const secret = 'a-token-of-practice';
    expect(adapters.dhl.isGenuine({ body: '', header: (name) => (name === 'x-shopbell-secret' ? secret : undefined) }, secret, NOW)).toBe(
      true,
    );
    expect(adapters.dhl.isGenuine({ body: '', header: () => 'a-token-of-practicf' }, secret, NOW)).toBe(false);
    expect(adapters.dhl.isGenuine({ body: '', header: none }, secret, NOW)).toBe(false);
  });
  it('a push of DPD is read from its address and answered as it wants', () => {
    expect(brief(adapters.dpd.read(dpdPush, 'Europe/Warsaw'))).toEqual(['1042 courier delivered 11-26T09:14 0  dpd']);
    expect(adapters.dpd.answer?.(dpdPush).text).toContain('<pushid>77</pushid><status>OK</status>');
    expect(adapters.dpd.answer?.('pushid=<x>').text).toContain('<pushid></pushid>');
    expect(brief(adapters.dpd.read(dpdPush.replace('26112026', '31112026'), 'UTC'))).toBe('its statusdate is none');
    expect(brief(adapters.dpd.read(dpdPush.replace('delivery_customer', 'something_new'), 'UTC'))).toEqual([]);
  });
});

it('whatever comes is read or refused with a reason, by all of them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom(...hookProviders), (body, provider) => {
      const read = adapters[provider].read(body, 'UTC');
      expect(typeof read === 'string' ? read : read.id).toBeTruthy();
      if (adapters[provider].hasSecret) expect(adapters[provider].isGenuine({ body, header: none }, HEX, NOW)).toBe(false);
    }),
    { numRuns: 400 },
  );
});

describe('their way into the house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse(async (folder) => ({
      telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    }));
  });
  afterAll(() => house[Symbol.asyncDispose]());

  it('each is stored once, without anybody’s name, and answered', async () => {
    const org = house.newOrg();
    house.setNow(new Date(NOW));
    const { shop } = await registerShop(house.scope(org), {
      ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
      ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
      privacyContact: { name: 'P', address: 'privacy@shop.example' },
    });
    const secret = { adyen: HEX, payu: '13a980d4f851f3d9a1cfc792fb1f5e50', dhl: 'a-token-of-practice', dpd: '' };
    const bodies = { adyen: adyenMessage({}), payu: payuOrder('COMPLETED'), dhl: JSON.stringify(dhlShipment), dpd: dpdPush };
    for (const provider of ['adyen', 'payu', 'dhl', 'dpd'] as const) {
      const { token } = await addOrderHook(house.scope(org, 'owner'), { shop, provider, secret: secret[provider] });
      const header = (name: string) => (name === 'x-shopbell-secret' ? secret.dhl : payuSigned(bodies.payu, secret.payu)(name));
      for (let nth = 0; nth < 2; nth++)
        expect((await takeHookMessage(house, { token, body: bodies[provider], header })).answer, provider).toBe('taken');
    }
    // On its way still, a day later: that is no second hand-over.
    const rows = await house.telemetry.query<{ told_by: string; step: string; n: number }>(
      org,
      'select told_by, step, count() as n from @order_steps group by told_by, step order by told_by, step',
    );
    expect(rows.map(({ told_by, step, n }) => `${told_by} ${step} ${n}`)).toEqual([
      ...['courier delivered 2', 'courier handed-over 1', 'courier labelled 1', 'payment paid 2'],
    ]);
    expect(JSON.stringify(await house.telemetry.query(org, 'select * from @order_steps'))).not.toMatch(/Fictitious|1042|customers/);
    await expect(addOrderHook(house.scope(org, 'owner'), { shop, provider: 'dhl', secret: '' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
