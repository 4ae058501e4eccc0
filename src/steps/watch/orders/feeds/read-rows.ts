import type { SqlAnswer } from '#engines/sql/types.ts';
import { chooseReader, lineOf } from '../files/choose-reader.ts';
import type { LineOptions } from '../files/read-lines.ts';
import { readTime } from '../files/read-time.ts';
import type { ToldStep } from '../files/told-step.ts';

export interface ReadRows {
  readonly steps: readonly ToldStep[];
  readonly rejected: number;
  /** Why the first row was not taken; '' when all were. */
  readonly reason: string;
  /** The latest time in the column `changed`; `null` without such a column. */
  readonly changed: Date | null;
}

/** Reads a database's answer as the lines of a file with the same columns. Pure. Throws ORDER_FILE_INVALID when the columns tell of no orders. */
export function readRows(answer: Pick<SqlAnswer, 'columns' | 'rows'>, options: LineOptions): ReadRows {
  const names = answer.columns.map((name) => name.toLowerCase());
  const { read } = chooseReader(names, { ...options, name: 'the answer' });
  const at = names.indexOf('changed');
  const steps: ToldStep[] = [];
  let rejected = 0;
  let reason = '';
  let changed: number | null = null;
  for (const row of answer.rows) {
    const record = row.map(asText);
    const told = read(lineOf(names, record));
    const time = at < 0 ? null : readTime(record[at] ?? '', options.zone);
    if (time !== null) changed = Math.max(changed ?? time, time);
    if (typeof told !== 'string') steps.push(...told);
    else if (rejected++ === 0) reason = told;
  }
  return { steps, rejected, reason, changed: changed === null ? null : new Date(changed) };
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
