import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId } from '#kernel/ids.ts';
import { addSource, createOrganisation, registerShop, removeSource } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { sourceHealth } from '../health/source-health.ts';
import { sourcesRoutes } from '../routes.tsx';
import { sourceToken } from '../source-token.ts';
import { MOST_KEPT, openRefusalBook } from './refusal-book.ts';
import { listRefusedSenders } from './refused-senders.ts';
import { type RunningSyslog, startSyslog } from './start-syslog.ts';

type Pem = Awaited<ReturnType<typeof makeCertificate>>;
const names = ['bell.shop.example'];
let house: TestHouse;
let server: Pem;
let syslog: RunningSyslog;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  server = await makeCertificate({ names });
  const certificate = { certificate: join(house.folder, 'bell.pem'), key: join(house.folder, 'bell.key') };
  writeFileSync(certificate.certificate, server.cert);
  writeFileSync(certificate.key, server.key);
  syslog = await startSyslog(house, { host: '127.0.0.1', port: 0, certificate, dataFolder: null });
});
afterAll(async () => {
  await syslog.stop();
  await house[Symbol.asyncDispose]();
});

const plainOf = ({ cert }: Pem): string => new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
const list = async (org: OrgId) => (await listRefusedSenders(house.scope(org))).senders;

async function newOrg() {
  const org = house.newOrg();
  await createOrganisation(house.scope(org, 'system'), { name: 'Org' }).catch(() => undefined);
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(owner, {
    ...{
      name: 'Practice',
      url: 'https://shop.example',
      platform: 'practice',
      allowPrivate: false,
      timeZone: 'Europe/Berlin',
      country: 'DE',
    },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  return { org, owner, shop };
}

/** Sends one message over TLS and waits until the connection is closed, or for long enough that it is not. */
function send(text: string, pem?: Pem): Promise<'closed' | 'open'> {
  const message = `<190>1 ${new Date().toISOString()} web1 nginx 7 - ${text}`;
  return new Promise((resolve) => {
    const socket = connectTls({ port: syslog.port, host: '127.0.0.1', ca: server.cert, servername: 'bell.shop.example', ...pem }, () => {
      socket.write(`${Buffer.byteLength(message)} ${message}`);
      setTimeout(() => resolve('open'), 1500);
    });
    socket.on('error', () => undefined).on('close', () => resolve('closed'));
    socket.resume();
  });
}
const bearing = (token: string): string => `[shopbell@32473 token="${token}"] hello`;

it('who was turned away is listed with why and how often, to whom it concerns, and accepted with one click', async () => {
  const one = await newOrg();
  const two = await newOrg();
  const stranger = await makeCertificate({ names });
  const right = await makeCertificate({ names });
  const add = (certificate?: Pem) =>
    addSource(one.owner, { kind: 'syslog', shop: one.shop, name: 'proxy', ...(certificate ? { certificate: plainOf(certificate) } : {}) });
  const [pinned, open, gone] = [await add(right), await add(), await add()];
  const token = (source: (typeof open)['source']) => sourceToken(house.secrets, 'intake.syslog', { org: one.org, source });
  await removeSource(one.owner, { source: gone.source });
  expect(await send(bearing(token(pinned.source)), stranger)).toBe('closed');
  expect(await send(bearing(token(pinned.source)), stranger)).toBe('closed');
  expect(await send(bearing(token(gone.source)))).toBe('closed');
  await expect.poll(async () => (await list(one.org)).length, { timeout: 10_000 }).toBe(2);
  await expect
    .poll(async () => (await list(one.org)).find(({ reason }) => reason === 'other-certificate'), { timeout: 10_000 })
    .toMatchObject({ remote: '127.0.0.1', fingerprint: plainOf(stranger), source: { id: pinned.source }, taken: null, times: 2 });
  expect((await list(one.org)).find(({ reason }) => reason === 'token')).toMatchObject({ fingerprint: '', source: null, times: 1 });
  // Strangers who name nobody belong to nobody where there are several organisations.
  expect(await send('- hello', stranger)).toBe('closed');
  await house.clock.sleep(2500);
  expect([(await list(one.org)).length, (await list(two.org)).length]).toEqual([2, 0]);

  const web = serveRooms(productFiles, () => one.owner, { '/settings/sources': sourcesRoutes(productFiles) });
  const page = await (await web.request('/settings/sources/refused')).text();
  for (const word of [
    '127.0.0.1',
    plainOf(stranger),
    'asks for another certificate',
    'Its token is of no source',
    '2 senders were refused',
  ]) {
    expect(page).toContain(word);
  }
  const accept = (role: 'owner' | 'viewer', certificate: string, source: string) =>
    serveRooms(productFiles, () => house.scope(one.org, role), { '/settings/sources': sourcesRoutes(productFiles) }).request(
      '/settings/sources/refused',
      {
        method: 'POST',
        body: new URLSearchParams({ certificate, source }),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    );
  expect((await accept('viewer', plainOf(stranger), open.source)).status).toBe(403);
  expect((await accept('owner', 'nonsense', open.source)).status).toBe(400);
  expect((await accept('owner', plainOf(right), open.source)).status).toBe(400);
  expect((await accept('owner', plainOf(stranger), two.shop)).status).toBe(404);
  expect((await accept('owner', plainOf(stranger), open.source)).status).toBe(303);
  expect((await list(one.org)).find(({ reason }) => reason === 'other-certificate')?.taken?.id).toBe(open.source);
  await house.clock.sleep(100);
  expect(await send('- hello', stranger)).toBe('open');
  await expect
    .poll(async () => (await sourceHealth(one.owner)).find(({ source }) => source === open.source)?.read, { timeout: 10_000 })
    .toBe(1);
});

it('who speaks no TLS is listed where there is one organisation only', async () => {
  const alone = await openTestHouse();
  try {
    const org = alone.newOrg();
    await createOrganisation(alone.scope(org, 'system'), { name: 'Only' }).catch(() => undefined);
    const certificate = { certificate: join(house.folder, 'bell.pem'), key: join(house.folder, 'bell.key') };
    const own = await startSyslog(alone, { host: '127.0.0.1', port: 0, certificate, dataFolder: null });
    const socket = connectPlain(own.port, '127.0.0.1');
    await new Promise<void>((resolve) => {
      socket.on('error', () => undefined).on('close', () => resolve());
      socket.write('<190>Nov 27 10:00:00 web1 nginx: hello\n');
    });
    await own.stop();
    const { senders } = await listRefusedSenders(alone.scope(org));
    expect(senders).toMatchObject([{ reason: 'no-tls', remote: '127.0.0.1', times: 1 }]);
  } finally {
    await alone[Symbol.asyncDispose]();
  }
});

it('a flood is bounded: two hundred are kept, twenty of one address, and times are counted', async () => {
  const { org } = await newOrg();
  const book = openRefusalBook(house);
  const note = (remote: string, fingerprint: string) => book.note({ remote, fingerprint, reason: 'certificate', org, source: '' });
  for (let nth = 0; nth < 400; nth++) note('198.51.100.1', nth.toString(16).padStart(64, '0'));
  for (let nth = 0; nth < 50; nth++) note('198.51.100.2', 'a'.repeat(64));
  await book.close();
  const kept = await list(org);
  expect(kept.filter(({ remote }) => remote === '198.51.100.1')).toHaveLength(20);
  expect(kept.find(({ remote }) => remote === '198.51.100.2')).toMatchObject({ times: 50 });
  const more = openRefusalBook(house);
  for (let nth = 0; nth < 480; nth++) more.note({ remote: `203.0.113.${nth}`, fingerprint: '', reason: 'no-mark', org, source: '' });
  await more.close();
  expect(await list(org)).toHaveLength(MOST_KEPT);
});
