import type { Context } from 'hono';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';
import type { WebEnv } from '#web/types.ts';

/** The shop that the address names. Throws NOT_FOUND for what is no id. */
export function shopId(c: Context<WebEnv>): ShopId {
  const id = c.req.param('id') ?? '';
  if (!isId('shop', id)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return id;
}

/** A typed day as the instant at which it begins, UTC; null for none. */
export function dayOf(text: string): Date | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}
