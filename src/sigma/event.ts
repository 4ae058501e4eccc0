/** A field in every reading (raw, decoded) of which one must match, with the lower-case forms worked out once. */
export interface Readings {
  readonly raw: readonly string[];
  readonly lower: readonly string[];
}

/** An event as rules see it: readings by field name in lower case. A field that is not there was not logged. */
export type SigmaEvent = ReadonlyMap<string, Readings>;

/** Makes an event of fields in any spelling; `undefined` and `null` leave a field out. Several readings are given as a list. */
export function makeEvent(fields: Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>): SigmaEvent {
  const event = new Map<string, Readings>();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    event.set(name.toLowerCase(), readingsOf(typeof value === 'object' ? value : [String(value)]));
  }
  return event;
}

/** An event of any JSON document: nested objects lend their innermost names, lists give several readings. */
export function eventOfJson(document: unknown): SigmaEvent {
  const fields = new Map<string, string[]>();
  gather(document, '', '', fields, 0);
  return new Map([...fields].map(([name, texts]) => [name, readingsOf(texts)]));
}

const DEEPEST = 40;

function gather(value: unknown, path: string, name: string, into: Map<string, string[]>, depth: number): void {
  if (value === null || value === undefined || depth > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const item of value) gather(item, path, name, into, depth + 1);
  } else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) gather(item, path === '' ? key : `${path}.${key}`, key, into, depth + 1);
  } else {
    for (const spelling of new Set([path.toLowerCase(), name.toLowerCase(), name.toLowerCase().replaceAll(' ', '')])) {
      into.set(spelling, [...(into.get(spelling) ?? []), String(value)]);
    }
  }
}

function readingsOf(texts: readonly string[]): Readings {
  return new TextReadings(texts);
}

class TextReadings implements Readings {
  readonly raw: readonly string[];
  #lower: readonly string[] | null = null;
  constructor(texts: readonly string[]) {
    this.raw = texts;
  }
  get lower(): readonly string[] {
    this.#lower ??= this.raw.map((text) => text.toLowerCase());
    return this.#lower;
  }
}
