import type { ShopApi, ShopStep } from './shop-api.ts';

export type Values = Readonly<Record<string, string>>;

/** A request as it is sent. */
export interface WrittenStep {
  readonly method: ShopStep['verb'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Writes one request. Secrets stand in `headers` alone, which are given; what stands in an address or a body is from `values`. Pure. */
export function writeStep(
  api: ShopApi,
  step: Pick<ShopStep, 'verb' | 'path' | 'query' | 'json' | 'xml'>,
  values: Values,
  headers: Values,
): WrittenStep {
  const base = filled(api.base, values, (value) => value.replace(/\/+$/, ''));
  const path = filled(step.path, values, encodeURIComponent);
  const pairs = Object.entries(step.query).map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(filled(text, values))}`);
  const url = `${base}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
  const shared = { method: step.verb, url };
  const accept = { accept: 'application/json', ...headers };
  if (step.xml !== undefined)
    return { ...shared, headers: { ...accept, 'content-type': 'application/xml' }, body: filled(step.xml, values, escapeXml) };
  if (step.json === undefined) return { ...shared, headers: accept };
  return { ...shared, headers: { ...accept, 'content-type': 'application/json' }, body: JSON.stringify(filledDeep(step.json, values)) };
}

/** A text with its `{{name}}` filled in; what is not known is left empty. */
export function filled(text: string, values: Values, write: (value: string) => string = (value) => value): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => write(values[name] ?? ''));
}

/** The same in every text of a document; `{{=name}}` alone becomes a number, and a field that would be empty is left out. */
export function filledDeep(value: unknown, values: Values): unknown {
  if (typeof value === 'string') {
    const number = /^\{\{=(\w+)\}\}$/.exec(value)?.[1];
    return number === undefined ? filled(value, values) : Number(values[number]);
  }
  if (Array.isArray(value)) return value.map((one) => filledDeep(one, values));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, filledDeep(one, values)] as const);
  return Object.fromEntries(entries.filter(([, one]) => one !== ''));
}

/** What stands at the end of a way into an answer, as text; `null`: nothing does. */
export function pick(document: unknown, way: string): string | null {
  let at: unknown = document;
  for (const name of way.split('.')) {
    if (typeof at !== 'object' || at === null) return null;
    at = Array.isArray(at) ? at[Number(name)] : Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
  }
  if (typeof at === 'string' && at !== '') return at;
  return typeof at === 'number' && Number.isSafeInteger(at) ? String(at) : null;
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
