const PLACE = /\{\{([a-z0-9_-]{1,60})\}\}/gi;

/** The names that stand as `{{name}}` in a text. */
export function placesIn(text: string): string[] {
  return [...text.matchAll(PLACE)].map((found) => found[1] ?? '');
}

/** Puts values in place of `{{name}}`; a name without a value stays as it is. `write` says how a value is written there. */
function fillIn(text: string, values: Readonly<Record<string, string>>, write: (value: string) => string = (value) => value): string {
  return text.replace(PLACE, (place, name: string) => (Object.hasOwn(values, name) ? write(values[name] ?? '') : place));
}

/** A value inside a JSON text. */
function asJsonText(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Fills in every text of a target. In an address a value is percent-encoded, unless it is the address or its beginning. */
export function fillInAll<T>(target: T, values: Readonly<Record<string, string>>, name = ''): T {
  if (Object.keys(values).length === 0) return target;
  if (typeof target === 'string') return fillOne(target, values, name) as T;
  if (Array.isArray(target)) return target.map((one) => fillInAll(one, values, name)) as T;
  if (typeof target !== 'object' || target === null) return target;
  const parts = Object.entries(target).map(([key, value]) => [key, fillInAll(value, values, key)]);
  return Object.fromEntries(parts) as T;
}

function fillOne(text: string, values: Readonly<Record<string, string>>, name: string): string {
  if (name !== 'url') return fillIn(text, values, name === 'body' && /^\s*[[{]/.test(text) ? asJsonText : undefined);
  const [start = ''] = /^\{\{[^}]*\}\}/.exec(text) ?? [];
  return fillIn(start, values) + fillIn(text.slice(start.length), values, encodeURIComponent);
}

/** Takes secrets out of a text that is about to be shown. */
export function withoutSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.values(secrets)
    .filter((value) => value.length > 2)
    .flatMap((value) => [value, encodeURIComponent(value), asJsonText(value)])
    .reduce((shown, value) => shown.replaceAll(value, '•••'), text);
}
