import { readWallTime } from '#kernel/local-time.ts';
import { type FactName, factRow } from './fact-table.ts';
import type { FactValue } from './facts.ts';
import { parseFactInput } from './parse-fact-input.ts';

/** Fields of a form; a name that comes several times holds a list. */
export type FormFields = Readonly<Record<string, unknown>>;

/**
 * What a person said in the inputs of a fact: radios and selects, ticked boxes, at least and at most, rows of places, a local time in the
 * organisation's zone. `null` when nothing was said. What does not fit is handed on as it came, for the fact's schema to refuse. Pure.
 */
export function readFactForm(name: FactName, fields: FormFields, timeZone: string): FactValue {
  const { kind } = factRow(name);
  const text = textOf(fields.value);
  if (kind === 'list' && (fields.items !== undefined || fields.none !== undefined)) {
    const items = listOf(fields.items);
    return items.length === 0 && fields.none === undefined ? null : items;
  }
  if (kind === 'count' && (fields.atLeast !== undefined || fields.atMost !== undefined)) return bounds(fields.atLeast, fields.atMost);
  if (kind === 'places' && fields.place !== undefined) return places(fields);
  if (kind === 'instant' && text !== '') return readWallTime(text, timeZone)?.toISOString() ?? parseFactInput(name, text);
  return parseFactInput(name, text);
}

function bounds(low: unknown, high: unknown): FactValue {
  const [least, most] = [textOf(low), textOf(high)];
  if (least === '' && most === '') return null;
  const [atLeast, atMost] = [least === '' ? 0 : Number(least), most === '' ? null : Number(most)];
  // Wrong numbers, and a most below the least, are texts that the schema refuses.
  if (!isCount(atLeast) || (atMost !== null && (!isCount(atMost) || atMost < atLeast))) return `${least}-${most}`;
  return { atLeast, atMost };
}

function places(fields: FormFields): FactValue {
  const [codes, least, most] = [listOf(fields.place), listOf(fields.placeAtLeast), listOf(fields.placeAtMost)];
  const rows = codes.flatMap((code, nth): [string, FactValue][] =>
    code === '' ? [] : [[code.toUpperCase(), bounds(least[nth] ?? '', most[nth] ?? '') ?? { atLeast: 0, atMost: null }]],
  );
  return rows.length === 0 ? null : (Object.fromEntries(rows) as FactValue);
}

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0;
}

function textOf(field: unknown): string {
  return typeof field === 'string' ? field.trim() : '';
}

function listOf(field: unknown): string[] {
  return (Array.isArray(field) ? field : field === undefined ? [] : [field]).map(textOf);
}
