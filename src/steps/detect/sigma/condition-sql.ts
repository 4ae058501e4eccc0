import ipaddr from 'ipaddr.js';
import type { Test } from '#sigma/index.ts';
import { AGENT_FIELDS, COLUMN_FIELDS, REFERRER_FIELDS, STEM_FIELDS, URI_FIELDS } from './request-event.ts';
import type { StoredColumn } from './stored-fields.ts';

/** A condition of the engine that is true of every request a test matches. `exact`: of no other, so that it can be turned around. */
export interface Condition {
  readonly sql: string;
  readonly exact: boolean;
}

type Value = Extract<Test, { kind: 'field' }>['value'];

const TARGET = "if(query = '', path, concat(path, '?', query))";
const twice = (text: string): string => `decodeURLComponent(decodeURLComponent(${text}))`;
/** Every reading of a text that may be percent-encoded, as `requestEvent` gives them. */
const readings = (text: string, ...columns: string[]): Field => ({
  texts: [text, twice(text), `replaceAll(${twice(text)}, '+', ' ')`],
  encoded: `(${columns.map((column) => `position(${column}, '%') > 0 or position(${column}, '+') > 0`).join(' or ')})`,
  numeric: false,
  optional: false,
});
const single = (text: string, numeric = false, optional = false): Field => ({ texts: [text], encoded: '0', numeric, optional });

interface Field {
  /** Expressions of which one must be as asked. */
  readonly texts: readonly string[];
  /** When all but the first can differ from it. */
  readonly encoded: string;
  readonly numeric: boolean;
  /** When an empty column means that the field is not there: then a condition says too much to be turned around. */
  readonly optional: boolean;
}

/** The fields that rows have. What is not among them is not there at all, or, with `others`, may be. */
export interface FieldCatalogue {
  readonly fields: ReadonlyMap<string, Field>;
  readonly computed: ReadonlySet<string>;
  readonly others: boolean;
}

/** Rows with these columns, and with attributes of any name beside them. */
export function fieldsOfColumns(columns: Readonly<Record<string, StoredColumn>>): FieldCatalogue {
  const known = Object.entries(columns).map(([name, { column, numeric, optional }]) => [name, single(column, numeric, optional)] as const);
  return { fields: new Map(known), computed: new Set(), others: true };
}

const fields = new Map<string, Field>([
  ...URI_FIELDS.map((name) => [name, readings(TARGET, 'path', 'query')] as const),
  ...STEM_FIELDS.map((name) => [name, readings('path', 'path')] as const),
  ...AGENT_FIELDS.map((name) => [name, single('agent')] as const),
  ...REFERRER_FIELDS.map((name) => [name, readings('referrer', 'referrer')] as const),
  ...Object.entries(COLUMN_FIELDS).map(([name, { column, numeric }]) => [name, single(column, numeric)] as const),
]);

const REQUESTS: FieldCatalogue = { fields, computed: new Set(['date', 'time', 'timestamp', 'time-taken']), others: false };

/** Whether requests have the field at all. */
export function isRequestField(field: string): boolean {
  return fields.has(field) || REQUESTS.computed.has(field);
}

/** The narrowest condition that can be said; `null` when nothing can. */
export function conditionOf(test: Test, rows: FieldCatalogue = REQUESTS): Condition | null {
  switch (test.kind) {
    case 'selection':
      return conditionOf(test.part, rows);
    case 'not': {
      const part = conditionOf(test.part, rows);
      return part?.exact ? { sql: `not (${part.sql})`, exact: true } : null;
    }
    case 'all': {
      const parts = test.parts.map((part) => conditionOf(part, rows));
      const known = parts.filter((part) => part !== null);
      if (known.length === 0) return null;
      return { sql: join(known, 'and'), exact: known.length === parts.length && known.every((part) => part.exact) };
    }
    case 'any': {
      const parts = test.parts.map((part) => conditionOf(part, rows)).filter((part) => part !== null);
      return parts.length < test.parts.length ? null : { sql: join(parts, 'or'), exact: parts.every((part) => part.exact) };
    }
    case 'field':
      return ofField(rows.fields.get(test.field), test.value, rows.others || rows.computed.has(test.field) || rows.fields.has(test.field));
    case 'keyword':
      return null;
  }
}

function join(parts: readonly Condition[], word: 'and' | 'or'): string {
  const texts = [...new Set(parts.map((part) => part.sql))];
  const [decides, neutral] = word === 'and' ? ['0', '1'] : ['1', '0'];
  if (texts.includes(decides)) return decides;
  const open = texts.filter((text) => text !== neutral);
  return open.length === 0 ? neutral : `(${open.join(` ${word} `)})`;
}

function ofField(field: Field | undefined, value: Value, isKnown: boolean): Condition | null {
  // What requests do not have: only its absence can be asked for.
  if (!isKnown) return { sql: (value.kind === 'exists' && !value.wanted) || value.kind === 'null' ? '1' : '0', exact: true };
  if (field === undefined) return null;
  const one = field.texts.length === 1 && !field.optional;
  const some = (condition: (text: string) => string): string => {
    const [first = '0', ...decodedOnes] = field.texts.map(condition);
    return field.texts.length === 1 ? `(${first})` : `(${first} or (${field.encoded} and (${decodedOnes.join(' or ')})))`;
  };
  if (value.kind === 'exists') return field.optional ? null : { sql: value.wanted ? '1' : '0', exact: true };
  if (field.optional && field.numeric && value.kind === 'null') return null;
  if (value.kind === 'null') return { sql: field.numeric ? '0' : some((text) => `${text} = ''`), exact: one };
  if (value.kind === 'number' && value.part === null && field.numeric && Number.isFinite(value.than)) {
    const sign = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=', neq: '!=' }[value.op];
    return { sql: some((text) => `${text} ${sign} ${value.than}`), exact: !field.optional };
  }
  if (value.kind === 'cidr' && field.texts[0] === 'address') return inRange(value.range);
  if (value.kind === 'regex') return { sql: some((text) => `match(${asText(text, field)}, ${quote(value.pattern)})`), exact: false };
  if (value.kind !== 'text') return null;
  const plain = value.pieces.every((piece) => typeof piece !== 'string' || /^[\x20-\x7e]*$/.test(piece));
  if (!plain) return null;
  const pattern = value.pieces
    .map((piece) => (typeof piece === 'string' ? piece.replace(/[\\%_]/g, '\\$&') : 'oneOf' in piece || piece.wild === 'one' ? '_' : '%'))
    .join('');
  const like = value.cased ? 'like' : 'ilike';
  return {
    sql: some((text) => `${asText(text, field)} ${like} ${quote(pattern)}`),
    exact: one && !value.pieces.some((piece) => typeof piece !== 'string'),
  };
}

function asText(text: string, field: Field): string {
  return field.numeric ? `toString(${text})` : text;
}

function inRange(range: string): Condition {
  const { v4, first, last } = edges(range);
  const mapped = (address: string): string => `toIPv6(${quote(v4 ? `::ffff:${address}` : address)})`;
  return { sql: `ifNull(toIPv6OrNull(address) between ${mapped(first)} and ${mapped(last)}, 0)`, exact: false };
}

function edges(range: string): { readonly v4: boolean; readonly first: string; readonly last: string } {
  if (!range.includes(':')) {
    const first = ipaddr.IPv4.networkAddressFromCIDR(range).toString();
    return { v4: true, first, last: ipaddr.IPv4.broadcastAddressFromCIDR(range).toString() };
  }
  const first = ipaddr.IPv6.networkAddressFromCIDR(range).toNormalizedString();
  return { v4: false, first, last: ipaddr.IPv6.broadcastAddressFromCIDR(range).toNormalizedString() };
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
