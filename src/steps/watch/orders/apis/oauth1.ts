import { createHmac } from 'node:crypto';

interface Signing {
  readonly method: string;
  readonly url: string;
  readonly consumer: string;
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
  readonly nonce: string;
  /** s since 1970. */
  readonly at: number;
}

/** The header Authorization of OAuth 1.0a with HMAC-SHA-256 (RFC 5849) for a request without a form. Pure. */
export function oauth1({ method, url, consumer, consumerSecret, token, tokenSecret, nonce, at }: Signing): string {
  const address = new URL(url);
  const own = {
    ...{ oauth_consumer_key: consumer, oauth_nonce: nonce, oauth_signature_method: 'HMAC-SHA256', oauth_timestamp: String(at) },
    ...{ oauth_token: token, oauth_version: '1.0' },
  };
  const pairs = [...address.searchParams, ...Object.entries(own)]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const parameters = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const base = [method, `${address.origin}${address.pathname}`, parameters].map(encode).join('&');
  const signature = createHmac('sha256', `${encode(consumerSecret)}&${encode(tokenSecret)}`)
    .update(base)
    .digest('base64');
  const header = Object.entries({ ...own, oauth_signature: signature }).map(([name, value]) => `${name}="${encode(value)}"`);
  return `OAuth ${header.join(', ')}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
