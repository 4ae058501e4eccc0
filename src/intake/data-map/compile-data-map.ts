import type { DataMapFile, DataMapObject } from './data-map-shape.ts';
import { addRoute, type CompiledRoute, compileRoute, matchRoute, type RouteMatch, type RouteNode, routeNode } from './route-trie.ts';

/** A data map, compiled: finds the route of a request without trying them one by one. */
export interface DataMap {
  readonly name: string;
  readonly title: string;
  readonly objects: Readonly<Record<string, DataMapObject>>;
  /** Query parameter → kind of object. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly fields: { readonly session: string[]; readonly account: string[]; readonly tried: string[]; readonly cookies: string[] };
  readonly routes: readonly CompiledRoute[];
  /** The kind of record that a table of the shop's database (lower case, without schema) holds, or ''. */
  kindOfTable(table: string): string;
  /** The best route for a request, or null. `segments` are decoded path segments, `query` holds decoded values. */
  match(method: string, segments: readonly string[], query: ReadonlyMap<string, string>): RouteMatch | null;
  isAsset(path: string): boolean;
}

/** Compiles a file and what it extends, nearest first. */
export function compileDataMap(chain: readonly DataMapFile[]): DataMap {
  const objects: Record<string, DataMapObject> = {};
  const parameters = new Map<string, string>();
  const fields = { session: [] as string[], account: [] as string[], tried: [] as string[], cookies: [] as string[] };
  const prefixes = new Set<string>();
  const tables = new Map<string, string>();
  for (const file of chain) {
    for (const [kind, object] of Object.entries(file.objects)) objects[kind] ??= object;
    for (const [name, kind] of Object.entries(file.parameters)) if (!parameters.has(name)) parameters.set(name, kind);
    for (const key of ['session', 'account', 'tried', 'cookies'] as const) fields[key].push(...(file.fields[key] ?? []));
    for (const prefix of file.prefixes) prefixes.add(prefix);
    for (const [table, kind] of Object.entries(file.tables)) if (!tables.has(table)) tables.set(table, kind);
  }
  const tries: RouteNode[] = [];
  const routes: CompiledRoute[] = [];
  for (const file of chain) {
    const root = routeNode();
    for (const route of file.routes) {
      const compiled = compileRoute(route, objects);
      addRoute(root, compiled);
      routes.push(compiled);
    }
    tries.push(root);
  }
  const { extensions, paths } = chain.find((file) => file.assets !== undefined)?.assets ?? { extensions: [], paths: [] };
  const assetExtensions = new Set(extensions);
  return {
    name: chain[0]?.name ?? '',
    title: chain[0]?.title ?? '',
    objects,
    parameters,
    fields,
    routes,
    kindOfTable: (table) => kindOfTable(tables, table),
    match(method, segments, query) {
      for (const skip of prefixLengths(segments, prefixes)) {
        for (const root of tries) {
          const found = matchRoute(root, method, segments, skip, query);
          if (found) return found;
        }
      }
      return null;
    },
    isAsset(path) {
      const dot = path.lastIndexOf('.');
      if (dot > 0 && path.length - dot < 8 && assetExtensions.has(path.slice(dot + 1).toLowerCase())) return true;
      return paths.some((start) => path.startsWith(start));
    },
  };
}

/** The name itself before the longest ending. */
function kindOfTable(tables: ReadonlyMap<string, string>, table: string): string {
  const exact = tables.get(table);
  if (exact !== undefined) return exact;
  for (let at = 0; at < table.length; at++) {
    const kind = tables.get(`*${table.slice(at)}`);
    if (kind !== undefined) return kind;
  }
  return '';
}

const NONE = [0];

/**
 * How many segments in front to leave out, likeliest first: a language or `index.php` is surely a prefix,
 * a word such as `shop` only when the whole path means nothing.
 */
function prefixLengths(segments: readonly string[], prefixes: ReadonlySet<string>): readonly number[] {
  const first = segments[0] ?? '';
  if (!isPrefix(first, prefixes)) return NONE;
  const second = isPrefix(segments[1] ?? '', prefixes);
  if (isSure(first, prefixes)) return second ? (isSure(segments[1] ?? '', prefixes) ? [2, 1, 0] : [1, 2, 0]) : [1, 0];
  return second ? [0, 1, 2] : [0, 1];
}

function isSure(segment: string, prefixes: ReadonlySet<string>): boolean {
  return (segment === 'index.php' && prefixes.has(segment)) || (prefixes.has('{locale}') && /^[a-z]{2}([-_][a-zA-Z]{2})?$/.test(segment));
}

function isPrefix(segment: string, prefixes: ReadonlySet<string>): boolean {
  return isSure(segment, prefixes) || prefixes.has(segment);
}
