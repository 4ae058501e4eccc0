import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { PushTarget } from '../push/types.ts';
import { decryptPush, type PushReceiver } from './decrypt-push.ts';
import { makeCertificate } from './make-certificate.ts';

interface HeardPush {
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The claims of the sender's signature, which was verified with `key`. */
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
  readonly key: string;
  readonly body: Buffer;
}

export interface TestBrowser {
  readonly target: PushTarget;
  /** What reached it, the oldest first. */
  readonly heard: HeardPush[];
  /** What its push service answers from now on; 201 unless said. */
  answer: { status: number; headers?: Record<string, string> };
}

export interface PushService extends AsyncDisposable {
  readonly origin: string;
  /** A browser that subscribed just now. */
  newBrowser(): TestBrowser;
}

/** A push service on loopback over TLS: takes what RFC 8030 allows, verifies the signature of RFC 8292, decrypts by RFC 8291. */
export async function startPushService(): Promise<PushService> {
  const { cert, key } = await makeCertificate({ names: ['localhost'] });
  const browsers = new Map<string, { readonly browser: TestBrowser; readonly receiver: PushReceiver }>();
  const server: Server = createServer({ cert, key }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const known = browsers.get(request.url ?? '');
      const status = known === undefined ? 404 : take(known, origin, request.headers, Buffer.concat(parts));
      response.writeHead(status, status === known?.browser.answer.status ? known.browser.answer.headers : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    newBrowser: () => {
      const ecdh = createECDH('prime256v1');
      ecdh.generateKeys();
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(24).toString('base64url')}`;
      const keys = { p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') };
      const browser: TestBrowser = { target: { endpoint: `${origin}${path}`, ...keys }, heard: [], answer: { status: 201 } };
      browsers.set(path, { browser, receiver: { ecdh, auth } });
      return browser;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function take(
  { browser, receiver }: { readonly browser: TestBrowser; readonly receiver: PushReceiver },
  origin: string,
  headers: HeardPush['headers'],
  body: Buffer,
): number {
  if (headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(headers.ttl))) return 400;
  const signed = claimsOf(String(headers.authorization));
  const now = Date.now() / 1_000;
  if (signed === null || signed.claims.aud !== origin || signed.claims.exp < now || signed.claims.exp > now + 86_400) return 403;
  if (body.length > 4_096) return 413;
  if (browser.answer.status >= 300) return browser.answer.status;
  try {
    browser.heard.push({ text: decryptPush(receiver, body), headers, body, ...signed });
  } catch {
    return 400;
  }
  return browser.answer.status;
}

function claimsOf(authorization: string): Pick<HeardPush, 'claims' | 'key'> | null {
  const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(authorization);
  if (!found) return null;
  const [, head = '', payload = '', signature = '', key = ''] = found;
  const point = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const publicKey = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
  const isGenuine = verify('sha256', Buffer.from(`${head}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
  return isGenuine ? { claims: JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')), key } : null;
}
