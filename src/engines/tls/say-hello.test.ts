import { execFileSync, spawn } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttpClient } from '../http/open-http-client.ts';
import { makeCertificate } from '../testing/make-certificate.ts';
import type { TlsOffer } from './types.ts';

const GCM = 0xc02b;
const CBC = 0xc009;
const client = openHttpClient();
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(server: Server): Promise<number> {
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const speaks = async (options: TlsOptions = {}) => {
  const server = createTlsServer({ ...(await makeCertificate({ names: ['localhost'] })), ...options });
  server.on('tlsClientError', () => undefined);
  return listen(server);
};
const answers = (work: (socket: Socket) => void) =>
  listen(
    createServer((socket) => {
      closing.push(() => socket.destroy());
      socket.on('error', () => undefined);
      socket.once('data', () => work(socket));
    }),
  );
const hello = (port: number, offer: TlsOffer) => client.hello('localhost', port, offer, { allowPrivate: true, timeoutMs: 1_500 });

describe('a first message', () => {
  it('is accepted with what the server chooses, its chain and its renegotiation', async () => {
    const port = await speaks({ maxVersion: 'TLSv1.2' });
    const reply = await hello(port, { version: 'TLSv1.2', suites: [0x0005, CBC, GCM] });
    expect(reply).toMatchObject({ kind: 'accepted', version: 'TLSv1.2', isRenegotiationSafe: true, isStapled: false, isCompressed: false });
    expect(reply).toMatchObject({
      certificates: [
        {
          subject: 'CN=localhost',
          keyType: 'ec',
          keyBits: 256,
          isSelfSigned: true,
          isSignedByNext: null,
          signature: '1.2.840.10045.4.3.2',
        },
      ],
    });
    expect(reply.kind === 'accepted' && [CBC, GCM].includes(reply.suite)).toBe(true);
  });

  it('is refused in words by a server that does not speak the version or the suite', async () => {
    const port = await speaks({ minVersion: 'TLSv1.2' });
    for (const version of ['SSLv3', 'TLSv1', 'TLSv1.1'] as const) {
      expect(await hello(port, { version, suites: [0x002f, 0xc009] })).toEqual({ kind: 'refused', alert: version === 'SSLv3' ? 40 : 70 });
    }
    expect(await hello(port, { version: 'TLSv1.2', suites: [0x0005, 0x000a] })).toEqual({ kind: 'refused', alert: 40 });
    expect(await hello(port, { version: 'TLSv1.3', suites: [0x1301] })).toMatchObject({
      kind: 'accepted',
      version: 'TLSv1.3',
      suite: 0x1301,
      certificates: [],
    });
  });

  it('finds the old versions where they are spoken', async () => {
    const port = await speaks({ minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
    expect(await hello(port, { version: 'TLSv1', suites: [CBC] })).toMatchObject({ kind: 'accepted', version: 'TLSv1' });
    expect(await hello(port, { version: 'TLSv1.1', suites: [CBC] })).toMatchObject({ kind: 'accepted', version: 'TLSv1.1' });
  });

  it('reads a stapled answer and the bits of a Diffie-Hellman group', async () => {
    const server = createTlsServer({ ...(await makeCertificate({ names: ['localhost'] })), maxVersion: 'TLSv1.2' });
    server.on('OCSPRequest', (_certificate, _issuer, callback) => callback(null, Buffer.from('an answer')));
    expect(await hello(await listen(server), { version: 'TLSv1.2', suites: [GCM] })).toMatchObject({ isStapled: true });
    const anonymous = await speaks({ maxVersion: 'TLSv1.2', ciphers: 'ADH-AES256-SHA256:@SECLEVEL=0', dhparam: 'auto' });
    const reply = await hello(anonymous, { version: 'TLSv1.2', suites: [0x006d] });
    expect(reply).toMatchObject({ kind: 'accepted', certificates: [] });
    expect(reply.kind === 'accepted' ? reply.dhBits : 0).toBeGreaterThanOrEqual(1_024);
  });

  it('knows SSL 3.0, compression and an export suite by the bytes of a server that speaks them', async () => {
    const body = [3, 0, ...new Array(32).fill(7), 0, 0, 0x03, 1];
    const messages = [2, 0, 0, body.length, ...body, 14, 0, 0, 0];
    const port = await answers((socket) => socket.end(Buffer.from([22, 3, 0, 0, messages.length, ...messages])));
    expect(await hello(port, { version: 'SSLv3', suites: [3] })).toEqual({
      ...{ kind: 'accepted', version: 'SSLv3', suite: 3, certificates: [], isStapled: false, dhBits: null },
      ...{ isRenegotiationSafe: null, isCompressed: true },
    });
  });
});

describe('a server that is none', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['speaks plain HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'does not speak TLS'],
    ['never answers', () => undefined, 'within 1500 ms'],
    ['breaks off in the middle', (socket) => socket.end(Buffer.from([22, 3, 3, 0, 80, 2, 0])), 'broke off'],
    [
      'talks without end',
      (socket) => socket.write(Buffer.alloc(600_000, Buffer.from([22, 3, 3, 0x40, 0, ...new Array(0x4000).fill(0)]))),
      'too long',
    ],
  ])('%s: is no answer', async (_what, work, reason) => {
    const port = await answers(work);
    await expect(hello(port, { version: 'TLSv1.2', suites: [GCM] })).rejects.toThrow(reason);
  });

  it('hangs up without a word: that is a refusal of this offer', async () => {
    const port = await answers((socket) => socket.end());
    expect(await hello(port, { version: 'TLSv1', suites: [CBC] })).toEqual({ kind: 'refused', alert: null });
  });

  it.each([
    ['a hello of two bytes', [22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3]],
    ['lengths that lie', [22, 3, 3, 0, 12, 2, 0, 0, 8, 3, 3, 0, 0, 0, 0, 0, 0]],
    ['a version that does not exist', [22, 3, 3, 0, 42, 2, 0, 0, 38, 9, 9, ...new Array(36).fill(0)]],
  ])('sends %s: is an error, not a crash', async (_what, bytes) => {
    const port = await answers((socket) => socket.end(Buffer.from(bytes)));
    await expect(hello(port, { version: 'TLSv1.2', suites: [GCM] })).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
  });
});

const hasGnutls = (() => {
  try {
    execFileSync('gnutls-serv', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

it.skipIf(!hasGnutls)('finds RC4 and 3DES on a server that still speaks them (GnuTLS)', async () => {
  const { writeFileSync, mkdtempSync, rmSync } = await import('node:fs');
  const folder = mkdtempSync('/tmp/shopbell-gnutls-');
  const { cert, key } = await makeCertificate({ names: ['localhost'] });
  writeFileSync(`${folder}/c.pem`, cert);
  writeFileSync(`${folder}/k.pem`, key);
  const port = await speaks();
  closing.splice(0).forEach((close) => void close());
  const child = spawn(
    'gnutls-serv',
    [
      '-p',
      String(port),
      '--http',
      '-q',
      '--x509certfile',
      `${folder}/c.pem`,
      '--x509keyfile',
      `${folder}/k.pem`,
      '--priority',
      'NORMAL:+ARCFOUR-128:+3DES-CBC:+VERS-TLS1.0:+VERS-TLS1.1',
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  try {
    const rc4 = () => hello(port, { version: 'TLSv1.2', suites: [0xc007] });
    await expect.poll(() => rc4().catch(() => null), { timeout: 5_000 }).toMatchObject({ kind: 'accepted', suite: 0xc007 });
    expect(await hello(port, { version: 'TLSv1.2', suites: [0xc008] })).toMatchObject({ kind: 'accepted', suite: 0xc008 });
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
