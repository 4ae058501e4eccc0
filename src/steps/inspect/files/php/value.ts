import type { Token } from './token.ts';

/** Where a value comes from and what was done to it; bits, so that joining is cheap. */
export const from = {
  /** What whoever calls the page sends: parameters, cookies, headers, body. */
  request: 1,
  /** A name or content of an uploaded file. */
  upload: 2,
  /** Fetched from another host. */
  remote: 4,
  /** Went through a decoder. */
  decoded: 8,
  /** Put together character by character, by a computation that cannot be followed. */
  built: 16,
  /** Read from a file, a picture, a comment. */
  file: 32,
  /** Digest of what was sent. */
  hashed: 64,
  /** Card or payment data of a customer. */
  card: 128,
  /** All that was sent, as a whole. */
  wholeRequest: 256,
  /** A text whose name was hidden: joined, decoded or escaped. */
  hidden: 512,
  /** A table of the database. */
  database: 1024,
  /** A name or password of somebody who signs in. */
  secret: 2048,
  /** Only a part of it comes from outside: the rest is fixed. */
  partly: 4096,
} as const;

/** An abstract value: its text where it is known, its elements where it is a list, its origin. */
export interface Value {
  readonly text: string | null;
  readonly items: ReadonlyMap<string, Value> | null;
  readonly flags: number;
  /** Which parameters of the function around it are in it; bit n for the nth. */
  readonly params: number;
  /** How the text begins and ends, where only that is known. */
  readonly begins?: string;
  readonly ends?: string;
  /** A function written in place: where its body is. */
  readonly closure?: Routine;
}

/** A function of the file. */
export interface Routine {
  readonly name: string;
  readonly tokens: readonly Token[];
  readonly params: readonly string[];
  readonly start: number;
  readonly end: number;
  /** What each parameter ends in, found when the body was read: name of the sink by parameter. */
  readonly sinks: Map<number, Set<string>>;
  returned: Value | null;
  state: 'new' | 'reading' | 'read';
  /** What a function without a name takes along from around it. */
  readonly used?: ReadonlyMap<string, Value>;
}

export const NOTHING: Value = { text: null, items: null, flags: 0, params: 0 };

export function textValue(text: string | null, flags = 0, params = 0): Value {
  return { text, items: null, flags, params };
}

export function listValue(items: ReadonlyMap<string, Value>): Value {
  let flags = 0;
  let params = 0;
  for (const item of items.values()) {
    flags |= item.flags;
    params |= item.params;
  }
  return { text: null, items, flags, params };
}

/** One of both, nobody knows which. */
export function either(a: Value, b: Value): Value {
  const same = a.text === b.text && a.items === b.items;
  const only = a.text === null && a.items === null && a.flags === 0 ? b : b.text === null && b.items === null && b.flags === 0 ? a : null;
  return {
    text: same ? a.text : (only?.text ?? null),
    items: same ? a.items : (only?.items ?? null),
    flags: a.flags | b.flags,
    params: a.params | b.params,
    ...((a.closure ?? b.closure) ? { closure: (a.closure ?? b.closure) as Routine } : {}),
  };
}

export function withFlags(value: Value, flags: number): Value {
  return (value.flags | flags) === value.flags ? value : { ...value, flags: value.flags | flags };
}

const LONGEST = 4 << 20;

/** Texts joined; what is longer than 4 MiB is not followed. */
export function join(a: Value, b: Value): Value {
  const known = a.text !== null && b.text !== null && a.text.length + b.text.length <= LONGEST;
  const short = known && (a.text ?? '').length > 0 && (b.text ?? '').length > 0;
  const fixed =
    (a.text !== null && /\w{2}/.test(a.text) && b.text === null) || (b.text !== null && /\w{2}/.test(b.text) && a.text === null);
  return {
    text: known ? `${a.text}${b.text}` : null,
    items: null,
    flags: a.flags | b.flags | (short ? from.hidden : 0) | (fixed ? from.partly : 0),
    params: a.params | b.params,
    ...(known ? {} : edges(a, b)),
  };
}

function edges(a: Value, b: Value): Pick<Value, 'begins' | 'ends'> {
  const begins = a.text || a.begins;
  const ends = b.text || b.ends;
  return { ...(begins ? { begins: begins.slice(0, 200) } : {}), ...(ends ? { ends: ends.slice(-200) } : {}) };
}
