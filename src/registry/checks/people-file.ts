import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import type { PersonCard } from '#kernel/people.ts';
import { cardOf, type Keeping, toldPersonShape } from './directory-answer.ts';

/** One line of an imported list: which record, and who is behind it. */
export interface ImportedPerson {
  readonly kind: string;
  readonly id: string;
  readonly card: PersonCard;
}

const recordFields = {
  kind: z.string().regex(/^[a-z][a-z-]{0,40}$/, 'must be a kind of the data map such as order'),
  id: z.union([z.string().min(1).max(200), z.int().transform(String)]),
};

/**
 * Reads a list of people, CSV with a heading line (kind,id,customer,name,email,language,country, and if the shop tells it flags,tells,
 * parted by blanks, groups,goods, parted by semicolons, and born) or NDJSON. A birth date is not kept, only from when on somebody is of age. Throws PEOPLE_FILE_INVALID with the line's number; the reason names fields and never values.
 */
export function readPeopleFile(text: string, format: 'csv' | 'ndjson', keeping: Keeping): ImportedPerson[] {
  const rowShape = toldPersonShape(keeping).extend(recordFields);
  const rows = format === 'csv' ? csvObjects(text) : jsonObjects(text);
  const seen = new Set<string>();
  return rows.map(({ line, value }) => {
    const parsed = rowShape.safeParse(value);
    if (!parsed.success)
      throw invalid(line, parsed.error.issues.map((issue) => `${issue.path.join('.') || 'line'}: ${issue.code}`).join('; '));
    const { kind, id, ...told } = parsed.data;
    if (seen.has(`${kind} ${id}`)) throw invalid(line, 'this record stands in the list twice');
    seen.add(`${kind} ${id}`);
    return { kind, id, card: cardOf(told, keeping) };
  });
}

function invalid(line: number, reason: string): ShopbellError {
  return new ShopbellError('PEOPLE_FILE_INVALID', { line, reason });
}

interface Row {
  readonly line: number;
  readonly value: unknown;
}

function jsonObjects(text: string): Row[] {
  return text.split('\n').flatMap((raw, index) => {
    if (raw.trim() === '') return [];
    try {
      return [{ line: index + 1, value: JSON.parse(raw) as unknown }];
    } catch {
      throw invalid(index + 1, 'it is not JSON');
    }
  });
}

function csvObjects(text: string): Row[] {
  const [head, ...rest] = csvRows(text.replace(/^\uFEFF/, ''));
  if (head === undefined) return [];
  const names = head.fields.map((name) => name.trim().toLowerCase());
  return rest.map(({ line, fields }) => {
    if (fields.length !== names.length) throw invalid(line, `it has ${fields.length} fields, the heading has ${names.length}`);
    const value: Record<string, unknown> = Object.fromEntries(names.map((name, at) => [name, fields[at]]));
    return { line, value: { ...value, ...listsOf(value) } };
  });
}

/** Fields that hold several words; a column that is not there tells nothing, an empty cell tells that there is none. */
const LISTS = { flags: /\s+/, tells: /\s+/, groups: /\s*;\s*/, goods: /\s*;\s*/ } as const;

function listsOf(value: Readonly<Record<string, unknown>>): Record<string, string[]> {
  const there = Object.entries(LISTS).filter(([name]) => value[name] !== undefined);
  return Object.fromEntries(
    there.map(([name, between]) => [
      name,
      String(value[name])
        .trim()
        .split(between)
        .filter((word) => word !== ''),
    ]),
  );
}

/** RFC 4180: fields may be quoted, a quote inside is doubled, a quoted field may hold commas and line ends. */
export function csvRows(text: string): { readonly line: number; readonly fields: string[] }[] {
  const rows: { line: number; fields: string[] }[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let fields: string[] = [];
  let line = 1;
  let start = 1;
  while (field.lastIndex < text.length || fields.length > 0) {
    const match = field.exec(text);
    if (match === null) throw invalid(line, 'a quote is not closed or stands in the middle of a field');
    const [whole, quoted, plain, end] = match;
    fields.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: start, fields });
    fields = [];
    start = line;
  }
  return rows;
}
