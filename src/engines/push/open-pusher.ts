import { createECDH } from 'node:crypto';
import { isIP } from 'node:net';
import webpush from 'web-push';
import { messageOf } from '#kernel/errors.ts';
import type { HttpAnswer, HttpClient, RequestLimits } from '../http/types.ts';
import type { Pusher, PushMessage, PushOutcome, PushTarget } from './types.ts';

const LONGEST_ENDPOINT = 2_000;
const MAX_ANSWER = 4_096;

/**
 * Opens the way to push services. Their addresses come from strangers' browsers, so each goes through the client that reaches public
 * addresses only; `limits` loosen that for a service on this machine, in tests.
 */
export function openPusher(http: HttpClient, limits: Pick<RequestLimits, 'allowPrivate' | 'requireTrusted'> = {}): Pusher {
  return {
    makeKeys: () => webpush.generateVAPIDKeys(),
    isTarget: (target) => isEndpoint(target.endpoint, limits.allowPrivate ?? false) && hasKeys(target),
    send: async (message) => {
      try {
        return judge(await http.request({ requireTrusted: true, ...limits, ...requestFor(message) }));
      } catch (thrown) {
        return { kind: 'later', response: messageOf(thrown).slice(0, 300), waitMs: null };
      }
    },
  };
}

function requestFor({ target, keys, subject, payload, ttl, topic }: PushMessage) {
  const subscription = { endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } };
  const details = webpush.generateRequestDetails(subscription, payload, {
    vapidDetails: { subject, ...keys },
    ...{ TTL: ttl, topic, urgency: 'high', contentEncoding: 'aes128gcm' },
  });
  const headers = Object.fromEntries(Object.entries(details.headers).map(([name, value]) => [name, String(value)]));
  const body = details.body ?? new Uint8Array();
  // A redirect would hand a message to whom its browser never named.
  return { url: details.endpoint, method: 'POST', headers, body, maxRedirects: 0, maxBytes: MAX_ANSWER } as const;
}

function judge({ status, headers }: HttpAnswer): PushOutcome {
  const response = `the push service answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'taken', response };
  if (status === 404 || status === 410) return { kind: 'gone', response };
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'refused', response };
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) : null;
  return { kind: 'later', response, waitMs: seconds === null ? null : seconds * 1_000 };
}

function isEndpoint(text: string, allowPrivate: boolean): boolean {
  const url = text.length <= LONGEST_ENDPOINT ? URL.parse(text) : null;
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return allowPrivate || (url.hostname.includes('.') && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 && !url.hostname.startsWith('['));
}

function hasKeys({ p256dh, auth }: PushTarget): boolean {
  const point = bytesOf(p256dh);
  if (point?.length !== 65 || bytesOf(auth)?.length !== 16) return false;
  try {
    const own = createECDH('prime256v1');
    own.generateKeys();
    own.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}

function bytesOf(text: string): Buffer | null {
  return /^[A-Za-z0-9_-]{1,200}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null;
}
