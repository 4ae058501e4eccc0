import type { DataMapObject, DataMapRoute, RouteKind, SignInAnswer } from './data-map-shape.ts';

/** One segment that varies: text before, the placeholder, text behind, and what may stand there. */
interface Slot {
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly object: DataMapObject | null;
}

export interface CompiledRoute {
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  readonly kind: RouteKind;
  /** Whether it ends in `{*}`. */
  readonly isRest: boolean;
  readonly slots: readonly (Slot | null)[];
  readonly query: readonly {
    readonly name: string;
    readonly literal: string;
    readonly object: string;
    readonly shape: DataMapObject | null;
  }[];
  readonly objectKind: string;
  readonly categories: readonly string[];
  readonly signIn: { readonly ok: readonly SignInAnswer[]; readonly failed: readonly SignInAnswer[] } | null;
}

export interface RouteMatch {
  readonly route: CompiledRoute;
  /** How many segments in front were a prefix. */
  readonly skip: number;
}

export interface RouteNode {
  readonly literals: Map<string, RouteNode>;
  readonly slots: { readonly slot: Slot; readonly node: RouteNode }[];
  readonly here: CompiledRoute[];
  readonly rest: CompiledRoute[];
}

export function routeNode(): RouteNode {
  return { literals: new Map(), slots: [], here: [], rest: [] };
}

const RANK = { number: 0, uuid: 1, hex: 2, code: 3, any: 4 };

function slotOf(segment: string, objects: Readonly<Record<string, DataMapObject>>): Slot | null {
  const open = segment.indexOf('{');
  const close = segment.indexOf('}', open);
  if (open < 0 || close < 0) return null;
  const name = segment.slice(open + 1, close);
  return { before: segment.slice(0, open), name, after: segment.slice(close + 1), object: objects[name] ?? null };
}

/** Compiles one route of a file. The object it exposes is `exposes`, else the last placeholder that is a known object. */
export function compileRoute(route: DataMapRoute, objects: Readonly<Record<string, DataMapObject>>): CompiledRoute {
  const slots = splitPath(route.path).map((segment) => slotOf(segment, objects));
  const query = Object.entries(route.query).map(([name, wanted]) => {
    const slot = slotOf(wanted, objects);
    return { name, literal: slot ? '' : wanted, object: slot?.object ? slot.name : '', shape: slot?.object ?? null };
  });
  const named = [...slots.map((slot) => (slot?.object ? slot.name : '')), ...query.map((part) => part.object)].filter(
    (name) => name !== '',
  );
  const objectKind = route.exposes ?? named.at(-1) ?? '';
  const suffix = Object.entries(route.query).map(([name, value]) => `${name}=${value}`);
  return {
    template: suffix.length > 0 ? `${route.path}?${suffix.join('&')}` : route.path,
    methods: new Set(route.method),
    kind: route.kind,
    isRest: route.path.endsWith('/{*}'),
    slots,
    query,
    objectKind,
    categories: route.categories ?? objects[objectKind]?.categories ?? [],
    signIn: route.signIn ?? null,
  };
}

/** Segments of a path without empty ones. */
export function splitPath(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

export function addRoute(root: RouteNode, route: CompiledRoute): void {
  let node = root;
  const segments = splitPath(route.template.split('?')[0] ?? '');
  for (const [nth, segment] of segments.entries()) {
    if (segment === '{*}') {
      node.rest.push(route);
      return;
    }
    node = step(node, segment, route.slots[nth] ?? null);
  }
  node.here.push(route);
  node.here.sort((a, b) => b.query.length - a.query.length);
}

function step(node: RouteNode, segment: string, slot: Slot | null): RouteNode {
  if (slot === null) {
    const next = node.literals.get(segment) ?? routeNode();
    node.literals.set(segment, next);
    return next;
  }
  const same = node.slots.find(
    (edge) => edge.slot.name === slot.name && edge.slot.before === slot.before && edge.slot.after === slot.after,
  );
  if (same) return same.node;
  const next = routeNode();
  node.slots.push({ slot, node: next });
  node.slots.sort((a, b) => rank(a.slot) - rank(b.slot));
  return next;
}

function rank(slot: Slot): number {
  const affix = slot.before.length + slot.after.length > 0 ? 0 : 10;
  return affix + (slot.object ? RANK[slot.object.shape] : 9);
}

/** Literal segments win over slots, slots over the rest; each node of the trie is visited at most once a depth. */
export function matchRoute(
  root: RouteNode,
  method: string,
  segments: readonly string[],
  skip: number,
  query: ReadonlyMap<string, string>,
): RouteMatch | null {
  const route = descend(root, method, segments, skip, query);
  return route ? { route, skip } : null;
}

function descend(
  node: RouteNode,
  method: string,
  segments: readonly string[],
  at: number,
  query: ReadonlyMap<string, string>,
): CompiledRoute | null {
  const segment = segments[at];
  if (segment === undefined) return pick(node.here, method, query) ?? pick(node.rest, method, query);
  const literal = node.literals.get(segment);
  if (literal) {
    const found = descend(literal, method, segments, at + 1, query);
    if (found) return found;
  }
  for (const edge of node.slots) {
    if (!fits(edge.slot, segment)) continue;
    const found = descend(edge.node, method, segments, at + 1, query);
    if (found) return found;
  }
  return pick(node.rest, method, query);
}

function pick(routes: readonly CompiledRoute[], method: string, query: ReadonlyMap<string, string>): CompiledRoute | null {
  for (const route of routes) {
    if (route.methods.size > 0 && !route.methods.has(method === 'HEAD' ? 'GET' : method)) continue;
    const all = route.query.every((part) => {
      const value = query.get(part.name);
      if (value === undefined) return false;
      return part.shape ? hasShape(part.shape.shape, value) : part.literal === '' || part.literal === value;
    });
    if (all) return route;
  }
  return null;
}

function fits(slot: Slot, segment: string): boolean {
  if (segment.length <= slot.before.length + slot.after.length) return false;
  if (!segment.startsWith(slot.before) || !segment.endsWith(slot.after)) return false;
  return slot.object === null || hasShape(slot.object.shape, valueIn(slot, segment));
}

/** What stands in a slot. */
export function valueIn(slot: { readonly before: string; readonly after: string }, segment: string): string {
  return segment.slice(slot.before.length, segment.length - slot.after.length);
}

/** Whether a value can be an object number of this shape. */
function hasShape(shape: DataMapObject['shape'], value: string): boolean {
  if (value === '' || value.length > 128) return false;
  if (shape === 'number') return /^\d{1,18}$/.test(value);
  if (shape === 'uuid') return /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(value);
  if (shape === 'hex') return /^[0-9a-f]{8,64}$/i.test(value);
  if (shape === 'code') return /^[A-Za-z0-9#_.-]*\d[A-Za-z0-9#_.-]*$/.test(value);
  return true;
}
