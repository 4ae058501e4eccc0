import { Decompress } from 'fflate';
import lz from 'lz-string';

/** One reading of a text. `path`: how it was made from what was sent, outermost first. */
export interface Layer {
  /** One character a byte (Latin-1) where it was decoded from bytes. */
  readonly text: string;
  readonly path: readonly string[];
}

const ROUNDS = 3;
const MAX_TEXT = 200_000;
/** Readings of one text, so that nobody can keep us busy with nested encodings. */
const MAX_LAYERS = 160;
const MAX_CHARACTERS = 3_000_000;
const MAX_UNPACKED = 2_000_000;

/**
 * Every plausible reading of a text: as it is, reversed, url-decoded, from base64, hex, character codes, escapes, entities,
 * unpacked, and these combined up to three deep. Bytes that are no text are kept too: they may be enciphered.
 */
export function* decodeLayers(text: string): Generator<Layer> {
  const seen = new Set<string>();
  let budget = MAX_CHARACTERS;
  let given = 0;
  let layers: readonly Layer[] = [{ text: text.slice(0, MAX_TEXT), path: [] }];
  for (let round = 0; round <= ROUNDS; round++) {
    const next: Layer[] = [];
    for (const layer of layers) {
      if (given >= MAX_LAYERS || budget <= 0) return;
      given += 1;
      budget -= layer.text.length;
      yield layer;
      if (round === ROUNDS) continue;
      for (const { name, text: decoded } of decodingsOf(layer.text)) {
        if (decoded.length < 6 || seen.has(decoded)) continue;
        seen.add(decoded);
        next.push({ text: decoded, path: [...layer.path, name] });
      }
    }
    layers = next;
  }
}

interface Decoding {
  readonly name: string;
  readonly text: string;
}

function decodingsOf(text: string): Decoding[] {
  const all: Decoding[] = [];
  if (/%[0-9a-f]{2}|%u[0-9a-f]{4}|\+/i.test(text)) all.push({ name: 'url', text: unescapeUrl(text) });
  if (/\\u[0-9a-f]{4}|\\x[0-9a-f]{2}/i.test(text)) all.push({ name: 'escapes', text: unescapeCode(text) });
  if (/&#x?[0-9a-f]+;/i.test(text)) all.push({ name: 'entities', text: unescapeEntities(text) });
  all.push({ name: 'reversed', text: [...text].reverse().join('') });
  all.push(...unpacked(text), ...fromBase64(text), ...fromHex(text), ...fromCodes(text), ...fromLz(text));
  return all;
}

function fromBase64(text: string): Decoding[] {
  const runs = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)].slice(0, 40);
  return runs.flatMap(([run]) => {
    const straight = Buffer.from(run, 'base64').toString('latin1');
    if (isReadable(straight) || isPacked(straight)) return [{ name: 'base64', text: straight }];
    // Some put a few letters in front, so that the usual reading gives nothing.
    const shifted = [1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')).filter(isReadable);
    if (shifted.length > 0) return shifted.map((decoded) => ({ name: 'base64 with a prefix', text: decoded }));
    return run.length >= 20 && run.length <= 8_000 && /\d/.test(run) && /[a-z]/i.test(run) ? [{ name: 'base64', text: straight }] : [];
  });
}

function fromHex(text: string): Decoding[] {
  const runs = [...text.matchAll(/(?:(?:0x|\\x)?[0-9a-f]{2}[\s,:;|-]?){6,}/gi)].slice(0, 40);
  return runs.flatMap(([run]) => {
    const decoded = Buffer.from(run.replace(/0x|\\x|[\s,:;|-]/gi, ''), 'hex').toString('latin1');
    return isReadable(decoded) || (run.length >= 24 && run.length <= 16_000 && /[a-f]/i.test(run)) ? [{ name: 'hex', text: decoded }] : [];
  });
}

/** Characters told as their numbers: `52,57,50,57`. */
function fromCodes(text: string): Decoding[] {
  const runs = [...text.matchAll(/(?:\d{1,3}[\s,.;|_-]+){5,}\d{1,3}/g)].slice(0, 20);
  return runs.flatMap(([run]) => {
    const codes = run.split(/[^\d]+/).map(Number);
    return codes.every((code) => code < 256) ? [{ name: 'character codes', text: String.fromCharCode(...codes.slice(0, 20_000)) }] : [];
  });
}

function fromLz(text: string): Decoding[] {
  const runs = [...text.matchAll(/[A-Za-z0-9+/$-]{16,20000}={0,3}/g)].slice(0, 6);
  return runs.flatMap(([run]) =>
    [lz.decompressFromEncodedURIComponent, lz.decompressFromBase64].flatMap((read) => {
      const decoded = quietly(() => read(run)) ?? '';
      return isReadable(decoded) && decoded.length >= 12 ? [{ name: 'lz-string', text: decoded }] : [];
    }),
  );
}

function unpacked(text: string): Decoding[] {
  if (!isPacked(text)) return [];
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = new Decompress((part) => {
    size += part.length;
    parts.push(part);
  });
  // In pieces, so that a small text that unpacks to a huge one is given up in time; what came before a break is kept.
  quietly(() => {
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at < bytes.length && size < MAX_UNPACKED; at += 4_096)
      reader.push(bytes.subarray(at, at + 4_096), at + 4_096 >= bytes.length);
  });
  const decoded = Buffer.concat(parts).subarray(0, MAX_UNPACKED).toString('latin1');
  return isReadable(decoded.slice(0, 2_000)) ? [{ name: 'packed', text: decoded }] : [];
}

/** Begins as gzip or zlib do. */
function isPacked(text: string): boolean {
  const second = text.charCodeAt(1);
  if (text.charCodeAt(0) === 0x1f) return second === 0x8b;
  return text.charCodeAt(0) === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second);
}

function quietly<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** Decodes what can be decoded and leaves broken escapes as they are. */
function unescapeUrl(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%u([0-9a-f]{4})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function unescapeCode(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_whole, long: string | undefined, short: string | undefined) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)),
  );
}

function unescapeEntities(text: string): string {
  return text.replace(/&#(x?)([0-9a-f]+);/gi, (whole, x: string, code: string) => {
    const number = Number.parseInt(code, x === '' ? 10 : 16);
    return number > 0 && number < 0x11_0000 ? String.fromCodePoint(number) : whole;
  });
}

function isReadable(text: string): boolean {
  const printable = text.replace(/[^\x20-\x7e]/g, '').length;
  return text.length >= 6 && printable / text.length > 0.8;
}
