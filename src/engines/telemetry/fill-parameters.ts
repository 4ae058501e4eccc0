import { cut } from './guard-query.ts';

const PARAMETER = /^\{\s*(\w+)\s*:\s*([\w(), ]+?)\s*\}$/;

/**
 * A query with its `{name:Type}` replaced by constants of these types, as ClickHouse itself replaces them. The binding of the engine in this
 * process lets only one query with parameters run at a time; without them they run side by side. What no parameter is named after stays, so
 * that the engine refuses it. Throws TypeError for a value that is no text, number, truth, list of them, or null.
 */
export function fillParameters(sql: string, params: Readonly<Record<string, unknown>>): string {
  if (Object.keys(params).length === 0) return sql;
  return cut(sql)
    .map(({ kind, text }) => {
      const [, name, type] = (kind === 'parameter' ? PARAMETER.exec(text) : null) ?? [];
      return name === undefined || type === undefined || !Object.hasOwn(params, name)
        ? text
        : `CAST(${constant(params[name])}, ${quote(type)})`;
    })
    .join('');
}

function constant(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : quote(String(value).toLowerCase());
  if (Array.isArray(value)) return `[${value.map(constant).join(',')}]`;
  throw new TypeError(`a parameter is a ${typeof value}`);
}

/** A zero byte would end the query. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`;
}
