import type { HttpAnswer, HttpClient, HttpRequest } from './types.ts';

/** Somebody who listens to what goes out and what comes back. Must not throw. */
export interface Ears {
  sent(request: Pick<HttpRequest, 'url' | 'body' | 'headers'>): void;
  answered(answer: HeardAnswer): void;
}

/** An answer with its text, as far as it was read. */
interface HeardAnswer {
  readonly url: string;
  readonly method: string;
  readonly type: string;
  readonly body: string;
  /** Whether the request carried a key or a sign-in. */
  readonly isAuthorised: boolean;
}

const KEYS = /^(?:authorization|cookie|x-api-key|api-key|x-auth-token|x-shopify-access-token|sw-access-key|x-.*-(?:token|key))$/i;
const KEYS_IN_ADDRESS = /[?&](?:consumer_key|api_?key|access_?token|ws_key|key|token)=/i;

/** The same client, with somebody who listens. Bytes that are no text are not passed on. */
export function overhearHttp(http: HttpClient, ears: Ears): HttpClient {
  return {
    ...http,
    request: async (request) => {
      ears.sent(request);
      const answer = await http.request(request);
      if (answer.body.length > 0 && isText(answer)) {
        const { url, headers, body } = answer;
        const isAuthorised = KEYS_IN_ADDRESS.test(request.url) || Object.keys(request.headers ?? {}).some((name) => KEYS.test(name));
        const method = request.method ?? 'GET';
        ears.answered({ url, method, isAuthorised, type: headers['content-type'] ?? '', body: Buffer.from(body).toString('utf8') });
      }
      return answer;
    },
  };
}

function isText({ headers, body }: HttpAnswer): boolean {
  const type = headers['content-type'] ?? '';
  if (/^(?:image|video|audio|font)\//i.test(type)) return false;
  return !body.subarray(0, 512).includes(0);
}
