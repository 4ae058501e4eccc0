export type Json = Readonly<Record<string, unknown>>;

/** The object of one line, or null. */
export function parseObject(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    // A torn or foreign line is an expected input; the caller counts it.
    return null;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field by its name; a dot goes into nested objects when no field has the whole name. */
export function at(entry: Json, name: string): unknown {
  if (Object.hasOwn(entry, name)) return entry[name];
  const dot = name.indexOf('.');
  if (dot < 0 || !Object.hasOwn(entry, name.slice(0, dot))) return undefined;
  let value: unknown = entry;
  for (const part of name.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

/** The first of the fields that holds a text or a number; of a list its first item. */
export function text(entry: Json, names: readonly string[]): string {
  for (const name of names) {
    const found = at(entry, name);
    const value = Array.isArray(found) ? found[0] : found;
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** The first of the fields that holds a number, without its fraction. */
export function number(entry: Json, names: readonly string[]): number | null {
  for (const name of names) {
    const value = at(entry, name);
    if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
    if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  }
  return null;
}

/** `-` means that there is none. */
export function dash(value: string): string {
  return value === '-' ? '' : value;
}
