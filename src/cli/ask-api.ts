import { openHttpClient } from '#engines/http/open-http-client.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';

interface Question {
  /** Where Shopbell is: `https://bell.example`. */
  readonly to: string;
  /** Variable of the environment that holds the API key. */
  readonly variable: string;
  /** Below `/api/`. */
  readonly path: string;
  readonly body: unknown;
}

/**
 * Asks a Shopbell elsewhere over HTTPS with an API key; over plain HTTP only on this machine. Gives its host, status and answer (what is
 * not JSON: why). Throws INPUT_INVALID before anything is sent, TARGET_UNREACHABLE.
 */
export async function askApi({
  to,
  variable,
  path,
  body,
}: Question): Promise<{ readonly host: string; readonly status: number; readonly body: unknown }> {
  const key = process.env[variable];
  // What is no API key, such as the master key, must not leave this machine.
  if (!key?.startsWith('sb_'))
    throw new ShopbellError('INPUT_INVALID', { reason: `--key: the variable ${variable} of the environment holds no API key (sb_…)` });
  const base = URL.parse(to);
  const isLocal = base !== null && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base === null || !(base.protocol === 'https:' || (base.protocol === 'http:' && isLocal)))
    throw new ShopbellError('INPUT_INVALID', { reason: '--to: must be an https address' });
  const answer = await openHttpClient().request({
    url: new URL(`api/${path}`, base.href.endsWith('/') ? base.href : `${base.href}/`).href,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    allowPrivate: true,
    timeoutMs: 60_000,
    maxRedirects: 0,
    maxBytes: 20_000_000,
  });
  return { host: base.host, status: answer.status, body: parsed(answer.body) };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (thrown) {
    return messageOf(thrown);
  }
}
