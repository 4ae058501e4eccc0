import { compile } from 'json-p3';
import type { Condition } from './api-shape.ts';

type Compiled = ReturnType<typeof compile>;
const compiled = new Map<string, Compiled>();

/** An item, and the one of which it is a part. */
export interface Place {
  readonly item: unknown;
  readonly whole: unknown;
}

function pathOf(text: string): Compiled {
  const known = compiled.get(text) ?? compile(text);
  if (compiled.size > 5_000) compiled.clear();
  compiled.set(text, known);
  return known;
}

/** What stands at a path; `^$…` of the whole. Throws when the path is none. */
export function valuesAt(path: string, { item, whole }: Place): unknown[] {
  const [from, plain] = path.startsWith('^') ? [whole, path.slice(1)] : [item, path];
  return from === undefined
    ? []
    : pathOf(plain)
        .query(from as never)
        .values();
}

/** The text at a path; parts joined by ` + ` are put together. '' where nothing stands, or nothing that is a text. */
export function textAt(path: string, place: Place): string {
  const parts = path.split(' + ').map((one) => plain(valuesAt(one, place).find((value) => plain(value) !== '')));
  return parts.includes('') ? '' : parts.join(' ');
}

/** The first of some paths that is filled. */
export function firstText(paths: readonly string[] | undefined, place: Place): string {
  for (const path of paths ?? []) {
    const text = textAt(path, place);
    if (text !== '') return text;
  }
  return '';
}

/** Some write false or null where nothing is told. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' ? String(value) : value === true ? 'true' : '';
}

/** Whether all conditions hold. */
export function holdAll(conditions: readonly Condition[], place: Place): boolean {
  return conditions.every(({ path, is, starts, not }) => {
    const text = textAt(path, place).toLowerCase();
    if (is !== undefined && !listed(is).includes(text)) return false;
    if (starts !== undefined && !listed(starts).some((start) => text.startsWith(start))) return false;
    if (not !== undefined && listed(not).includes(text)) return false;
    return is !== undefined || starts !== undefined || not !== undefined || text !== '';
  });
}

/** A person may fill in several at once, with commas. */
function listed(words: readonly string[]): string[] {
  return words.flatMap((word) =>
    word
      .toLowerCase()
      .split(',')
      .map((one) => one.trim()),
  );
}
