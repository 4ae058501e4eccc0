import { ShopbellError } from '#kernel/errors.ts';
import type { RowsByColumn, TelemetryRow, TelemetryTable } from '../types.ts';
import { BytesColumn } from './bytes-column.ts';
import { type ColumnKind, refuseUnknown, telemetryColumns } from './known-columns.ts';
import { NumberListColumn, TextListColumn } from './list-columns.ts';
import type { Written } from './native.ts';
import { NumberColumn } from './number-column.ts';
import { TextColumn } from './text-column.ts';
import { TimeColumn } from './time-column.ts';

type Column = TextColumn | BytesColumn | TimeColumn | NumberColumn | TextListColumn | NumberListColumn;

const makers: Readonly<Record<ColumnKind, (room: number) => Column>> = {
  text: (room) => new TextColumn(room),
  time: (room) => new TimeColumn(room),
  number: (room) => new NumberColumn(room),
  list: () => new TextListColumn(),
  numbers: () => new NumberListColumn(),
};

/**
 * Rows of a table that are kept column by column, as the engine takes them. Whoever makes many rows puts each value into its column
 * himself, the same number of values into every column that he uses; a column that nobody puts anything into takes the table's default.
 * `room`: about how many rows there will be; more of them cost time, not correctness.
 */
export function openRows(table: TelemetryTable, room = 256) {
  const columns = new Map(telemetryColumns[table].map(([name, kind]) => [name, makers[kind](room)]));
  const get = <C extends Column>(name: string, kind: new (room: number) => C): C => {
    const column = columns.get(name);
    if (!(column instanceof kind)) throw new Error(`the table ${table} has no column ${name} of that kind`);
    return column;
  };
  const used = (): [string, Column][] => [...columns].filter(([, column]) => column.length > 0);
  const count = (): number => Math.max(0, ...used().map(([, column]) => column.length));
  return {
    table,
    text: (name: string) => get(name, TextColumn),
    /** A column of texts that hardly ever repeat themselves, about `each` bytes long; asked for before anything is put into it. */
    bytes(name: string, each: number): BytesColumn {
      get(name, TextColumn);
      const column = new BytesColumn(room * each);
      columns.set(name, column);
      return column;
    },
    time: (name: string) => get(name, TimeColumn),
    number: (name: string) => get(name, NumberColumn),
    list: (name: string) => get(name, TextListColumn),
    column: (name: string): Column | null => columns.get(name) ?? null,
    get length(): number {
      return count();
    },
    get newest(): number {
      const at = columns.get('at');
      return at instanceof TimeColumn && at.length > 0 ? at.newest : -1;
    },
    write(): Written[] {
      const uneven = used().find(([, column]) => column.length !== count());
      if (uneven !== undefined) throw new ShopbellError('INPUT_INVALID', { reason: `the column ${uneven[0]} lacks values` });
      return used().flatMap(([name, column]) => column.write(name) ?? []);
    },
    rows(): TelemetryRow[] {
      const held = used();
      return Array.from({ length: count() }, (_, nth) => Object.fromEntries(held.map(([name, column]) => [name, column.read(nth)])));
    },
  };
}

/**
 * Turns rows into columns. Rows of one maker have the same names in the same order: then all values of a row are taken at once, at a
 * quarter of what it costs to look each of them up by its name. Throws INPUT_INVALID for a column that the table has not.
 */
export function turnRows(table: TelemetryTable, rows: readonly TelemetryRow[]): RowsByColumn {
  refuseUnknown(table, rows[0]);
  const turned = openRows(table, rows.length);
  const first = Object.keys(rows[0] ?? {});
  const isAlike = rows.every((row) => isSame(Object.keys(row), first));
  const names = isAlike ? first : [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((name) => turned.column(name));
  for (const row of rows) {
    const values = isAlike ? Object.values(row) : names.map((name) => row[name]);
    for (let nth = 0; nth < columns.length; nth++) columns[nth]?.putValue(values[nth]);
  }
  return turned;
}

function isSame(own: readonly string[], names: readonly string[]): boolean {
  if (own.length !== names.length) return false;
  for (let i = 0; i < own.length; i++) if (own[i] !== names[i]) return false;
  return true;
}
