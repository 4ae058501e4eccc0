import { messageOf } from '#kernel/errors.ts';
import type { Exchange, Got } from '../inspection.ts';
import { type CollectOptions, type Outside, USER_AGENT } from './collect-options.ts';

interface FetchOptions {
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  /** Default 10,000. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: 'utf8' | 'latin1';
}

export type Fetch = (url: string, options?: FetchOptions) => Promise<Got<Exchange>>;

/** A GET at the agreed pace that never throws: what could not be fetched says why. */
export function openFetch(outside: Pick<Outside, 'http'>, options: Pick<CollectOptions, 'allowPrivate'>, pace: () => Promise<void>): Fetch {
  return async (url, wish = {}) => {
    await pace();
    try {
      const answer = await outside.http.request({
        url,
        headers: { 'user-agent': USER_AGENT, ...wish.headers },
        allowPrivate: options.allowPrivate,
        maxBytes: wish.maxBytes ?? 1024 * 1024,
        maxRedirects: wish.maxRedirects ?? 5,
        timeoutMs: wish.timeoutMs ?? 10_000,
      });
      const value: Exchange = {
        url,
        finalUrl: answer.url,
        status: answer.status,
        headers: answer.headers,
        cookies: answer.cookies,
        body: Buffer.from(answer.body).toString(wish.as ?? 'utf8'),
        truncated: answer.truncated,
        trusted: answer.tls?.trusted ?? null,
      };
      return { kind: 'got', value };
    } catch (thrown) {
      return { kind: 'unknown', reason: messageOf(thrown) };
    }
  };
}
