import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { ShopbellError } from '#kernel/errors.ts';
import type { WebEnv } from './types.ts';

const KIB = 1_024;
const MIB = 1_024 * KIB;
/** Lists and files that people upload; the form's frame comes on top. */
const uploads: readonly { readonly path: RegExp; readonly limit: number }[] = [
  { path: /^\/settings\/shops\/[^/]+\/people$/, limit: 65 * MIB },
  { path: /^\/watch\/orders\/[^/]+\/file$/, limit: 65 * MIB },
  { path: /^\/unmask\//, limit: 21 * MIB },
  { path: /^\/inspect\/shops\/[^/]+\/sboms$/, limit: 21 * MIB },
  { path: /^\/detect\/(honeys\/look|affected\/open)$/, limit: 21 * MIB },
];

/** Requests whose body was taken: two patterns may match one address, and a body can be read once only. */
const read = new WeakSet<object>();

/**
 * Refuses forms that are larger than any of ours, before more than the limit is held: 1 MiB, more for lists that are uploaded,
 * less where nobody is signed in; forms that cannot be read; and addresses with a NUL, which no page of ours has.
 * Throws TOO_LARGE, INPUT_INVALID, NOT_FOUND.
 */
export function limitBody(options: { readonly signedIn: boolean }) {
  return createMiddleware<WebEnv>(async (c, next) => {
    if (/%00/.test(c.req.url)) throw new ShopbellError('NOT_FOUND', { what: 'page' });
    if (!read.has(c) && c.req.raw.body !== null && c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      read.add(c);
      await takeBody(c, options.signedIn ? limitOf(c) : 64 * KIB);
    }
    await next();
  });
}

function limitOf(c: Context<WebEnv>): number {
  return uploads.find((one) => one.path.test(c.req.path))?.limit ?? MIB;
}

async function takeBody(c: Context<WebEnv>, limit: number): Promise<void> {
  const refuse = (): never => {
    throw new ShopbellError('TOO_LARGE', { what: 'The form', limit });
  };
  const { headers, method, body } = c.req.raw;
  const length = headers.get('transfer-encoding') === null ? headers.get('content-length') : null;
  if (Number(length ?? 0) > limit) refuse();
  if (length === null) {
    const bytes = await readAll(body, limit, refuse);
    c.req.raw = new Request(c.req.url, { method, headers, body: new Uint8Array(bytes) });
  }
  await c.req.parseBody().catch(() => {
    throw new ShopbellError('INPUT_INVALID', { reason: 'the form cannot be read' });
  });
}

async function readAll(body: ReadableStream<Uint8Array> | null, limit: number, refuse: () => never): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > limit) {
      await reader?.cancel();
      refuse();
    }
    parts.push(part.value);
  }
  return Buffer.concat(parts);
}
