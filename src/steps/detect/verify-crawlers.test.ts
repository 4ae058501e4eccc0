import { createSocket, type Socket } from 'node:dgram';
import { join } from 'node:path';
import dnsPacket, { type Answer } from 'dns-packet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { reverseName } from '#engines/dns/reverse-name.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { freshMemory, runDetection } from './run-detection.ts';
import { listSignals } from './store.ts';
import { readOrder } from './testing/make-request.ts';
import { isNamedBy } from './verify-crawlers.ts';

const T = Date.UTC(2026, 4, 4, 10);
const GOOD = '203.0.113.10';
const FORGED = '203.0.113.11';
const DUMB = '203.0.113.12';
const SILENT = '203.0.113.13';
const V6 = '2001:db8::5';
const ptr = (address: string, data: string): [string, Answer] => [
  `PTR ${reverseName(address)}`,
  { type: 'PTR', name: reverseName(address) ?? '', ttl: 60, data },
];
const zone = new Map<string, Answer>([
  ptr(GOOD, 'crawl-10.yandex.com'),
  ptr(V6, 'crawl-5.yandex.com'),
  // Whoever owns an address may call it what they like; the name's owner does not confirm it.
  ptr(FORGED, 'crawl-99.yandex.com'),
  ptr(DUMB, 'host12.stranger.example'),
  ['A crawl-10.yandex.com', { type: 'A', name: 'crawl-10.yandex.com', ttl: 60, data: GOOD }],
  ['AAAA crawl-5.yandex.com', { type: 'AAAA', name: 'crawl-5.yandex.com', ttl: 60, data: V6 }],
  ['A crawl-99.yandex.com', { type: 'A', name: 'crawl-99.yandex.com', ttl: 60, data: '198.51.100.1' }],
]);
let server: Socket;
let house: TestHouse;
beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (message, from) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (question === undefined || question.name === reverseName(SILENT)) return;
    const answer = zone.get(`${question.type} ${question.name}`);
    const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (answer === undefined ? 3 : 0);
    const answers = answer === undefined ? [] : [answer];
    server.send(dnsPacket.encode({ type: 'response', id: query.id ?? 0, flags, questions: [question], answers }), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    resolver: openResolver({ servers: [`127.0.0.1:${server.address().port}`], timeoutMs: 200, tries: 1 }),
  }));
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});

it('an address is a crawler’s when its name and the name’s address agree; what could not be asked is not known', async () => {
  const ask = (address: string) => isNamedBy(house.resolver, address, ['yandex.com']);
  expect([await ask(GOOD), await ask(V6), await ask(FORGED), await ask(DUMB), await ask('nonsense')]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(await ask(SILENT)).toBeNull();
  expect(await isNamedBy(house.resolver, GOOD, ['andex.com'])).toBe(false);
});

it('a verified crawler that reads pages of orders does not ring, one that only says so does', async () => {
  const org = house.newOrg();
  const shop = makeId('shop', Date.now(), house.random.bytes(16));
  house.setNow(new Date(T + 60 * MINUTE));
  const agent = 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)';
  for (const [nth, address] of [GOOD, FORGED].entries()) {
    const reads = Array.from({ length: 40 }, (_, i) => readOrder(shop, T + i * SECOND, 1000 + 500 * nth + i, { address, agent }));
    await house.telemetry.insert(org, 'requests', reads);
  }
  await runDetection(house, org, shop, 'one', freshMemory());
  const signals = await house.state.inOrg(org, (db) => listSignals(db));
  expect(signals.map((signal) => signal.actor.address)).toEqual([FORGED]);
});
