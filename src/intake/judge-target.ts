import type { DataMap } from './data-map/compile-data-map.ts';
import type { SignInAnswer } from './data-map/data-map-shape.ts';
import { splitPath, valueIn } from './data-map/route-trie.ts';
import { isSession, type Parameter, readQuery, redactParameter } from './redact/redact-query.ts';
import { decodeAll, redactText } from './redact/redact-text.ts';
import type { SealKeys } from './seal-keys.ts';

/** What method and target of a request say, redacted and sealed: the same for every line that repeats them. */
export interface Judged {
  readonly path: string;
  readonly query: string;
  readonly route: string;
  readonly routeKind: string;
  readonly objectKind: string;
  readonly objectRef: string;
  readonly objectPosition: number | null;
  /** What a 2xx answer exposes. */
  readonly categories: readonly string[];
  readonly signIn: { readonly ok: readonly SignInAnswer[]; readonly failed: readonly SignInAnswer[] } | null;
  /** Keyed hash of a session that stood in the query, or ''. */
  readonly session: string;
}

const NOTHING: readonly string[] = [];
const MAX_TARGET = 4096;

/** Finds the route of a request, replaces object numbers by the template's placeholder, and redacts the rest. */
export function judgeTarget(map: DataMap, keys: SealKeys, method: string, target: string): Judged {
  const cut = target.length > MAX_TARGET ? target.slice(0, MAX_TARGET) : target;
  const mark = cut.indexOf('?');
  const rawPath = mark < 0 ? cut : cut.slice(0, mark);
  const parameters = mark < 0 ? [] : readQuery(cut.slice(mark + 1));
  if (method === '' || rawPath.charCodeAt(0) !== 47)
    return unrouted(redactText(rawPath), redactQuery(parameters, map), keys, parameters, '');
  const segments = splitPath(rawPath.includes('%') ? decodeAll(rawPath) : rawPath);
  const values = new Map(parameters.map((parameter) => [parameter.name, parameter.value]));
  const found = segments.length > 40 ? null : map.match(method, segments, values);
  if (!found || (found.route.isRest && found.route.objectKind === '' && map.isAsset(rawPath))) {
    const kind = map.isAsset(rawPath) ? 'asset' : 'other';
    return withParameterObject(unrouted(redactPath(rawPath), redactQuery(parameters, map), keys, parameters, kind), map, keys, parameters);
  }
  const { route, skip } = found;
  const stored = segments.map((segment, nth) => {
    const slot = route.slots[nth - skip];
    return slot?.object && nth >= skip ? `${slot.before}{${slot.name}}${slot.after}` : redactText(segment);
  });
  const objects = new Map<string, string>();
  for (const [nth, slot] of route.slots.entries()) if (slot?.object) objects.set(slot.name, valueIn(slot, segments[nth + skip] ?? ''));
  for (const part of route.query) if (part.object !== '') objects.set(part.object, values.get(part.name) ?? '');
  const replaced = new Map(route.query.filter((part) => part.object !== '').map((part) => [part.name, part.object]));
  const plain = objects.get(route.objectKind) ?? '';
  return withParameterObject(
    {
      path: `/${stored.join('/')}${rawPath.length > 1 && rawPath.endsWith('/') && stored.length > 0 ? '/' : ''}`,
      query: redactQuery(parameters, map, replaced),
      route: route.template,
      routeKind: route.kind,
      objectKind: route.objectKind,
      objectRef: plain === '' ? '' : keys.sealRef(route.objectKind, canonicalNumber(plain)),
      objectPosition: plain === '' ? null : positionOf(plain, keys.offset),
      categories: route.categories,
      signIn: route.signIn,
      session: sessionIn(parameters, keys),
    },
    map,
    keys,
    parameters,
  );
}

function unrouted(path: string, query: string, keys: SealKeys, parameters: readonly Parameter[], routeKind: string): Judged {
  return {
    path,
    query,
    route: '',
    routeKind: routeKind === '' ? 'other' : routeKind,
    objectKind: '',
    objectRef: '',
    objectPosition: null,
    categories: NOTHING,
    signIn: null,
    session: sessionIn(parameters, keys),
  };
}

/** A route that names no object may still be asked for one by a parameter: `?order_id=17`. */
function withParameterObject(judged: Judged, map: DataMap, keys: SealKeys, parameters: readonly Parameter[]): Judged {
  if (judged.objectRef !== '') return judged;
  for (const parameter of parameters) {
    const kind = map.parameters.get(parameter.name);
    if (kind === undefined || !/^[A-Za-z0-9_-]{1,64}$/.test(parameter.value)) continue;
    const object = map.objects[kind];
    return {
      ...judged,
      objectKind: kind,
      objectRef: keys.sealRef(kind, canonicalNumber(parameter.value)),
      objectPosition: positionOf(parameter.value, keys.offset),
      categories: judged.categories.length > 0 ? judged.categories : (object?.categories ?? NOTHING),
    };
  }
  return judged;
}

function redactQuery(parameters: readonly Parameter[], map: DataMap, replaced?: ReadonlyMap<string, string>): string {
  return parameters
    .map((parameter) => {
      const kind = replaced?.get(parameter.name) ?? map.parameters.get(parameter.name);
      const simple = kind !== undefined && /^[A-Za-z0-9_-]{1,64}$/.test(parameter.value);
      return simple ? `${parameter.name}={${kind}}` : redactParameter(parameter);
    })
    .join('&');
}

function redactPath(path: string): string {
  return redactText(path.replace(/;(jsessionid|sid|phpsessid)=[^/;]*/gi, ';$1=[session]'));
}

function sessionIn(parameters: readonly Parameter[], keys: SealKeys): string {
  const found = parameters.find((parameter) => parameter.value !== '' && isSession(parameter.name));
  return found ? keys.mac('session', found.value) : '';
}

function canonicalNumber(plain: string): string {
  return /^0+\d/.test(plain) ? plain.replace(/^0+(?=\d)/, '') : plain;
}

/** The number in an id, shifted: the whole of it, or the digits a code ends with. `null` when there are none. */
function positionOf(plain: string, offset: number): number | null {
  if (/^[0-9a-f-]{32,36}$/i.test(plain)) return null;
  const digits = plain.match(/\d{1,15}$/)?.[0];
  return digits === undefined || digits.length > 14 ? null : Number(digits) + offset;
}
