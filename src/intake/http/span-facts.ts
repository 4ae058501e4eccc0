import { wordOf } from '#engines/telemetry/blocks/dictionary.ts';
import { ByteTable } from '../wire/byte-table.ts';
import { readAttribute } from '../wire/read-attributes.ts';
import type { FieldReader } from '../wire/wire-fields.ts';
import { othersOf, sizes, telling } from './make-span-rows.ts';
import type { SpanItem } from './read-otlp-traces.ts';
import { cleanName, cleanText, isBare, isKept, keptValue } from './span-attributes.ts';

const NOTHING = new Uint8Array(0);
const LONGEST = 400;
const encoder = new TextEncoder();

/** What is known of the name of an attribute. */
export interface NameFacts {
  /** A number of its own, so that the same name twice in a span is seen. */
  readonly nth: number;
  /** `"name":`, or nothing when it is not stored. */
  readonly head: Uint8Array;
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
  /** `"name":value`. */
  readonly piece: Uint8Array;
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
  let roots = new Map<SpanItem['kind'], OthersNode>();
  let count = 0;
  let nodes = 0;
  const forget = (): void => {
    attributes.clear();
    roots = new Map();
    nodes = 0;
  };
  return {
    name(bytes: Uint8Array, begin: number, end: number): NameFacts | null {
      const known = names.get(bytes, begin, end);
      if (known !== undefined) return known;
      // Numbers of names begin anew with the names; what is known of attributes holds the old ones.
      if (names.isFull) {
        count = 0;
        forget();
      }
      const made = nameFacts(textOf(bytes, begin, end), count);
      count += 1;
      if (end - begin <= LONGEST) names.put(bytes, begin, end, made);
      return made;
    },
    /** The attribute whose bytes these are. `reader` stands anywhere, and stands there afterwards. */
    attribute(reader: FieldReader, begin: number, end: number, name: NameFacts): AttributeFacts | null {
      const made = attributeFacts(reader, begin, end, name);
      if (made === null || end - begin > LONGEST) return made;
      if (attributes.isFull) forget();
      attributes.put(reader.buf, begin, end, made);
      return made;
    },
    known: (bytes: Uint8Array, begin: number, end: number) => attributes.get(bytes, begin, end),
    title(bytes: Uint8Array, begin: number, end: number) {
      const known = titles.get(bytes, begin, end);
      if (known !== undefined) return known;
      const text = textOf(bytes, begin, end);
      if (text.length > 200 || cleanText(text) !== text || !isBare(`\0${text}`)) return null;
      const word = wordOf(text);
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
      else forget();
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
function nameFacts(key: string, nth: number): NameFacts | null {
  if (key === '__proto__' || /^\d/.test(key) || cleanName(key) !== key) return null;
  const figure = figures.findIndex((all) => all.includes(key));
  const stored = isKept(key);
  return {
    ...{ nth, isKept: stored, head: stored ? encoder.encode(`${JSON.stringify(key)}:`) : NOTHING },
    takesNumbers: keptValue(key, 1) === 1,
    ...{ figure, rank: figure < 0 ? 0 : (figures[figure]?.indexOf(key) ?? 0) },
    tells: texts.has(key) ? 'text' : urls.has(key) ? 'url' : '',
  };
}

/** `null`: something of somebody is in it. */
function attributeFacts(reader: FieldReader, begin: number, end: number, name: NameFacts): AttributeFacts | null {
  const before = reader.pos;
  reader.pos = begin;
  const { key, value } = readAttribute(reader, end);
  reader.pos = before;
  const kept = keptValue(key, value);
  const text = JSON.stringify(kept);
  if (text !== JSON.stringify(value) || (typeof value === 'string' && !isBare(`${key}\0${value}`))) return null;
  const size = Number(value ?? Number.NaN);
  return {
    name,
    key,
    value,
    piece: encoder.encode(`${JSON.stringify(key)}:${text}`),
    size: Number.isSafeInteger(size) && size >= 0 ? size : -1,
  };
}

function textOf(bytes: Uint8Array, begin: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString('utf8');
}
