import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { ShopbellError } from '#kernel/errors.ts';
import type { WebEnv } from './types.ts';

const KIB = 1_024;
const MIB = 1_024 * KIB;
/** Lists that people upload; the form's frame comes on top. */
const uploads: readonly { readonly path: RegExp; readonly limit: number }[] = [
  { path: /^\/settings\/shops\/[^/]+\/people$/, limit: 65 * MIB },
  { path: /^\/unmask\//, limit: 21 * MIB },
];

/**
 * Refuses forms that are larger than any of ours, before more than the limit is held: 1 MiB, more for lists that are uploaded,
 * less where nobody is signed in. And addresses with a NUL in them, which no page of ours has. Throws TOO_LARGE, NOT_FOUND.
 */
export function limitBody(options: { readonly signedIn: boolean }) {
  const counted = new WeakSet<object>();
  return createMiddleware<WebEnv>(async (c, next) => {
    // Two patterns may match one address; a body can be counted once only.
    if (counted.has(c)) return next();
    counted.add(c);
    if (/%00/.test(c.req.url)) throw new ShopbellError('NOT_FOUND', { what: 'page' });
    const limit = options.signedIn ? limitOf(c) : 64 * KIB;
    const refuse = (): never => {
      throw new ShopbellError('TOO_LARGE', { what: 'The form', limit });
    };
    return bodyLimit({ maxSize: limit, onError: refuse })(c, next);
  });
}

function limitOf(c: Context<WebEnv>): number {
  return uploads.find((one) => one.path.test(c.req.path))?.limit ?? MIB;
}
