import { createSocket, type Socket } from 'node:dgram';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import * as dnsPacket from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { noJourneys } from '#engines/journeys/no-journeys.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { postgresOverTcp } from '#engines/testing/postgres-over-tcp.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { DAY } from '#kernel/time.ts';
import { probe } from '../probe.ts';
import type { Beats, Outside } from './kind.ts';
import { destinationOf, targetShape } from './kinds.ts';

const clock = systemClock;
let outside: Outside;
const closers: (() => unknown)[] = [];
let web: Server;
let webUrl: string;
let seen: { path: string; method: string; headers: Record<string, unknown>; body: string }[] = [];

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

async function udpServer(answer: (message: Buffer) => Uint8Array | null): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (message, from) => {
    const bytes = answer(message);
    if (bytes) socket.send(bytes, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  closers.push(() => socket.close());
  return socket;
}

beforeAll(async () => {
  web = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({ path, method: request.method ?? '', headers: request.headers, body });
      const json = (value: unknown, more: Record<string, string> = {}) =>
        response.writeHead(200, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value));
      if (path === '/login') return json({ token: 't-1"2' }, { 'set-cookie': 'session=abc; Path=/; HttpOnly' });
      if (path.startsWith('/cart') && request.headers.cookie === 'session=abc') return json({ id: 77, items: [] });
      if (path.startsWith('/domain/')) {
        const name = path.slice(8);
        if (name === 'gone.example') return response.writeHead(404).end();
        const eventDate = new Date(Date.now() + (name === 'soon.example' ? 5 : 200) * DAY).toISOString();
        const status = name === 'lost.example' ? ['redemption period'] : ['active'];
        return json({ status, events: name === 'quiet.example' ? [] : [{ eventAction: 'expiration', eventDate }] });
      }
      return response.writeHead(path === '/delete/77' ? 204 : 403).end();
    });
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  webUrl = `http://localhost:${portOf(web)}`;
  closers.push(() => web.close());
  outside = { http: openHttpClient(), resolver: openResolver(), wire: openWire(), sql: openSqlReader(), journeys: noJourneys, clock };
});

afterAll(() => {
  for (const close of closers) close();
});

interface Extra {
  readonly secrets?: Record<string, string>;
  readonly beats?: Beats;
  readonly allowPrivate?: boolean;
  readonly with?: Outside;
}

async function look(target: unknown, { secrets = {}, beats, allowPrivate = true, with: other = outside }: Extra = {}) {
  return probe(other, targetShape.parse(target), { allowPrivate, secrets, controlled: true, beats: beats ?? null });
}
const sees = async (target: unknown, extra?: Extra) => (await look(target, extra)).judged;

describe('datagrams', () => {
  it('are answered, answered wrongly, refused, or met with silence', async () => {
    const pong = await udpServer((message) => (message.toString() === 'ping' ? Buffer.from('pong 1') : Buffer.from([0, 255])));
    const silent = await udpServer(() => null);
    const to = (port: number, more: object) => ({ kind: 'udp', host: '127.0.0.1', port, send: 'ping', ...more });
    expect(await sees(to(portOf(pong), { contains: 'pong' }))).toMatchObject({ saw: 'up' });
    expect(await sees(to(portOf(pong), { send: 'hex:ff', contains: 'hex:00ff' }))).toMatchObject({ saw: 'up' });
    expect(await sees(to(portOf(pong), { contains: 'peng' }))).toEqual({ saw: 'down', reason: 'answered 6 bytes, without “peng”' });
    expect(await sees(to(portOf(silent), { maxMs: 200 }))).toEqual({ saw: 'down', reason: 'no answer within 200 ms' });
    expect(await sees(to(1, { maxMs: 500 }))).toEqual({ saw: 'down', reason: 'the connection was refused' });
    expect(await sees(to(portOf(pong), {}), { allowPrivate: false })).toMatchObject({ saw: 'unknown' });
    expect(targetShape.safeParse(to(1, { send: 'hex:f' })).success).toBe(false);
  });
});

describe('WebSockets', () => {
  it('open, answer, refuse', async () => {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      verifyClient: ({ req }: { req: IncomingMessage }) => req.url !== '/no',
    });
    closers.push(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    server.on('connection', (socket, request) => {
      socket.on('message', (data) => socket.send(`echo ${String(data)} for ${request.headers.authorization ?? 'nobody'}`));
    });
    const url = `ws://localhost:${portOf(server)}/live`;
    expect(await sees({ kind: 'websocket', url })).toMatchObject({ saw: 'up' });
    const target = { kind: 'websocket', url, send: 'hi', headers: { authorization: '{{token}}' }, contains: 'echo hi for s3cret' };
    expect(await sees(target, { secrets: { token: 's3cret' } })).toMatchObject({ saw: 'up' });
    expect(await sees({ ...target, contains: 'bye' }, { secrets: { token: 's3cret' } })).toMatchObject({ saw: 'down' });
    expect(await sees({ kind: 'websocket', url: url.replace('live', 'no') })).toEqual({
      saw: 'down',
      reason: 'it answered 401 instead of opening',
    });
    expect(await sees({ kind: 'websocket', url: 'ws://127.0.0.1:1/' })).toMatchObject({ saw: 'down' });
  });
});

describe('gRPC health', () => {
  let server: Http2Server;
  beforeAll(async () => {
    server = createHttp2Server();
    server.on('stream', (stream, headers) => {
      if (headers[':path'] !== '/grpc.health.v1.Health/Check') return stream.respond({ ':status': 404 }, { endStream: true });
      stream.on('data', (message: Buffer) => {
        const service = message.subarray(7).toString();
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': service === 'gone' ? '5' : '0' }));
        const state = service === 'sick' ? 2 : 1;
        stream.end(service === 'gone' ? Buffer.alloc(0) : Buffer.from([0, 0, 0, 0, 2, 8, state]));
      });
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
  });

  it.each([
    ['', 'up', 'serving'],
    ['sick', 'down', 'it says that it is not serving'],
    ['gone', 'down', 'it does not know this service'],
  ])('of “%s” is %s', async (service, saw, reason) => {
    expect(await sees({ kind: 'grpc', host: 'localhost', port: portOf(server), tls: false, service })).toEqual({ saw, reason });
  });

  it('of something that is no gRPC', async () => {
    expect(await sees({ kind: 'grpc', host: 'localhost', port: portOf(web), tls: false })).toMatchObject({ saw: 'down' });
  });
});

describe('databases', () => {
  const sql = (query: string, conditions: string[], more: object = {}) => ({
    ...{ kind: 'sql', query, conditions },
    url: `postgres://${server.user}:{{password}}@127.0.0.1:${server.port}/postgres`,
    ...more,
  });
  let server: Awaited<ReturnType<typeof postgresOverTcp>>;
  beforeAll(async () => {
    server = await postgresOverTcp();
    closers.push(server.close);
  });
  const ask = (query: string, conditions: string[], more: object = {}) =>
    sees(sql(query, conditions, more), { secrets: { password: server.password } });

  it('answer with numbers, and only these are told', async () => {
    expect(await ask('select 3 as late, 7.5 as sum', ['value below 5', 'column sum at least 7', 'rows is 1'])).toEqual({
      saw: 'up',
      reason: 'value 3, sum 7.5, rows 1',
    });
    expect(await ask('select count(*) from generate_series(1, 12)', ['value below 5'])).toEqual({
      saw: 'down',
      reason: 'value below 5: it is 12',
    });
    expect(await ask('select 1 where false', ['rows is 0'])).toMatchObject({ saw: 'up' });
    expect(await ask('select 1 where false', ['value below 5'])).toEqual({ saw: 'down', reason: 'value below 5: there is none' });
    expect(await ask("select 'anna@shop.example'", ['value below 5'])).toEqual({
      saw: 'unknown',
      reason: 'value below 5: it is no number',
    });
    expect(await ask('select 1 from generate_series(1, 100000)', ['rows below 5'])).toMatchObject({ saw: 'down' });
  });

  it('cannot be changed, nor asked twice at once, nor made to wait, and values stay out of what is told', async () => {
    expect((await ask('with gone as (delete from pg_authid returning 1) select count(*) from gone', ['value is 0'])).reason).toMatch(
      /read-only/,
    );
    expect((await ask('select 1; drop table x', ['value is 1'])).reason).toMatch(/multiple commands/);
    expect((await ask('delete from x', ['value is 1'])).reason).toMatch(/must begin with SELECT/);
    expect(await ask('select pg_sleep(5)', ['value is 1'], { maxMs: 300 })).toMatchObject({ saw: 'down' });
    expect((await ask("select 'anna@shop.example'::int", ['value is 1'])).reason).not.toContain('anna');
    expect((await ask('select x from nowhere', ['value is 1'])).reason).toMatch(/relation "nowhere" does not exist/);
  });

  it('that are not there are down, and a password never stands in the address', async () => {
    expect(await ask('select 1', ['value is 1'], { url: 'postgres://reader:{{password}}@127.0.0.1:1/shop' })).toMatchObject({
      saw: 'down',
    });
    expect(targetShape.safeParse(sql('select 1', ['value is 1'], { url: 'postgres://reader:hunter2@db/shop' })).success).toBe(false);
    expect(targetShape.safeParse(sql('select 1', [])).success).toBe(false);
    expect(targetShape.safeParse(sql('select 1', ['value contains x'])).success).toBe(false);
  });
});

describe('several requests', () => {
  const steps = (cart: object = {}) => ({
    kind: 'api',
    steps: [
      {
        name: 'sign in',
        url: `${webUrl}/login`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"password":"{{password}}"}',
        conditions: ['status is 200'],
        keep: { token: 'json $.token' },
      },
      {
        name: 'cart',
        url: `${webUrl}/cart?for={{token}}`,
        headers: { authorization: 'Bearer {{token}}' },
        keep: { cart: 'body /"id":(\\d+)/' },
        ...cart,
      },
      { name: 'put away', url: `${webUrl}/delete/{{cart}}`, method: 'DELETE', always: true, conditions: ['status is 204'] },
    ],
  });

  it('keep values and cookies, and write each as its place needs', async () => {
    seen = [];
    const looked = await look(steps(), { secrets: { password: 'a"b' } });
    expect(looked.judged).toMatchObject({ saw: 'up', reason: expect.stringMatching(/^3 steps in \d+ ms$/) });
    expect(Object.keys(looked.phases)).toEqual(['1 sign in', '2 cart', '3 put away']);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /login', 'GET /cart?for=t-1%222', 'DELETE /delete/77']);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ password: 'a"b' });
    expect(seen[1]?.headers).toMatchObject({ authorization: 'Bearer t-1"2', cookie: 'session=abc' });
  });

  it('clean up after a step that failed, and name the step', async () => {
    seen = [];
    const password = { secrets: { password: 'x' } };
    const judged = await sees(steps({ conditions: ['json $.items exists', 'json $.id is 78'] }), password);
    expect(judged).toEqual({ saw: 'down', reason: '2 cart: json $.id is 78: it is 77' });
    expect(seen.map(({ path }) => path)).toEqual(['/login', '/cart?for=t-1%222', '/delete/77']);
    seen = [];
    // Without the cart's number there is nothing to put away.
    expect(await sees(steps({ keep: { cart: 'json $.number' } }), password)).toEqual({
      saw: 'down',
      reason: '2 cart: json $.number is not there',
    });
    expect(seen.map(({ path }) => path)).toEqual(['/login', '/cart?for=t-1%222']);
    seen = [];
    const failing = steps();
    failing.steps.splice(2, 0, { name: 'pay', url: `${webUrl}/pay`, method: 'POST' } as never);
    expect(await sees(failing, password)).toEqual({ saw: 'down', reason: '3 pay: answered 403' });
    expect(seen.map(({ path }) => path).at(-1)).toBe('/delete/77');
  });

  it('say what is wrong with them before they are ever made', () => {
    const faults = (change: object) => {
      const parsed = targetShape.safeParse({ kind: 'api', steps: [{ name: 'one', url: 'https://shop.example/', ...change }] });
      return parsed.success ? '' : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join();
    };
    expect(faults({ keep: { a: 'jsn $.a' } })).toMatch(/steps.0.keep.a: “jsn \$.a” must be like/);
    expect(faults({ conditions: ['status smells'] })).toMatch(/steps.0.conditions.0/);
    expect(faults({ url: 'shop.example' })).toMatch(/steps.0.url/);
    expect(faults({ wait: 5 })).toMatch(/wait/);
  });
});

describe('registrations', () => {
  const named = (name: string) => ({ kind: 'domain', domain: name, server: webUrl });
  it.each([
    ['shop.example', 'up', /^registered until/],
    ['www.soon.example', 'down', /ends in [45] days/],
    ['gone.example', 'down', /not registered/],
    ['lost.example', 'down', /redemption period/],
    ['quiet.example', 'unknown', /does not tell/],
  ])('%s is %s', async (name, saw, reason) => {
    const judged = await sees(named(name));
    expect(judged).toMatchObject({ saw });
    expect(judged.reason).toMatch(reason);
  });
});

describe('what cannot be asked', () => {
  it('a registry that is not there says nothing about the name', async () => {
    const target = { kind: 'domain', domain: 'shop.example', server: 'http://127.0.0.1:1' };
    const looked = await look(target);
    expect(looked.judged).toEqual({ saw: 'unknown', reason: 'the registry cannot be asked: the connection was refused' });
    expect(looked.reach).toBe('unreachable');
  });
  it('a port without TLS, and a gRPC server that is gone, are told in words', async () => {
    const { port } = new URL(webUrl);
    expect(await sees({ kind: 'tls', host: 'localhost', port: Number(port) })).toEqual({ saw: 'down', reason: 'it does not speak TLS' });
    expect(await sees({ kind: 'grpc', host: '127.0.0.1', port: 1 })).toEqual({ saw: 'down', reason: 'the connection was refused' });
  });
});

describe('signatures of a name', () => {
  interface Zone {
    readonly rcode?: number;
    readonly ad?: boolean;
    readonly expires?: number;
  }
  const zones: Record<string, { readonly checked: Zone; readonly unchecked?: Zone }> = {
    'good.example': { checked: { ad: true, expires: 20 } },
    'soon.example': { checked: { ad: true, expires: 1 } },
    'plain.example': { checked: {} },
    'blind.example': { checked: { expires: 20 } },
    'broken.example': { checked: { rcode: 2 }, unchecked: { expires: 20 } },
  };
  const answerTo = (message: Buffer): Uint8Array => {
    const query = dnsPacket.decode(message);
    const name = query.questions?.[0]?.name ?? '';
    const zone = zones[name] ?? { checked: { rcode: 2 } };
    const { rcode = 0, ad = false, expires } = (query.flag_cd && zone.unchecked) || zone.checked;
    const expiration = Math.floor(Date.now() / 1_000) + (expires ?? 0) * 86_400;
    const signature = {
      typeCovered: 'SOA',
      algorithm: 13,
      labels: 2,
      originalTTL: 60,
      expiration,
      inception: 1,
      keyTag: 1,
      signersName: name,
    };
    return dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: rcode | (ad ? dnsPacket.AUTHENTIC_DATA : 0),
      questions: query.questions ?? [],
      answers: expires === undefined ? [] : [{ type: 'RRSIG', name, data: { ...signature, signature: Buffer.alloc(64) } as never }],
    });
  };

  it.each([
    ['good.example', 'up', 'signed and valid for 19 days'],
    ['soon.example', 'down', 'a signature expires in 0 days'],
    ['plain.example', 'down', 'the zone is not signed'],
    ['blind.example', 'unknown', 'it is signed, but the resolver of this machine does not check signatures'],
    ['broken.example', 'down', 'the chain of signatures is broken: resolvers that check it refuse the name'],
  ])('%s is %s', async (name, saw, reason) => {
    const server = await udpServer(answerTo);
    const wire = openWire({ servers: [`127.0.0.1:${portOf(server)}`] });
    expect(await sees({ kind: 'dnssec', domain: name }, { with: { ...outside, wire } })).toEqual({ saw, reason });
  });
});

describe('pings', () => {
  it('say that this machine has none rather than that the target is down', async () => {
    const wire = openWire({ pingCommand: '/nowhere/ping' });
    expect(await sees({ kind: 'icmp', host: '127.0.0.1' }, { with: { ...outside, wire } })).toMatchObject({ saw: 'unknown' });
  });
});

describe('jobs', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const still = () => ({ ...outside, clock: { ...clock, now: () => now } });
  const at = (secondsAgo: number) => new Date(now.getTime() - secondsAgo * 1_000);
  const beats = (okAt: number | null, startedAt: number | null = null, failedAt: number | null = null): Beats => ({
    okAt: okAt === null ? null : at(okAt),
    startedAt: startedAt === null ? null : at(startedAt),
    failedAt: failedAt === null ? null : at(failedAt),
  });
  const hourly = { kind: 'heartbeat', period: 3_600, longest: 600 };
  it.each([
    ['no beat yet', beats(null), 'unknown', /no beat yet/],
    ['done lately', beats(60), 'up', /last beat 60 s ago/],
    ['late', beats(4_000), 'down', /last beat is 66 min old/],
    ['failed', beats(60, 70, 30), 'down', /failed, 30 s ago/],
    ['failed and done again', beats(10, 20, 600), 'up', /last beat/],
    ['running', beats(3_000, 300), 'up', /last beat/],
    ['running too long', beats(3_000, 700), 'down', /began 11 min ago/],
    ['running for the first time', beats(null, 30), 'unknown', /began 30 s ago/],
  ])('%s', async (_what, told, saw, reason) => {
    const judged = await sees(hourly, { beats: told, with: still() });
    expect(judged).toMatchObject({ saw });
    expect(judged.reason).toMatch(reason);
  });

  it('are due by a schedule in its own time zone, over the change of the clocks', async () => {
    const nightly = { kind: 'heartbeat', schedule: '30 3 * * *', timeZone: 'Europe/Warsaw', grace: 600 };
    const when = (now: string, okAt: string) =>
      sees(nightly, {
        beats: { okAt: new Date(okAt), startedAt: null, failedAt: null },
        with: { ...outside, clock: { ...clock, now: () => new Date(now) } },
      });
    expect(await when('2026-11-30T02:35:00Z', '2026-11-29T02:31:00Z')).toMatchObject({ saw: 'up' });
    expect(await when('2026-11-30T02:45:00Z', '2026-11-29T02:31:00Z')).toMatchObject({ saw: 'down' });
    // A clock that is some seconds fast does not make tonight's beat yesterday's.
    expect(await when('2026-11-30T12:00:00Z', '2026-11-30T02:29:40Z')).toMatchObject({ saw: 'up' });
    // 03:30 in Warsaw is 01:30 UTC from the 29th of March 2026 on.
    expect(await when('2026-03-29T01:45:00Z', '2026-03-28T02:31:00Z')).toMatchObject({ saw: 'down' });
    expect(targetShape.safeParse({ ...nightly, schedule: '61 3 * * *' }).success).toBe(false);
    expect(targetShape.safeParse({ ...nightly, period: 60 }).success).toBe(false);
    expect(targetShape.safeParse({ kind: 'heartbeat' }).success).toBe(false);
  });
});

it('secrets are filled in and never told', async () => {
  const target = { kind: 'http', url: `${webUrl}/cart?key={{key}}`, conditions: ['body contains "x"'] };
  const looked = await look(target, { secrets: { key: 'a b&c' } });
  expect(seen.at(-1)?.path).toBe('/cart?key=a%20b%26c');
  expect(JSON.stringify(looked)).not.toContain('a b&c');
  expect(destinationOf(targetShape.parse(target))).toBe(webUrl);
  expect(
    destinationOf(targetShape.parse({ kind: 'sql', url: 'mysql://u:{{p}}@db/shop?tls=on', query: 'select 1', conditions: ['value is 1'] })),
  ).toBe('mysql://db/shop');
});
