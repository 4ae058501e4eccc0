import { ShopbellError } from '#kernel/errors.ts';
import { ADDRESS_HEADER } from './auth-options.ts';
import type { Visitor } from './types.ts';

/** The request's headers as better-auth may see them: the cookie, the address that we saw, the agent; nothing else. */
export function headersFor(visitor: Visitor, newer: readonly string[] = []): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: visitor.address, 'user-agent': visitor.agent.slice(0, 200) });
  const fresh = newer.map((cookie) => cookie.split(';')[0] ?? '').join('; ');
  headers.set('cookie', fresh === '' ? visitor.cookie : `${fresh}; ${visitor.cookie}`);
  return headers;
}

export function cookiesOf(response: Response): string[] {
  return response.headers.getSetCookie();
}

export function cookieName(publicUrl: string, name: string): string {
  return `${publicUrl.startsWith('https://') ? '__Host-shopbell' : 'shopbell'}.${name}`;
}

interface AuthAnswer {
  readonly response: Response;
  readonly ok: boolean;
  /** better-auth's code of a refusal, such as INVALID_CODE; '' when there is none. */
  readonly code: string;
}

/** Calls better-auth and tells a refusal (4xx) from a defect (thrown on). */
export async function askAuth(call: () => Promise<Response>): Promise<AuthAnswer> {
  const response = await call();
  if (response.ok) return { response, ok: true, code: '' };
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const code = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : '';
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status} ${code}`);
  return { response, ok: false, code };
}

/** Like askAuth, but a refusal throws SIGN_IN_REFUSED. */
export async function askAuthOrRefuse(call: () => Promise<Response>): Promise<Response> {
  const answer = await askAuth(call);
  if (!answer.ok) throw new ShopbellError('SIGN_IN_REFUSED', { code: answer.code });
  return answer.response;
}
