import type { TableState } from './read-table-state.ts';

/** What sorting and filtering need to know of a column. */
export interface Arrangeable<R> {
  readonly key: string;
  readonly sortBy?: (row: R) => string | number | Date | null;
  readonly filterBy?: (row: R) => string;
}

export interface Arranged<R> {
  readonly rows: readonly R[];
  /** Rows that fit, over all pages. */
  readonly total: number;
  readonly pages: number;
  /** The page that is shown: the asked one, or the last there is. */
  readonly page: number;
}

/** Filters, sorts (stable, unknown values last) and pages rows that are all at hand. */
export function arrangeRows<R>(
  rows: readonly R[],
  columns: readonly Arrangeable<R>[],
  state: TableState,
  options: { readonly pageSize: number; readonly textOf?: (row: R) => string; readonly locale?: string },
): Arranged<R> {
  const collator = new Intl.Collator(options.locale ?? 'en', { numeric: true, sensitivity: 'base' });
  const words = state.find.toLowerCase();
  const fits = rows.filter((row) => {
    if (words !== '' && options.textOf && !options.textOf(row).toLowerCase().includes(words)) return false;
    return columns.every((column) => {
      const wanted = state.filters[column.key];
      return wanted === undefined || !column.filterBy || column.filterBy(row) === wanted;
    });
  });
  const by = columns.find((column) => column.key === state.sort)?.sortBy;
  const sorted = by ? fits.toSorted((a, b) => compare(by(a), by(b), state.descending, collator)) : fits;
  const pages = Math.max(1, Math.ceil(sorted.length / options.pageSize));
  const page = Math.min(state.page, pages);
  return { rows: sorted.slice((page - 1) * options.pageSize, page * options.pageSize), total: sorted.length, pages, page };
}

type Sortable = string | number | Date | null;

function compare(a: Sortable, b: Sortable, descending: boolean, collator: Intl.Collator): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
  return descending ? -order : order;
}
