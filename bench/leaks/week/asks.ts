import type { Ask, ReadRecord } from './types.ts';

function mixed(text: string): number {
  let state = 2166136261;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return (state ^ (state >>> 13)) >>> 0;
}

/** Hexadecimal characters that look random and are the same for the same text. */
export function hexOf(text: string, length: number): string {
  let out = '';
  for (let i = 0; out.length < length; i++) out += mixed(`${text}/${i}`).toString(16).padStart(8, '0');
  return out.slice(0, length);
}

/** Capitals and digits that look random and are the same for the same text. */
export function codeOf(text: string, length: number): string {
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let out = '';
  for (let i = 0; i < length; i++) out += signs[mixed(`${text}:${i}`) % 32];
  return out;
}

/** A page or an answer of about so many bytes; the same target has the same size. */
export function page(target: string, bytes: number, method = 'GET'): Ask {
  return { method, target, status: 200, bytes: bytes + (mixed(target) % Math.max(1, Math.floor(bytes / 6))) };
}

export function asset(target: string, bytes: number): Ask {
  return { method: 'GET', target, status: 200, bytes };
}

export function form(target: string, status: number, bytes = 0): Ask {
  return { method: 'POST', target, status, bytes };
}

/** An answer that shows one record. `named`: the id stands in the request. */
export function showing(ask: Ask, kind: ReadRecord['kind'], id: string, named = true): Ask {
  return { ...ask, reads: [{ kind, id, named }] };
}

/** A list or a file with these records, which the request does not name. */
export function listing(ask: Ask, kind: ReadRecord['kind'], ids: readonly string[], bytesEach: number): Ask {
  return { ...ask, bytes: 120 + ids.length * bytesEach, reads: ids.map((id) => ({ kind, id, named: false })) };
}

export function withSignIn(ask: Ask, fits: boolean): Ask {
  return { ...ask, event: fits ? 'shop.customer.signed_in' : 'shop.customer.sign_in_failed' };
}

export function withPayment(ask: Ask, fits: boolean): Ask {
  return { ...ask, event: fits ? 'shop.order.placed' : 'shop.payment.failed' };
}

/** Numbers from `from`, so many. */
export function numbers(from: number, count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => from + i);
}
