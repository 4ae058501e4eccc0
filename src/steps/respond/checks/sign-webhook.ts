import { createHmac, timingSafeEqual } from 'node:crypto';

/** The three headers of the Standard Webhooks specification (standardwebhooks.com). `secret` is `whsec_` and base64. */
export function signWebhook(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${macOf(secret, id, seconds, body)}` };
}

/** Whether headers were made by `signWebhook` with this secret: what a receiver does, used by tests and the practice shop. */
export function isSignedWebhook(secret: string, headers: Readonly<Record<string, string | undefined>>, body: string): boolean {
  const expected = Buffer.from(`v1,${macOf(secret, headers['webhook-id'] ?? '', headers['webhook-timestamp'] ?? '', body)}`);
  const given = Buffer.from(headers['webhook-signature'] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function macOf(secret: string, id: string, seconds: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
}
