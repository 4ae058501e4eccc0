import { wordOf } from '#engines/telemetry/blocks/dictionary.ts';
import { ByteTable } from '../wire/byte-table.ts';
import { Pieces } from '../wire/pieces.ts';
import { readAttribute } from '../wire/read-attributes.ts';
import type { FieldReader } from '../wire/wire-fields.ts';
import { othersOf, sizes, telling } from './make-span-rows.ts';
import type { SpanItem } from './read-otlp-traces.ts';
import { cleanName, cleanText, isBare, isKept, keptValue } from './span-attributes.ts';

const LONGEST = 1000;

/** What is known of the name of an attribute. */
export interface NameFacts {
  /** A number of its own, so that the same name twice in a span is seen. */
  readonly nth: number;
  /** Where `"name":` stands in the pieces. */
  readonly head: number;
  readonly headEnd: number;
  readonly isKept: boolean;
  /** Nothing in the name forbids a number to be stored as it is. */
  readonly takesNumbers: boolean;
  /** Which figure of a span it tells (`sizes`), -1 none, and how much it counts among those that tell it. */
  readonly figure: number;
  readonly rank: number;
  readonly tells: '' | 'text' | 'url';
}

/** What is known of an attribute with its value, in which there is nothing of anybody. */
export interface AttributeFacts {
  readonly name: NameFacts;
  /** Where `"name":value` stands in the pieces. */
  readonly piece: number;
  readonly pieceEnd: number;
  /** Of those that tell of others, else nothing. */
  readonly key: string;
  readonly value: unknown;
  /** Its value as a figure, -1 none. */
  readonly size: number;
}

/** What a chain of telling attributes says of who took part. */
export interface OthersNode {
  readonly kind: SpanItem['kind'];
  readonly told: readonly AttributeFacts[];
  readonly next: Map<AttributeFacts, OthersNode>;
  words: OthersWords | null;
}
export type OthersWords = ReturnType<typeof othersWords>;

const figures = [sizes.status, sizes.asked, sizes.answered] as readonly (readonly string[])[];
const texts = new Set<string>(telling.texts);
const urls = new Set<string>(telling.urls);
const MOST_NODES = 20_000;

/**
 * What is known of the attributes and names of spans by their bytes. Only what held nothing of anybody is kept; `null` says that the whole
 * span has to be looked at, as every span was before.
 */
export function openSpanFacts() {
  const names = new ByteTable<NameFacts | null>();
  const attributes = new ByteTable<AttributeFacts>();
  const titles = new ByteTable<ReturnType<typeof wordOf>>();
  const pieces = new Pieces();
  let roots = new Map<SpanItem['kind'], OthersNode>();
  let count = 0;
  let nodes = 0;
  const forgetOthers = (): void => {
    roots = new Map();
    nodes = 0;
  };
  return {
    pieces,
    /** Begins anew when there is no room left. Only between two spans: what is known of the first attribute must hold up to the last. */
    tidy(): void {
      if (names.hasRoom(LONGEST) && attributes.hasRoom(64 * LONGEST) && !pieces.isFull) return;
      names.clear();
      attributes.clear();
      pieces.clear();
      forgetOthers();
      count = 0;
    },
    name(bytes: Uint8Array, begin: number, end: number): NameFacts | null {
      const known = names.get(bytes, begin, end);
      if (known !== undefined) return known;
      const made = nameFacts(pieces, textOf(bytes, begin, end), count);
      count += 1;
      names.put(bytes, begin, end, made);
      return made;
    },
    /** The attribute whose bytes these are. `reader` stands anywhere, and stands there afterwards. */
    attribute(reader: FieldReader, begin: number, end: number, name: NameFacts): AttributeFacts | null {
      if (end - begin > LONGEST) return null;
      const made = attributeFacts(pieces, reader, { begin, end }, name);
      if (made !== null) attributes.put(reader.buf, begin, end, made);
      return made;
    },
    known: (bytes: Uint8Array, begin: number, end: number) => attributes.get(bytes, begin, end),
    title(bytes: Uint8Array, begin: number, end: number) {
      const known = titles.get(bytes, begin, end);
      if (known !== undefined) return known;
      const text = textOf(bytes, begin, end);
      if (text.length > 200 || cleanText(text) !== text || !isBare(`\0${text}`)) return null;
      const word = wordOf(text);
      if (!titles.hasRoom(end - begin)) titles.clear();
      titles.put(bytes, begin, end, word);
      return word;
    },
    root(kind: SpanItem['kind']): OthersNode {
      const node = roots.get(kind) ?? { kind, told: [], next: new Map(), words: null };
      roots.set(kind, node);
      return node;
    },
    step(node: OthersNode, facts: AttributeFacts): OthersNode {
      const known = node.next.get(facts);
      if (known !== undefined) return known;
      const made: OthersNode = { kind: node.kind, told: [...node.told, facts], next: new Map(), words: null };
      nodes += 1;
      if (nodes < MOST_NODES) node.next.set(facts, made);
      else forgetOthers();
      return made;
    },
    words(node: OthersNode): OthersWords {
      node.words ??= othersWords(node);
      return node.words;
    },
  };
}

function othersWords({ kind, told }: OthersNode) {
  const attributes = Object.fromEntries(told.map(({ key, value }) => [key, value]));
  const others = othersOf(kind, attributes);
  return {
    ...{ peer: wordOf(others.peer), far: wordOf(others.far), farKind: wordOf(others.farKind) },
    ...{ method: wordOf(others.method), dbSystem: wordOf(others.dbSystem) },
    /** Nothing but an address could name the host. */
    needsUrl: othersOf(kind, { ...attributes, [telling.urls[0]]: 'http://else.invalid/' }).peer !== others.peer,
  };
}

/** `null`: it is changed by redaction, or an object would put it elsewhere. */
function nameFacts(pieces: Pieces, key: string, nth: number): NameFacts | null {
  if (key === '__proto__' || /^\d/.test(key) || cleanName(key) !== key) return null;
  const figure = figures.findIndex((all) => all.includes(key));
  return {
    ...{ nth, isKept: isKept(key), head: pieces.put(`${JSON.stringify(key)}:`), headEnd: pieces.end },
    takesNumbers: keptValue(key, 1) === 1,
    ...{ figure, rank: figure < 0 ? 0 : (figures[figure]?.indexOf(key) ?? 0) },
    tells: texts.has(key) ? 'text' : urls.has(key) ? 'url' : '',
  };
}

/** `null`: something of somebody is in it. */
function attributeFacts(
  pieces: Pieces,
  reader: FieldReader,
  { begin, end }: { readonly begin: number; readonly end: number },
  name: NameFacts,
): AttributeFacts | null {
  const before = reader.pos;
  reader.pos = begin;
  const { key, value } = readAttribute(reader, end);
  reader.pos = before;
  const kept = keptValue(key, value);
  const text = JSON.stringify(kept);
  if (text !== JSON.stringify(value) || (typeof value === 'string' && !isBare(`${key}\0${value}`))) return null;
  const size = name.figure < 0 ? -1 : Number(value ?? Number.NaN);
  return {
    name,
    ...(name.tells === 'text' ? { key, value } : { key: '', value: null }),
    ...{ piece: pieces.put(`${JSON.stringify(key)}:${text}`), pieceEnd: pieces.end },
    size: Number.isSafeInteger(size) && size >= 0 ? size : -1,
  };
}

function textOf(bytes: Uint8Array, begin: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString('utf8');
}
