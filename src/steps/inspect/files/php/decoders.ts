import { gunzipSync, inflateSync, unzlibSync } from 'fflate';

const ROOM = 4 << 20;

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Unpacked to at most 4 MiB, null when it is not packed so. */
function unpack(text: string, how: (bytes: Uint8Array, options: { out: Uint8Array }) => Uint8Array): string | null {
  try {
    const room = Math.min(ROOM, Math.max(4_096, text.length * 40));
    return latin(how(bytesOf(text), { out: new Uint8Array(room) })).replace(/\0+$/, '');
  } catch {
    return null;
  }
}

export const inflate = (text: string): string | null => unpack(text, inflateSync);
export const gunzip = (text: string): string | null => unpack(text, gunzipSync);
export const unzlib = (text: string): string | null => unpack(text, unzlibSync);

export function base64(text: string): string | null {
  return Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ''), 'base64').toString('latin1');
}

export function rot13(text: string): string {
  return text.replace(/[a-zA-Z]/g, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

export function unhex(text: string): string | null {
  return /^(?:[0-9a-fA-F]{2})*$/.test(text) ? Buffer.from(text, 'hex').toString('latin1') : null;
}

export function percent(text: string, plus: boolean): string {
  return (plus ? text.replaceAll('+', ' ') : text).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

export function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

/** As PHP's `^` on two texts: as long as the shorter one. */
export function bitwise(a: string, b: string, how: (x: number, y: number) => number): string {
  let out = '';
  for (let i = 0; i < Math.min(a.length, b.length); i++) out += String.fromCharCode(how(a.charCodeAt(i), b.charCodeAt(i)) & 255);
  return out;
}

export function uudecode(text: string): string {
  let out = '';
  for (const line of text.split('\n')) {
    const length = (line.charCodeAt(0) - 32) & 63;
    if (line === '' || length === 0) continue;
    let bytes = '';
    for (let i = 1; i + 3 < line.length + 3 && bytes.length < length; i += 4) {
      const four = [0, 1, 2, 3].map((j) => ((line.charCodeAt(i + j) || 32) - 32) & 63) as [number, number, number, number];
      const all = (four[0] << 18) | (four[1] << 12) | (four[2] << 6) | four[3];
      bytes += String.fromCharCode((all >> 16) & 255, (all >> 8) & 255, all & 255);
    }
    out += bytes.slice(0, length);
  }
  return out;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function entities(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]{1,4})|#(\d{1,5})|(lt|gt|amp|quot|apos));/g, (_, hex?: string, number?: string, name?: string) =>
    name !== undefined ? (ENTITIES[name] ?? '') : String.fromCharCode(hex !== undefined ? Number.parseInt(hex, 16) : Number(number)),
  );
}
