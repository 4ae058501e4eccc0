import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import type { CheckSeverity } from './checks/check-severity.ts';
import type { FieldOfKind } from './kinds/kind.ts';
import { fieldsOf, type KindName, kindNames } from './kinds/kinds.ts';

type Sent = Readonly<Record<string, readonly string[]>>;

const first = (sent: Sent, name: string): string => sent[name]?.[0] ?? '';

/** Turns the fields of the form into what the verb is told; what is wrong with it the verb says. Throws INPUT_INVALID for what cannot be read. */
export function readCheckForm(sent: Sent) {
  const kind = first(sent, 'kind') as KindName;
  if (!kindNames.includes(kind)) throw new ShopbellError('INPUT_INVALID', { reason: 'kind: choose a kind' });
  const target: Record<string, unknown> = { kind };
  for (const field of fieldsOf(kind)) {
    const value = readValue(field, first(sent, fieldName(field)));
    if (value !== undefined) target[field.name] = value;
  }
  return {
    name: first(sent, 'name'),
    target: target as never,
    everyMs: Math.round(Number(first(sent, 'seconds') || Number.NaN) * 1_000),
    failures: Number(first(sent, 'failures') || 2),
    severity: (first(sent, 'severity') || 'high') as CheckSeverity,
    dependsOn: (sent.dependsOn ?? []).filter((id) => isId('chk', id)),
    place: isId('place', first(sent, 'place')) ? (first(sent, 'place') as `place_${string}`) : null,
    secrets: pairsOf(first(sent, 'secrets'), '='),
  };
}

/** Fields of the kind stand beside those of every check, so that a `name` can be both. */
export function fieldName(field: FieldOfKind): string {
  return `target-${field.name}`;
}

/** A field that is left empty is left to its default. */
function readValue(field: FieldOfKind, text: string): unknown {
  if (field.as === 'tick') return text === 'yes';
  if (text.trim() === '') return undefined;
  switch (field.as) {
    case 'number':
      return Number(text);
    case 'list':
      return linesOf(text);
    case 'pairs':
      return pairsOf(text, ':');
    case 'document':
      return documentOf(field.name, text);
    default:
      return text;
  }
}

/** Writes a value of a target as the form shows it. */
export function textOf(field: FieldOfKind, value: unknown, write: (document: unknown) => string): string {
  if (value === undefined || value === null) return '';
  if (field.as === 'list' && Array.isArray(value)) return value.join('\n');
  if (field.as === 'pairs' && typeof value === 'object')
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${String(one)}`)
      .join('\n');
  return field.as === 'document' ? write(withoutUsual(value, field.usual ?? {})) : String(value);
}

function withoutUsual(value: unknown, usual: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(value)) return value;
  const told = ([key, one]: [string, unknown]) => !Object.hasOwn(usual, key) || !isDeepStrictEqual(one, usual[key]);
  return value.map((item: object) => Object.fromEntries(Object.entries(item).filter(told)));
}

function documentOf(name: string, text: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new ShopbellError('INPUT_INVALID', { reason: `${name}: ${error.message.split('\n', 1)[0]}` });
  return document.toJS({ maxAliasCount: 0 });
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** `name: value` or `name=value` a line. Throws INPUT_INVALID; the message never holds a value. */
function pairsOf(text: string, between: ':' | '='): Record<string, string> {
  const pairs = linesOf(text).map((line, nth): [string, string] => {
    const at = line.indexOf(between);
    if (at < 1)
      throw new ShopbellError('INPUT_INVALID', { reason: `line ${nth + 1} must be like name${between === ':' ? ': ' : '='}value` });
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}
