import type { SqlAnswer } from '#engines/sql/types.ts';
import { holdsOf } from './conditions/holds-of.ts';
import { parsedOnce } from './conditions/parsed-once.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** Judges what a database answered. Only the number of rows and the numbers of the first row are looked at. */
export function judgeTable(conditions: readonly string[], table: Pick<SqlAnswer, 'columns' | 'rows' | 'truncated'>): Judged {
  const found: string[] = [];
  for (const line of conditions) {
    const condition = parsedOnce(line, 'table');
    if (typeof condition === 'string') return unknown(condition);
    const { subject, demand } = condition;
    if (subject.of === 'rows' && table.truncated && demand.must !== 'above' && demand.must !== 'at-least')
      return down(`${line}: there are more than ${table.rows.length}`);
    const value = subject.of === 'rows' ? table.rows.length : numberOf(table, subject.of === 'column' ? subject.name : null);
    if (typeof value === 'string') return unknown(`${line}: ${value}`);
    if (!holdsOf(value === null ? [] : [String(value)], demand))
      return down(`${line}: ${value === null ? 'there is none' : `it is ${value}`}`);
    if (value !== null) found.push(`${subject.of === 'column' ? subject.name : subject.of} ${value}`);
  }
  return up(found.join(', '));
}

/** A number of the first row; `null` when there is no row or it is empty; a text says why it is none. */
function numberOf({ columns, rows }: Pick<SqlAnswer, 'columns' | 'rows'>, name: string | null): number | null | string {
  const index = name === null ? 0 : columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
  if (index < 0 || (name === null && columns.length === 0)) return name === null ? 'it returns no column' : `there is no column ${name}`;
  const value = rows[0]?.[index];
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  return typeof value === 'object' || Number.isNaN(number) ? 'it is no number' : number;
}
