import type { Api, ApiRequest, SignIn, StepRule } from './api-shape.ts';

export type Settings = Readonly<Record<string, string>>;

/** A description with what a person filled in: its settings with the usual values, its way to sign in, its requests with their paths. */
export interface FilledApi {
  readonly api: Api;
  readonly settings: Settings;
  readonly signIn: SignIn;
  readonly requests: readonly ApiRequest[];
  /** Of amounts that name none. */
  readonly currency: string;
}

/** Fills in a description. A field that is left out tells nothing. Pure. */
export function fillApi(api: Api, given: Settings): FilledApi {
  const settings = Object.fromEntries(api.settings.map(({ name, usual }) => [name, given[name]?.trim() || usual]));
  const ways = api['sign-in'];
  const signIn = 'kind' in ways ? (ways as SignIn) : ways[settings.signIn ?? ''];
  return {
    ...{ api, settings, signIn: signIn ?? { kind: 'headers', headers: {} }, currency: (settings.currency ?? '').toUpperCase() },
    requests: api.requests.map((request) => fillRequest(request, settings)).filter(({ steps }) => steps.length > 0),
  };
}

function fillRequest(request: ApiRequest, settings: Settings): ApiRequest {
  const { verb, path, query, json, headers, with: companions, ...mapping } = request;
  const filled = fillTexts(mapping, settings);
  const { number, paging, currency, items } = filled;
  const isLink = paging.kind === 'next' && isEmpty(paging.from);
  const changed = someOf(filled.changed);
  return {
    ...{ ...filled, verb, path, query, json, headers, with: companions },
    ...{ number: { fields: number.fields.filter(isTold), texts: number.texts.filter(isTold) } },
    paging: isLink ? { kind: 'link' } : paging,
    items: items === '$.[*]' ? '$[*]' : items,
    currency: isEmpty(currency) ? '{{currency}}' : currency,
    ...(changed === undefined ? { changed: undefined, keyset: false } : { changed }),
    steps: filled.steps.flatMap(stepOf),
  };
}

function stepOf(rule: StepRule): StepRule[] {
  const at = rule.at.filter(isTold);
  return at.length === 0 ? [] : [{ ...rule, at, amount: someOf(rule.amount), their: someOf(rule.their) }];
}

function someOf(paths: readonly string[] | undefined): string[] | undefined {
  const told = paths?.filter(isTold);
  return told === undefined || told.length === 0 ? undefined : told;
}

const isEmpty = (path: string): boolean => path === '$.';
const isTold = (path: string): boolean => !isEmpty(path);

function fillTexts<T>(value: T, settings: Settings): T {
  if (typeof value === 'string') return fill(value, settings) as T;
  if (Array.isArray(value)) return value.map((one) => fillTexts(one, settings)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillTexts(one, settings)])) as T;
}

/** Puts values in place of `{{name}}`; a name without a value stays. `write` says how a value is written there. */
export function fill(text: string, values: Settings, write: (value: string, name: string) => string = (value) => value): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => (Object.hasOwn(values, name) ? write(values[name] ?? '', name) : place));
}

/** Fills in every text of a body. What is only a place becomes a number where its value is one, and is left out where it is empty. */
export function fillBody(value: unknown, values: Settings): unknown {
  if (typeof value === 'string') {
    const only = /^\{\{(\w+)\}\}$/.exec(value)?.[1];
    const told = only === undefined ? undefined : values[only];
    if (only === undefined || told === undefined) return fill(value, values);
    if (told === '') return undefined;
    return NUMBERS.has(only) && /^\d{1,15}$/.test(told) ? Number(told) : told;
  }
  if (Array.isArray(value)) return value.map((one) => fillBody(one, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillBody(one, values)]));
}

const NUMBERS = new Set(['page', 'offset', 'uid']);
