import type { TargetDraft } from './harvest.ts';

export interface WebRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly conditions: readonly string[];
  readonly maxMs: number | null;
  readonly follow: boolean;
}

/** One request: `http`, which follows redirects and only reads, or `api` with one step, which takes a redirect as the answer. */
export function webTarget(request: WebRequest, change: (what: string) => void): TargetDraft | string {
  const { url, headers, body, conditions, maxMs, follow } = request;
  const method = request.method.trim().toUpperCase() || 'GET';
  const common = { url, method, headers, body, conditions, ...(maxMs === null ? {} : { maxMs }) };
  const reads = ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method);
  if (!reads && method !== 'PUT' && method !== 'DELETE')
    return `Shopbell sends no ${/^[A-Z]{1,20}$/.test(method) ? method : 'such method'}`;
  if (reads && follow) return { kind: 'http', ...common };
  if (follow) change(`redirects of a ${method} are not followed: the redirect is the answer`);
  return { kind: 'api', steps: [{ name: 'request', ...common }] };
}
