import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../testing/make-certificate.ts';
import { openHttpClient } from './open-http-client.ts';

const client = openHttpClient();
const open: { close(): unknown; closeAllConnections?(): void }[] = [];
afterAll(() => {
  for (const server of open) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listening(server: Pick<Server, 'listen' | 'once' | 'address' | 'close'>): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://localhost:${await listening(createServer(listener))}`;
}

async function serveTls(certificate: { cert: string; key: string }, listener: RequestListener): Promise<number> {
  return listening(createTlsServer(certificate, listener));
}

const allowed = { allowPrivate: true, timeoutMs: 3_000 };

describe('the ordinary case', () => {
  it('gives status, headers, cookies, body and phases', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('set-cookie', ['a=1; Secure', 'b=2']);
      response.setHeader('x-Thing', 'yes');
      response.end('hello');
    });
    const answer = await client.request({ url, ...allowed });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-thing']).toBe('yes');
    expect(answer.cookies).toEqual(['a=1; Secure', 'b=2']);
    expect(Buffer.from(answer.body).toString()).toBe('hello');
    expect(answer.truncated).toBe(false);
    expect(answer.phases.total).toBeGreaterThan(0);
    expect(answer.phases.dns).not.toBeNull();
    expect(answer.phases.tls).toBeNull();
  });

  it('decodes gzip and brotli, and cuts what grows beyond the limit', async () => {
    const url = await serve((request, response) => {
      const encoding = request.url === '/br' ? 'br' : 'gzip';
      const body = Buffer.alloc(50_000_000, 'x');
      response.setHeader('content-encoding', encoding);
      response.end(encoding === 'br' ? brotliCompressSync('short') : gzipSync(body));
    });
    const bomb = await client.request({ url, ...allowed, maxBytes: 10_000 });
    expect(bomb.body.length).toBe(10_000);
    expect(bomb.truncated).toBe(true);
    const brotli = await client.request({ url: `${url}/br`, ...allowed });
    expect(Buffer.from(brotli.body).toString()).toBe('short');
  });

  it('unpacks no more of a bomb than the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.cpuUsage();
    const { body, truncated } = await client.request({ url, ...allowed, maxBytes: 8_000_000 });
    await wait(1_500);
    const { user, system } = process.cpuUsage(before);
    expect([body.length, truncated]).toEqual([8_000_000, true]);
    expect((user + system) / 1_000).toBeLessThan(250);
  });

  it('follows redirects, counts them, and leaves credentials behind at another origin', async () => {
    const seen: (string | undefined)[] = [];
    const far = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('far');
    });
    const url = await serve((_request, response) => response.writeHead(302, { location: far }).end());
    const answer = await client.request({ url, ...allowed, headers: { Authorization: 'Bearer x' } });
    expect(Buffer.from(answer.body).toString()).toBe('far');
    expect(answer.redirects).toEqual([`${far}/`]);
    expect(seen).toEqual([undefined]);
    const unfollowed = await client.request({ url, ...allowed, maxRedirects: 0 });
    expect(unfollowed.status).toBe(302);
  });
});

describe('private networks', () => {
  it('refuses them, by address, by name, and after a redirect', async () => {
    const url = await serve((_request, response) => response.end('secret'));
    const port = new URL(url).port;
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.0.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '[fd00::1]',
    ]) {
      await expect(client.request({ url: `http://${host}:${port}/`, timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
    }
    await expect(client.connect('127.0.0.1', Number(port))).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
    await expect(client.handshake('127.0.0.1', Number(port))).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
  });

  it('refuses the metadata address even where private ones are allowed', async () => {
    await expect(client.request({ url: 'http://169.254.169.254/', ...allowed })).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
  });

  it('asks for the name once per hop and connects to the address that was checked', async () => {
    const url = await serve((_request, response) => response.end('checked'));
    let asked = 0;
    const rebinding = openHttpClient({
      lookup: async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['10.9.9.9'];
      },
    });
    const answer = await rebinding.request({ url: url.replace('localhost', 'rebind.example'), ...allowed });
    expect(answer.address).toBe('127.0.0.1');
    expect(asked).toBe(1);
  });
});

describe('hostile servers', () => {
  const unreachable = { code: 'TARGET_UNREACHABLE' };

  it('ends a redirect loop', async () => {
    const url = await serve((request, response) => response.writeHead(301, { location: `${request.url}x` }).end());
    await expect(client.request({ url, ...allowed })).rejects.toMatchObject({ code: 'TARGET_REDIRECTS' });
  });

  it('reads no more of a gigabyte than the limit', async () => {
    const url = await serve((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      let left = 1024;
      const push = () => {
        while (left-- > 0) if (!response.write(chunk)) return response.once('drain', push);
        return response.end();
      };
      push();
    });
    const answer = await client.request({ url, ...allowed, maxBytes: 100_000 });
    expect(answer).toMatchObject({ status: 200, truncated: true });
    expect(answer.body.length).toBe(100_000);
  });

  it('gives up on a slow drip at the deadline of the whole request', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('x'), 100);
      response.on('close', () => clearInterval(drip));
    });
    const started = Date.now();
    await expect(client.request({ url, ...allowed, timeoutMs: 600 })).rejects.toMatchObject(unreachable);
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it.each([
    ['garbage', (socket: import('node:net').Socket) => socket.end('\x00\x01 what is this\r\n\r\n'), 'does not speak HTTP'],
    ['a reset', (socket: import('node:net').Socket) => socket.resetAndDestroy(), 'reset'],
    ['huge headers', (socket: import('node:net').Socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n\r\n`), 'headers'],
    ['silence', () => undefined, 'within'],
  ])('names what happened: %s', async (_name, behave, words) => {
    const port = await listening(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => behave(socket));
      }) as unknown as Server,
    );
    await expect(client.request({ url: `http://localhost:${port}`, ...allowed, timeoutMs: 800 })).rejects.toMatchObject({
      ...unreachable,
      message: expect.stringContaining(words),
    });
  });

  it('refuses what is no http address', async () => {
    await expect(client.request({ url: 'file:///etc/passwd' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('certificates', () => {
  it('reads a self-signed one and says why it is not trusted; sends no body to it', async () => {
    const port = await serveTls(await makeCertificate({ names: ['localhost'] }), (_request, response) => response.end('x'));
    const url = `https://localhost:${port}`;
    const answer = await client.request({ url, ...allowed });
    expect(answer.tls).toMatchObject({ protocol: 'TLSv1.3', names: ['localhost'], trusted: 'its certificate is self-signed' });
    await expect(client.request({ url, ...allowed, method: 'POST', body: 'card' })).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
  });

  it('shakes hands with a server that speaks only an old version when it is told to be lenient, and says what ALPN agreed on', async () => {
    const certificate = await makeCertificate({ names: ['localhost'] });
    const old = await listening(
      createTlsServer({ ...certificate, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    );
    await expect(client.handshake('localhost', old, allowed)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    expect((await client.handshake('localhost', old, { ...allowed, isLenient: true })).protocol).toBe('TLSv1');
    const fresh = await listening(createTlsServer({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }));
    const facts = await client.handshake('localhost', fresh, { ...allowed, alpn: ['h2', 'http/1.1'] });
    expect(facts).toMatchObject({
      alpn: 'h2',
      isStapled: false,
      own: { subject: 'CN=localhost', keyType: 'ec', keyBits: 256, isSelfSigned: true },
    });
  });

  it('tells an expired one by its dates', async () => {
    const expired = await makeCertificate({ names: ['localhost'], from: new Date('2020-01-01'), to: new Date('2020-02-01') });
    const port = await serveTls(expired, (_request, response) => response.end('x'));
    const facts = await client.handshake('localhost', port, allowed);
    expect(facts.validTo.toISOString()).toBe('2020-02-01T00:00:00.000Z');
    expect(facts.trusted).not.toBe(true);
  });
});
