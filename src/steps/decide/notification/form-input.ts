import { readWallTime, wallTimeOf } from '#kernel/local-time.ts';
import { isBounds, isPlaces } from '../checks/facts.ts';
import { parseFactInput, showFactValue } from '../checks/parse-fact-input.ts';
import type { TemplateField } from './tables.ts';
import type { FieldValue } from './types.ts';

/** What a form's control of this field holds for a value: one text, or several chosen codes. Pure. */
export function inputOf(field: TemplateField, value: FieldValue, timeZone: string): string[] {
  if (value === null) return [];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (isBounds(value) || isPlaces(value)) return [showFactValue(value)];
  if (typeof value !== 'string') return field.kind === 'codes' ? [value.join(', ')] : [...(value as readonly string[])];
  if (field.kind === 'instant') return [wallTimeOf(new Date(value), timeZone)];
  return [value];
}

/** What a person's input means; texts that mean nothing are handed on, for the field to refuse. Pure. */
export function readInput(field: TemplateField, input: readonly string[], timeZone: string): FieldValue {
  const texts = input.map(cleaned).filter((text) => text !== '');
  const [text] = texts;
  if (text === undefined) return null;
  switch (field.kind) {
    case 'choices':
    case 'authorities':
      return texts;
    case 'codes':
      return text.split(/[\s,;]+/).map((code) => code.toUpperCase());
    case 'flag':
      return text === 'yes';
    case 'instant':
      return readWallTime(text, timeZone)?.toISOString() ?? text;
    case 'count':
      return parseFactInput('people', text) as FieldValue;
    case 'places':
      return parseFactInput('countries', text) as FieldValue;
    default:
      return text;
  }
}

/** Whether two inputs say the same; a browser's line ends and spaces at the ends do not count. Pure. */
export function sameInput(a: readonly string[], b: readonly string[]): boolean {
  const all = (input: readonly string[]) =>
    JSON.stringify(
      input
        .map(cleaned)
        .filter((text) => text !== '')
        .sort(),
    );
  return all(a) === all(b);
}

function cleaned(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
