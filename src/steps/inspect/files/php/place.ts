import type { Reading } from './reading.ts';
import { either, NOTHING, type Value, withFlags } from './value.ts';

/** Where an expression stands that something can be put into. `keys` null: at the end, or by a key that is not known. */
export interface Place {
  kind: 'none' | 'variable' | 'list';
  name?: string | null;
  keys?: (string | null)[];
  targets?: readonly Place[];
}

const MOST_ITEMS = 20_000;

/** Puts a value there. What was known of a list's other entries stays known. */
export function assign(reading: Reading, place: Place, value: Value): void {
  if (place.kind === 'list') {
    (place.targets ?? []).forEach((target, i) => {
      assign(reading, target, value.items?.get(String(i)) ?? { ...value, text: null, items: null });
    });
    return;
  }
  if (place.kind !== 'variable' || typeof place.name !== 'string') return;
  const keys = place.keys ?? [];
  if (place.name === 'GLOBALS' && keys.length > 0) {
    const [name, ...rest] = keys;
    if (typeof name === 'string') reading.globals.set(name, put(reading.globals.get(name) ?? NOTHING, rest, value));
    return;
  }
  const property = place.name.startsWith('->');
  const scope = property ? reading.globals : reading.scope;
  // A property outlives the function that fills it: whose parameter it was counts no more.
  const old = scope.get(place.name) ?? NOTHING;
  scope.set(place.name, put(old, keys, property ? { ...value, flags: value.flags | old.flags, params: 0 } : value));
  if (property && value.flags !== 0) reading.again = true;
}

function put(old: Value, keys: readonly (string | null)[], value: Value): Value {
  const [key, ...rest] = keys;
  if (keys.length === 0) return value;
  const items = old.items instanceof Map && old.items.size < MOST_ITEMS ? (old.items as Map<string, Value>) : new Map<string, Value>();
  if (old.items === null && old.text !== null && typeof key === 'string' && rest.length === 0)
    return withFlags({ ...old, text: null }, value.flags);
  const name = key === null || key === undefined ? String(items.size) : key;
  items.set(name, put(items.get(name) ?? NOTHING, rest, value));
  return { ...either({ ...old, items: null, text: null }, { ...value, text: null, items: null }), items, text: null };
}
