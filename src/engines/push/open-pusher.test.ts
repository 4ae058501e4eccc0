import { createECDH } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHttpClient } from '../http/open-http-client.ts';
import { decryptPush } from '../testing/decrypt-push.ts';
import { type PushService, startPushService } from '../testing/start-push-service.ts';
import { openPusher } from './open-pusher.ts';

let service: PushService;
const http = openHttpClient();
const near = openPusher(http, { allowPrivate: true, requireTrusted: false });
const far = openPusher(http);
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service[Symbol.asyncDispose]());

const message = { subject: 'mailto:care@lantern.example', payload: '{"title":"Zażółć 注文"}', ttl: 60, topic: 'parts' };

test('the receiver of these tests opens the example of RFC 8291, section 5', () => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url'));
  const auth = Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url');
  const sent =
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN';
  expect(decryptPush({ ecdh, auth }, Buffer.from(sent, 'base64url'))).toBe('When I grow up, I want to be a watermelon');
});

test('a message reaches the browser it is for, encrypted and signed, and no other can read it', async () => {
  const [browser, other] = [service.newBrowser(), service.newBrowser()];
  const keys = near.makeKeys();
  expect(await near.send({ ...message, keys, target: browser.target })).toMatchObject({ kind: 'taken' });
  const [heard] = browser.heard;
  expect(heard?.text).toBe(message.payload);
  expect(heard?.claims.sub).toBe('mailto:care@lantern.example');
  expect(heard?.key).toBe(keys.publicKey);
  expect(heard?.headers).toMatchObject({ ttl: '60', topic: 'parts', urgency: 'high' });
  expect(heard?.body.includes('注文')).toBe(false);
  // Encrypted for one, sent to another: its browser cannot open it.
  const mixed = { ...browser.target, endpoint: other.target.endpoint };
  expect(await near.send({ ...message, keys, target: mixed })).toMatchObject({ kind: 'refused' });
  expect(other.heard).toEqual([]);
});

test('each answer of a push service is told apart, and so is none', async () => {
  const browser = service.newBrowser();
  const keys = near.makeKeys();
  const at = async (status: number, headers?: Record<string, string>) => {
    browser.answer = { status, ...(headers ? { headers } : {}) };
    return near.send({ ...message, keys, target: browser.target });
  };
  expect(await at(201)).toMatchObject({ kind: 'taken' });
  for (const status of [404, 410]) expect(await at(status)).toMatchObject({ kind: 'gone' });
  for (const status of [400, 403, 413, 301]) expect(await at(status, { location: service.origin })).toMatchObject({ kind: 'refused' });
  expect(await at(429, { 'retry-after': '120' })).toEqual({ kind: 'later', response: 'the push service answered 429', waitMs: 120_000 });
  expect(await at(503)).toMatchObject({ kind: 'later', waitMs: null });
  const nowhere = { ...browser.target, endpoint: 'https://127.0.0.1:9/x' };
  expect(await near.send({ ...message, keys, target: nowhere })).toMatchObject({ kind: 'later' });
});

test('a stranger’s endpoint leads to no private address, over no broken TLS, and is an https address with keys on the curve', async () => {
  const { target } = service.newBrowser();
  const keys = far.makeKeys();
  expect(await far.send({ ...message, keys, target })).toMatchObject({ kind: 'later' });
  const strict = openPusher(http, { allowPrivate: true });
  expect(await strict.send({ ...message, keys, target })).toMatchObject({ kind: 'later' });
  const good = { ...target, endpoint: 'https://push.example/x' };
  expect(far.isTarget(good)).toBe(true);
  const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url');
  for (const bad of [
    { endpoint: 'http://push.example/x' },
    { endpoint: 'https://127.0.0.1/x' },
    { endpoint: 'https://[::1]/x' },
    { endpoint: 'https://localhost/x' },
    { endpoint: 'https://a:b@push.example/x' },
    { endpoint: `https://push.example/${'x'.repeat(2_000)}` },
    { endpoint: 'javascript:alert(1)' },
    { p256dh: offCurve },
    { p256dh: good.p256dh.slice(4) },
    { auth: 'AAAA' },
    { auth: '' },
  ])
    expect([bad, far.isTarget({ ...good, ...bad })]).toEqual([bad, false]);
});
