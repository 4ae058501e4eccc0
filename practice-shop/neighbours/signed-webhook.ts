import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

const sign = (secret: string, id: string, at: string, body: string): string =>
  `v1,${createHmac('sha256', secret).update(`${id}.${at}.${body}`).digest('base64')}`;

/** Headers of a signed webhook as the Standard Webhooks specification has them. */
export function webhookHeaders(secret: string, body: string, nowMs: number): Record<string, string> {
  const id = `msg_${randomUUID()}`;
  const at = String(Math.floor(nowMs / 1000));
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': sign(secret, id, at, body) };
}

/** Whether the signature is the sender's and not older than five minutes. */
export function isSignedWebhook(secret: string, header: (name: string) => string | undefined, body: string, nowMs: number): boolean {
  const at = header('webhook-timestamp') ?? '';
  const expected = Buffer.from(sign(secret, header('webhook-id') ?? '', at, body));
  const given = Buffer.from(header('webhook-signature') ?? '');
  const fresh = Math.abs(nowMs / 1000 - Number(at)) < 300;
  return fresh && expected.length === given.length && timingSafeEqual(expected, given);
}
