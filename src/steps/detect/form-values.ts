import type { ErrorCode } from '#kernel/error-table.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type ShopId } from '#kernel/ids.ts';

/** A field of a form as text; files and what is missing are `''`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The shop that a form names. Throws NOT_FOUND. */
export function shopOf(value: unknown): ShopId {
  if (!isId('shop', value)) throw new ShopbellError('NOT_FOUND', { what: 'shop' });
  return value;
}

/** What the person can mend, as words to stand beside the form; everything else goes on as an error page. */
export function whyOf(thrown: unknown, mendable: readonly ErrorCode[]): string {
  if (thrown instanceof ShopbellError && mendable.includes(thrown.code)) return thrown.message;
  throw thrown;
}
