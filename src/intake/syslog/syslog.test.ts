import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { makeCertificate } from '#engines/testing/make-certificate.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId, ShopId, SourceId } from '#kernel/ids.ts';
import { addSource, pinSender, registerShop, removeSource } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { sourceHealth } from '../health/source-health.ts';
import { sourcesRoutes } from '../routes.tsx';
import { sourceToken } from '../source-token.ts';
import { type RunningSyslog, startSyslog } from './start-syslog.ts';

type Pem = Awaited<ReturnType<typeof makeCertificate>>;
interface Sender {
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly source: SourceId;
  readonly token: string;
}

const names = ['bell.shop.example'];
let house: TestHouse;
let telemetry: Telemetry;
let isDown = false;
let certificate: { readonly certificate: string; readonly key: string };
let server: Pem;
let client: Pem;
let stranger: Pem;
let syslog: RunningSyslog;
let warnings: { readonly message: string; readonly facts: Readonly<Record<string, unknown>> }[] = [];

beforeAll(async () => {
  house = await openTestHouse(async (folder) => {
    telemetry = await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null });
    return { telemetry };
  });
  server = await makeCertificate({ names });
  certificate = { certificate: join(house.folder, 'bell.pem'), key: join(house.folder, 'bell.key') };
  writeFileSync(certificate.certificate, server.cert);
  writeFileSync(certificate.key, server.key);
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  warnings = [];
  isDown = false;
  // A certificate belongs to one source, so each test has its own.
  [client, stranger] = [await makeCertificate({ names }), await makeCertificate({ names })];
  syslog = await start({});
  return () => syslog.stop();
});

function start(options: Partial<Parameters<typeof startSyslog>[1]>): Promise<RunningSyslog> {
  const insert: Telemetry['insert'] = async (...row) => {
    if (isDown) throw new ShopbellError('TELEMETRY_DOWN', { reason: 'unplugged by the test' });
    await telemetry.insert(...row);
  };
  const warn = (message: string, facts: Readonly<Record<string, unknown>> = {}) => void warnings.push({ message, facts });
  const listening = { ...house, telemetry: { ...telemetry, insert, query: telemetry.query }, log: { ...house.log, warn } };
  return startSyslog(listening, { host: '127.0.0.1', port: 0, certificate, dataFolder: null, ...options });
}

const fingerprintOf = ({ cert }: Pem): string => new X509Certificate(cert).fingerprint256;

async function newSource(pem?: Pem): Promise<Sender> {
  const org = house.newOrg();
  const owner = house.scope(org, 'owner');
  const { shop } = await registerShop(owner, {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Berlin' },
    ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  const { source } = await addSource(owner, { kind: 'syslog', shop, name: 'proxy', ...(pem ? { certificate: fingerprintOf(pem) } : {}) });
  return { org, shop, source, token: sourceToken(house.secrets, 'intake.syslog', { org, source }) };
}

interface Way {
  readonly pem?: Pem;
  readonly version?: SecureVersion;
  readonly to?: RunningSyslog;
}
async function connect({ pem, version, to = syslog }: Way = {}): Promise<Socket> {
  const own = { ...(pem ? { cert: pem.cert, key: pem.key } : {}), ...(version ? { maxVersion: version, minVersion: version } : {}) };
  return new Promise((resolve, reject) => {
    const socket = connectTls({ port: to.port, host: '127.0.0.1', ca: server.cert, servername: 'bell.shop.example', ...own }, () => {
      socket.off('error', reject);
      socket.on('error', () => undefined);
      socket.resume();
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));
const write = (socket: Socket, data: string | Buffer): Promise<void> => new Promise((resolve) => socket.write(data, () => resolve()));

let nth = 0;
function line(path = `/account/orders/${100_000 + nth++}`): string {
  const stamp = new Date().toUTCString().split(' ');
  return `192.0.2.7 - - [${stamp[1]}/${stamp[2]}/${stamp[3]}:${stamp[4]} +0000] "GET ${path} HTTP/1.1" 200 5 "-" "Agent"`;
}
const message = (text: string, token = ''): string =>
  `<190>1 ${new Date().toISOString()} web1 nginx 7 - ${token === '' ? '-' : `[shopbell@32473 token="${token}"]`} ${text}`;
const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
const health = async ({ org }: Sender) => (await sourceHealth(house.scope(org)))[0];
const count = async ({ org }: Sender, table = '@requests') =>
  (await telemetry.query<{ n: number }>(org, `select count() as n from ${table}`))[0]?.n ?? 0;

it('takes counted messages over TLS, cut at any byte, from the certificate that the source is registered with', async () => {
  const sender = await newSource(client);
  const [first, second] = [counted(message(line())), counted(message(line('/checkout?email=anna@mail.example')))];
  const whole = Buffer.from(first + second);
  const cuts = Array.from({ length: whole.length + 1 }, (_, at) => at).filter(
    (at) => at % 7 === 0 || at < 12 || Math.abs(at - first.length) < 8,
  );
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = await connect({ pem: client, version });
    socket.setNoDelay(true);
    for (const at of cuts) {
      await write(socket, whole.subarray(0, at));
      await write(socket, whole.subarray(at));
    }
    socket.end();
    await closed(socket);
  }
  const all = cuts.length * 4;
  await expect.poll(async () => (await health(sender))?.stored, { timeout: 10_000 }).toBe(all);
  expect(await health(sender)).toMatchObject({ state: 'following', read: all, rejected: {}, source: sender.source, shop: sender.shop });
  const rows = await telemetry.query(
    sender.org,
    'select route, uniqExact(object_ref) as orders, count() as n, uniqExact(file_offset, file_id) as places from @requests group by route order by route',
  );
  expect(rows).toMatchObject([
    { route: '', n: all / 2, places: all / 2 },
    { route: '/account/orders/{order}', orders: 1, n: all / 2, places: all / 2 },
  ]);
  expect(JSON.stringify(await telemetry.query(sender.org, 'select * from @requests limit 5'))).not.toContain('anna@');
  expect(await count(sender, '@sightings')).toBeGreaterThan(0);
});

it('takes a message a line, as nginx and HAProxy write them, and the last one without its newline', async () => {
  const sender = await newSource(client);
  const socket = await connect({ pem: client });
  const at = new Date().toUTCString().split(' ');
  socket.write(`<190>Nov 27 10:00:00 web1 nginx: ${line()}\n<190>Nov 27 10:00:00 nginx: ${line()}\n`);
  socket.write(
    `<134>Nov 27 10:00:00 haproxy[14389]: 198.51.100.10:33317 [${at[1]}/${at[2]}/${at[3]}:${at[4]}.655] in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 "GET /a HTTP/1.1"\n`,
  );
  socket.end(`<190>Nov 27 10:00:00 web1 nginx: ${line()}`);
  await expect.poll(async () => (await health(sender))?.stored, { timeout: 10_000 }).toBe(4);
  expect((await health(sender))?.rejected).toEqual({});
});

it('lines of applications become events, redacted; a web server’s line that cannot be read is rejected with a sample', async () => {
  const sender = await newSource();
  const socket = await connect();
  const send = (text: string) => socket.write(counted(text));
  const element = `[shopbell@32473 token="${sender.token}"][origin ip="10.0.0.5"]`;
  send(`<11>1 ${new Date().toISOString()} app1 shop-api 12 - ${element} could not mail anna@mail.example\nat line 7`);
  send(
    message('{"event":"shop.sign_in.failed","shop.sign_in.name":"anna","client.address":"192.0.2.9"}', sender.token).replace(
      'nginx',
      'shop',
    ),
  );
  send(message('garbage from anna@mail.example', sender.token));
  send(message(line().replace('2026', '2019'), sender.token));
  await expect.poll(async () => (await health(sender))?.read, { timeout: 10_000 }).toBe(4);
  expect(await health(sender)).toMatchObject({ stored: 2, rejected: { 'not a log line': 1, 'too old': 1 } });
  expect((await health(sender))?.samples.map(({ sample }) => sample).join()).toContain('garbage from [email]');
  const events = await telemetry.query<{ attributes: string }>(
    sender.org,
    'select name, severity, service, body, attributes from @application_events order by name',
  );
  expect(events).toMatchObject([
    { name: '', severity: 'error', service: 'shop-api', body: expect.stringMatching(/^could not mail \[email\]\sat line 7$/) },
    { name: 'shop.sign_in.failed', severity: 'info', service: 'shop' },
  ]);
  expect(JSON.parse(events[0]?.attributes ?? '')).toMatchObject({ 'origin.ip': '10.0.0.5', 'host.name': 'app1' });
  expect(JSON.stringify(events)).not.toMatch(/anna|token/);
  expect(await count(sender, '@sightings')).toBeGreaterThan(0);
  socket.destroy();
});

it('a database’s audit log is summed up, each message a statement', async () => {
  const sender = await newSource();
  const socket = await connect();
  const stamp = new Date().toISOString().replace('T', ' ').replace('Z', ' UTC');
  const audit = `${stamp} [77] shop@shop LOG:  AUDIT: SESSION,1,1,READ,SELECT,TABLE,public.customers,`;
  for (const statement of [`${audit}"select * from customers where name = 'a`, `${audit}select * from customers,<none>,250`, line()]) {
    socket.write(counted(message(statement, sender.token).replace('nginx', 'postgres')));
  }
  await expect.poll(async () => (await health(sender))?.read, { timeout: 10_000 }).toBe(3);
  expect(await count(sender)).toBe(1);
  expect(await health(sender)).toMatchObject({ stored: 2 });
  socket.destroy();
});

it('MariaDB’s server_audit tells no time of its own: it is that of the message', async () => {
  const sender = await newSource();
  const socket = await connect();
  const record = "db1,shop,10.0.0.5,7,12,QUERY,shop,'select * from customers where id = 5',0";
  for (const text of [record, 'Audit STARTED']) {
    socket.write(counted(message(text, sender.token).replace('nginx', 'mysql-server_auditing')));
  }
  await expect.poll(async () => (await health(sender))?.read, { timeout: 10_000 }).toBe(2);
  const told = await house.telemetry.query<{ name: string }>(sender.org, "select name from @application_events where name != ''");
  expect(told).toEqual([{ name: 'shop.database.read' }]);
  socket.destroy();
});

it('refuses whom it does not know: closed, told with the fingerprint, counted, nothing stored', async () => {
  const pinned = await newSource(client);
  const open = await newSource();
  const removed = await newSource();
  await removeSource(house.scope(removed.org, 'owner'), { source: removed.source });
  const forged = pinned.token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  const mixed = `${pinned.org}.${open.source}.${open.token.split('.')[2]}`;
  const shape = /SHA-256|certificate/;
  const attempts: [Way, string][] = [
    [{ pem: stranger }, message(line())],
    [{}, message(line())],
    [{}, message(line(), pinned.token)],
    [{ pem: stranger }, message(line(), pinned.token)],
    [{ pem: client }, message(line(), forged)],
    [{}, message(line(), forged)],
    [{}, message(line(), mixed)],
    [{}, message(line(), removed.token)],
    [{}, message(line(), sourceToken(house.secrets, 'intake.reports', pinned))],
    [{}, 'nothing of syslog'],
  ];
  for (const [way, text] of attempts) {
    const socket = await connect(way);
    socket.write(counted(text) + counted(text));
    await closed(socket);
  }
  await expect.poll(() => syslog.refusals().unknownSender).toBe(attempts.length);
  expect(warnings.map(({ message: told }) => told)).toContain('a syslog sender was refused');
  const [told] = warnings;
  expect(told?.facts).toMatchObject({
    ...{ code: 'SYSLOG_SENDER_UNKNOWN', remote: '127.0.0.1', refused: 1, reason: expect.stringMatching(shape) },
    fingerprint: fingerprintOf(stranger).replaceAll(':', '').toLowerCase(),
  });
  for (const sender of [pinned, open, removed]) expect([await health(sender), await count(sender)]).toEqual([undefined, 0]);
});

it('each message goes to the tenant of its token, and what came before a bad one is stored', async () => {
  const [one, two] = [await newSource(), await newSource(client)];
  const socket = await connect({ pem: client });
  socket.write(
    [message(line(), one.token), message(line()), message(line(), two.token), message(line(), 'x'), message(line())].map(counted).join(''),
  );
  await closed(socket);
  await expect.poll(async () => [(await health(one))?.stored, (await health(two))?.stored], { timeout: 10_000 }).toEqual([1, 2]);
  expect([await count(one), await count(two)]).toEqual([1, 2]);
});

it('another certificate can be asked for: the new one is taken, the old one refused, and no other source’s can be set', async () => {
  const [sender, other] = [await newSource(client), await newSource()];
  const renewed = await makeCertificate({ names });
  const owner = house.scope(sender.org, 'owner');
  await pinSender(owner, { source: sender.source, certificate: `sha256 Fingerprint=${fingerprintOf(renewed)}` });
  const socket = await connect({ pem: renewed });
  await write(socket, counted(message(line())));
  await expect.poll(async () => (await health(sender))?.stored, { timeout: 10_000 }).toBe(1);
  socket.end();
  await closed(socket);
  const old = await connect({ pem: client });
  await write(old, counted(message(line(), sender.token)));
  await closed(old);
  expect(await count(sender)).toBe(1);
  const taken = pinSender(house.scope(other.org, 'owner'), { source: other.source, certificate: fingerprintOf(renewed) });
  await expect(taken).rejects.toMatchObject({ code: 'CONFLICT' });
  const foreign = pinSender(house.scope(other.org, 'owner'), { source: sender.source, certificate: null });
  await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a certificate belongs to one source; a fingerprint that is none is refused', async () => {
  const { org, shop } = await newSource(stranger);
  await expect(newSource(stranger)).rejects.toMatchObject({ code: 'CONFLICT' });
  const add = (text: string) => addSource(house.scope(org, 'owner'), { kind: 'syslog', shop, name: 'x', certificate: text });
  await expect(add('12:34')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(add(`sha256 Fingerprint=${'AB:'.repeat(31)}AB`)).resolves.toMatchObject({ source: expect.stringMatching(/^src_/) });
});

it('huge, half and malformed messages are counted, and what is whole is stored', async () => {
  const sender = await newSource();
  const half = await connect();
  half.write(counted(message(`${'x'.repeat(300_000)}`, sender.token)) + counted(message(line(), sender.token)));
  half.end(counted(message(line(), sender.token)).slice(0, -5));
  await closed(half);
  const broken = await connect();
  broken.write(`${counted(message(line(), sender.token))}GET / HTTP/1.1\r\n`);
  await closed(broken);
  await expect.poll(async () => (await health(sender))?.read, { timeout: 10_000 }).toBe(5);
  expect(await health(sender)).toMatchObject({
    stored: 2,
    rejected: { 'message too long': 1, 'message cut off': 1, 'malformed frame': 1 },
  });
  expect(syslog.refusals().badFrame).toBe(1);
  expect(warnings.find(({ facts }) => facts.code === 'SYSLOG_FRAME_BAD')?.facts).toMatchObject({
    reason: expect.stringContaining('a length'),
  });
});

it('speaks TLS only, of version 1.2 at least', async () => {
  await expect(connect({ version: 'TLSv1.1' })).rejects.toThrow();
  const plain = connectPlain(syslog.port, '127.0.0.1');
  plain.on('error', () => undefined);
  plain.write(message(line()));
  await closed(plain);
  await expect.poll(() => syslog.refusals().handshake).toBeGreaterThan(0);
  await expect(start({ certificate: { certificate: certificate.key, key: certificate.certificate } })).rejects.toThrow();
});

it('connections are limited, and those who say nothing are closed', async () => {
  await syslog.stop();
  syslog = await start({ certificate: null, limits: { perAddress: 2, strangerMs: 300, idleMs: 900 } });
  const sender = await newSource();
  const sockets = Array.from({ length: 4 }, () => connectPlain(syslog.port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined).resume();
  sockets[0]?.write(`${message(line(), sender.token)}\n`);
  const began = performance.now();
  await Promise.all(sockets.slice(1).map(closed));
  expect(performance.now() - began).toBeLessThan(800);
  expect(syslog.refusals()).toMatchObject({ tooMany: 2, idle: 1 });
  await Promise.all(sockets.map(closed));
  expect(syslog.refusals().idle).toBe(2);
  await expect.poll(() => count(sender), { timeout: 5_000 }).toBe(1);
});

it('while nothing can be stored senders wait, memory stays bounded, and then everything is stored once', async () => {
  const sender = await newSource(client);
  const socket = await connect({ pem: client });
  const filler = 'y'.repeat(2_000);
  isDown = true;
  const before = process.memoryUsage.rss();
  let written = 0;
  const flood = (async () => {
    for (let sent = 0; sent < 20_000; sent += 100) {
      await write(socket, Array.from({ length: 100 }, () => counted(message(line(`/p?q=${filler}`)))).join(''));
      written = sent + 100;
    }
  })();
  await expect.poll(() => syslog.held, { timeout: 10_000 }).toBeGreaterThan(4_000_000);
  let stuck = -1;
  while (written !== stuck) {
    stuck = written;
    await house.clock.sleep(700);
  }
  expect(written).toBeLessThan(15_000);
  expect(syslog.held).toBeLessThan(5_000_000);
  const grown = (process.memoryUsage.rss() - before) / 1e6;
  process.stdout.write(`held ${syslog.held} bytes of ${written} messages, process grew by ${Math.round(grown)} MB\n`);
  expect(grown).toBeLessThan(250);
  expect((await health(sender))?.state).toBe('waiting');
  isDown = false;
  await flood;
  socket.end();
  await expect.poll(async () => (await health(sender))?.stored, { timeout: 40_000, interval: 200 }).toBe(20_000);
  expect(await count(sender)).toBe(20_000);
  expect(syslog.held).toBe(0);
});

it('a stop stores everything that was received', async () => {
  const sender = await newSource(client);
  const sockets = await Promise.all([connect({ pem: client }), connect({ pem: client })]);
  for (const socket of sockets) await write(socket, Array.from({ length: 3_000 }, () => counted(message(line()))).join(''));
  await write(sockets[0] ?? (sockets[1] as Socket), counted(message(line())).slice(0, 40));
  await syslog.stop();
  expect(await count(sender)).toBe(6_000);
  expect(await health(sender)).toMatchObject({ stored: 6_000, rejected: { 'message cut off': 1 } });
  await Promise.all(sockets.map(closed));
  await expect(connect({ pem: client })).rejects.toThrow();
});

it('the page of a source shows the lines to paste, with the token for those who configure', async () => {
  const sender = await newSource(client);
  for (const [role, shown] of [
    ['owner', true],
    ['viewer', false],
  ] as const) {
    const app = serveRooms(productFiles, () => house.scope(sender.org, role), { '/settings/sources': sourcesRoutes(productFiles) });
    const text = await (await app.request(`/settings/sources/${sender.source}`)).text();
    for (const word of [
      'omfwd',
      'syslog:server=unix:/dev/log',
      'd_shopbell',
      'ring shopbell\n    format rfc5424\n',
      'log-proto octet-count',
    ])
      expect(text).toContain(word);
    expect(text.includes(sender.token)).toBe(shown);
    expect(text).toContain(fingerprintOf(client).replaceAll(':', '').toLowerCase());
  }
});
