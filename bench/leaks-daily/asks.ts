import type { Ask } from './types.ts';

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

/** A page or an answer of about so many bytes; the same target has the same size. */
export function page(target: string, bytes: number): Ask {
  return { method: 'GET', target, status: 200, bytes: bytes + (mixed(target) % Math.max(1, Math.floor(bytes / 6))) };
}

export function asset(target: string, bytes: number): Ask {
  return { method: 'GET', target, status: 200, bytes };
}

export function form(target: string, status: number, bytes = 0): Ask {
  return { method: 'POST', target, status, bytes };
}
