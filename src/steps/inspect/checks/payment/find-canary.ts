import { createHash } from 'node:crypto';
import { decodeLayers, type Layer } from './decode-layers.ts';
import { hidesByAlphabet, hidesByKey } from './match-cipher.ts';

/** A made-up value that was typed, to be looked for in what the page sends. */
export interface Canary {
  readonly field: string;
  readonly value: string;
}

export interface Sighting {
  readonly field: string;
  /** How it was hidden: `plain`, `base64`, `url > base64`, `reversed`, `base64 > exclusive-or with a short key`, `SHA-256` … */
  readonly encoding: string;
}

/** Shorter values would be found by chance. */
const SHORTEST = 6;
const HASHES = [
  ['SHA-256', 'sha256'],
  ['SHA-1', 'sha1'],
  ['MD5', 'md5'],
] as const;

/**
 * Looks for typed values in a text: in the clear, in any reading of it (see `decodeLayers`), enciphered with a short key, with
 * letters exchanged, or hashed. Card numbers are found with their digits grouped too. One sighting a field, the plainest.
 */
export function findCanaries(text: string, canaries: readonly Canary[]): Sighting[] {
  const wanted = canaries.filter(({ value }) => value.length >= SHORTEST);
  const sightings = new Map<string, Sighting>();
  const layers: Layer[] = [];
  for (const layer of decodeLayers(text)) {
    layers.push(layer);
    for (const { field, value } of wanted) {
      if (!sightings.has(field) && contains(layer.text, value)) sightings.set(field, sighting(field, layer));
    }
    if (sightings.size === wanted.length) break;
  }
  for (const canary of wanted) {
    const hidden = sightings.has(canary.field) ? null : (findHash(layers, canary) ?? findHidden(layers, canary));
    if (hidden !== null) sightings.set(canary.field, hidden);
  }
  return [...sightings.values()];
}

function sighting(field: string, layer: Layer, last?: string): Sighting {
  return { field, encoding: [...layer.path, ...(last === undefined ? [] : [last])].join(' > ') || 'plain' };
}

function findHidden(layers: readonly Layer[], { field, value }: Canary): Sighting | null {
  for (const layer of layers) {
    const key = layer.path.includes('reversed') && layer.path.length > 2 ? null : hidesByKey(layer.text, value);
    if (key !== null) return sighting(field, layer, key);
  }
  for (const layer of layers.filter(({ path }) => path.length < 2)) {
    if (hidesByAlphabet(layer.text, value)) return sighting(field, layer, 'another alphabet');
  }
  return null;
}

function findHash(layers: readonly Layer[], { field, value }: Canary): Sighting | null {
  for (const [name, algorithm] of HASHES) {
    const digest = createHash(algorithm).update(value.toLowerCase()).digest();
    const [hex, base64] = [digest.toString('hex'), digest.toString('base64').replace(/=+$/, '')];
    const layer = layers.find((item) => item.path.length < 2 && (item.text.toLowerCase().includes(hex) || item.text.includes(base64)));
    if (layer) return sighting(field, layer, name);
  }
  return null;
}

/** Whether a sighting says that only a hash of the value was there. */
export function isHashed({ encoding }: Pick<Sighting, 'encoding'>): boolean {
  return HASHES.some(([name]) => encoding.endsWith(name));
}

function contains(text: string, value: string): boolean {
  if (text.includes(value)) return true;
  if (!/^\d{12,}$/.test(value)) return text.toLowerCase().includes(value.toLowerCase());
  return text.replace(/(?<=\d)[\s-](?=\d)/g, '').includes(value);
}

/** How many of the words stand in a text, in the clear or in any reading of it. */
export function wordsIn(text: string, words: readonly string[]): Set<string> {
  const seen = new Set<string>();
  for (const layer of decodeLayers(text)) for (const word of words) if (layer.text.includes(word)) seen.add(word);
  return seen;
}

/**
 * Looks for values that were sent in pieces: within one text (several parameters), or over several that went to one place (a
 * key stroke each). `texts` in the order in which they were sent.
 */
export function findInPieces(texts: readonly string[], canaries: readonly Canary[]): Sighting[] {
  const rows = texts.map((text) => valuesOf(text.slice(0, 20_000)));
  const pieces = rows.flat().map(({ value }) => value);
  const short = pieces.filter((piece) => piece.length <= 64);
  const byName = [...Map.groupBy(rows.flat(), ({ name }) => name).values()].map((group) => group.map(({ value }) => value));
  const whole = [pieces, short, [...short].reverse(), ...byName, ...columns(rows)].map((group) => group.join(''));
  return canaries.flatMap(({ field, value }) =>
    value.length >= SHORTEST && (whole.some((joined) => contains(joined, value)) || isInGroups(texts, value))
      ? [{ field, encoding: 'in pieces' }]
      : [],
  );
}

/** A card's number in its groups of four, in whatever order and each forwards or backwards, as runs of digits of one text. */
function isInGroups(texts: readonly string[], value: string): boolean {
  if (!/^\d{15,19}$/.test(value)) return false;
  const groups = value.match(/\d{1,4}/g) ?? [];
  return texts.some((text) => {
    const runs = new Set(text.match(/\d+/g));
    return groups.every((group) => runs.has(group) || runs.has([...group].reverse().join('')));
  });
}

interface Piece {
  /** Without its digits, so that `n1` and `n2` are one. */
  readonly name: string;
  readonly value: string;
}

/** The values of parameters and of JSON, else what stands between the signs of a text's structure. */
function valuesOf(text: string): Piece[] {
  const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : text;
  const named = [...query.matchAll(/([\w.[\]-]*)"?(?:=|:\s*"?)([^&"',}\s\]]+)/g)].map(([, name = '', value = '']) => ({
    name: name.replace(/\d+/g, ''),
    value: readPiece(value),
  }));
  if (named.length > 0) return named;
  return query
    .split(/[^\w%+-]+/)
    .filter(Boolean)
    .map((value) => ({ name: '', value: readPiece(value) }));
}

/** A piece as it is, or decoded where that gives something readable. */
function readPiece(piece: string): string {
  const plain = piece.replace(/%([0-9a-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  if (!/^[A-Za-z0-9+/_-]{4,}={1,2}$/.test(plain)) return plain;
  const decoded = Buffer.from(plain, 'base64').toString('latin1');
  return /^[\x20-\x7e]+$/.test(decoded) ? decoded : plain;
}

/** The same place in every text: what changes from one to the next. */
function columns(rows: readonly (readonly Piece[])[]): string[][] {
  const width = Math.min(12, Math.max(0, ...rows.map((row) => row.length)));
  return Array.from({ length: width }, (_, place) => rows.map((row) => row[place]?.value ?? ''));
}
