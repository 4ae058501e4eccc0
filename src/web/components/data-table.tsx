import type { Child } from 'hono/jsx';
import { type Arrangeable, arrangeRows } from '../arrange-rows.ts';
import { readTableState, type TableState, writeTableState } from '../read-table-state.ts';
import { useView } from '../view-context.ts';
import { EmptyState } from './empty-state.tsx';

export interface Column<R> extends Arrangeable<R> {
  /** Also the name in the address: `?sort=key`. Lower case, digits and hyphens. */
  readonly key: string;
  readonly label: string;
  readonly cell: (row: R) => Child;
  /** `number` aligns right. */
  readonly align?: 'number';
  /** What the column can be sorted by; not sortable without. Null sorts last. */
  readonly sortBy?: (row: R) => string | number | Date | null;
  /** What the column can be filtered by; a choice of the values is offered. */
  readonly filterBy?: (row: R) => string;
  /** The words for a filter's value; the value itself unless said. */
  readonly filterLabel?: (value: string) => string;
}

export interface DataTableProps<R> {
  /** What the table holds, for those who cannot see it. Shown only when `heading` is set. */
  readonly caption: string;
  readonly columns: readonly Column<R>[];
  /** All rows; the table sorts, filters and pages them. With `total` set: the rows of this page, already arranged. */
  readonly rows: readonly R[];
  /** Rows over all pages when the caller arranged them itself by `readTableState(url)`. */
  readonly total?: number;
  readonly pageSize?: number;
  /** Text that the search box looks in; no box without. */
  readonly textOf?: (row: R) => string;
  /** Shown when there is nothing at all. */
  readonly empty?: Child;
  /** Keeps two tables on one page apart. */
  readonly prefix?: string;
  readonly id?: string;
}

/** Fewer rows than this are read faster than a form is filled in. */
const WORTH_SEARCHING = 6;

/** A table that sorts, filters and pages by links alone; on a phone each row becomes a card. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { t, url, locale } = useView();
  const { columns, rows, prefix = '', pageSize = 50 } = props;
  const state = readTableState(url, prefix);
  const own = props.total === undefined;
  const view = own
    ? arrangeRows(rows, columns, state, { pageSize, locale, ...(props.textOf ? { textOf: props.textOf } : {}) })
    : { rows, total: props.total ?? 0, pages: Math.max(1, Math.ceil((props.total ?? 0) / pageSize)), page: state.page };
  const asked = state.find !== '' || Object.keys(state.filters).length > 0;
  if (view.total === 0 && !asked) return <>{props.empty ?? <EmptyState heading={t('web.table.nothing')} />}</>;
  return (
    <div class="table" {...(props.id ? { id: props.id } : {})}>
      <div class={columns.length > 4 ? 'table-many' : 'table-few'}>
        {own && !asked && rows.length < WORTH_SEARCHING ? null : <TableTools {...props} state={state} />}
        {view.total === 0 ? (
          <EmptyState heading={t('web.table.none-fit')} action={<a href={url.pathname}>{t('web.table.show-all')}</a>} />
        ) : (
          <table>
            <caption class="sr">{props.caption}</caption>
            <thead>
              <tr>
                {columns.map((column) => (
                  <HeadCell column={column} state={state} prefix={prefix} />
                ))}
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row) => (
                <tr>
                  {columns.map((column) => (
                    <td data-label={column.label} class={column.align === 'number' ? 'number' : ''}>
                      <div class="cell">{column.cell(row)}</div>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Pager page={view.page} pages={view.pages} total={view.total} pageSize={pageSize} prefix={prefix} />
      </div>
    </div>
  );
}

interface HeadProps<R> {
  readonly column: Column<R>;
  readonly state: TableState;
  readonly prefix: string;
}

function HeadCell<R>({ column, state, prefix }: HeadProps<R>) {
  const { url } = useView();
  const kind = column.align === 'number' ? 'number' : '';
  if (!column.sortBy) {
    return (
      <th scope="col" class={kind}>
        {column.label}
      </th>
    );
  }
  const here = state.sort === column.key;
  const href = writeTableState(url, { sort: column.key, descending: here && !state.descending, page: 1 }, prefix);
  return (
    <th scope="col" class={kind} {...(here ? { 'aria-sort': state.descending ? 'descending' : 'ascending' } : {})}>
      <a href={href} class="sort">
        {column.label}
        <svg viewBox="0 0 10 14" width="8" height="12" aria-hidden="true">
          <path class="up" d="M5 1l4 5H1z" />
          <path class="down" d="M5 13L1 8h8z" />
        </svg>
      </a>
    </th>
  );
}

function TableTools<R>({ columns, rows, textOf, state, prefix = '', caption }: DataTableProps<R> & { readonly state: TableState }) {
  const { t, url } = useView();
  const filters = columns.filter((column) => column.filterBy);
  if (!textOf && filters.length === 0) return null;
  const at = prefix === '' ? '' : `${prefix}.`;
  const kept = [...url.searchParams].filter(([key]) => key !== `${at}find` && key !== `${at}page` && !key.startsWith(`${at}is.`));
  return (
    <form class="table-tools" method="get" action={url.pathname} aria-label={t('web.table.tools', { table: caption })}>
      {kept.map(([key, value]) => (
        <input type="hidden" name={key} value={value} />
      ))}
      {textOf ? (
        <label>
          <span>{t('web.table.find')}</span>
          <input type="search" name={`${at}find`} value={state.find} maxlength={200} />
        </label>
      ) : null}
      {filters.map((column) => (
        <label>
          <span>{column.label}</span>
          <select name={`${at}is.${column.key}`}>
            <option value="">{t('web.table.all')}</option>
            {valuesOf(rows, column, state.filters[column.key]).map((value) => (
              <option value={value} selected={state.filters[column.key] === value}>
                {column.filterLabel ? column.filterLabel(value) : value}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="submit" class="button quiet">
        {t('web.table.apply')}
      </button>
    </form>
  );
}

function valuesOf<R>(rows: readonly R[], column: Column<R>, chosen: string | undefined): readonly string[] {
  const values = new Set(rows.map((row) => column.filterBy?.(row) ?? '').filter((value) => value !== ''));
  if (chosen !== undefined) values.add(chosen);
  return [...values].sort();
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly pageSize: number;
  readonly prefix: string;
}

function Pager({ page, pages, total, pageSize, prefix }: PagerProps) {
  const { t, url } = useView();
  if (pages < 2) return null;
  const to = (target: number) => writeTableState(url, { page: target }, prefix);
  const first = (page - 1) * pageSize + 1;
  return (
    <nav class="pager" aria-label={t('web.table.pages')}>
      <span>{t('web.table.span', { first, last: Math.min(total, page * pageSize), total })}</span>
      {page > 1 ? (
        <a class="button quiet" rel="prev" href={to(page - 1)}>
          {t('web.table.previous')}
        </a>
      ) : null}
      {page < pages ? (
        <a class="button quiet" rel="next" href={to(page + 1)}>
          {t('web.table.next')}
        </a>
      ) : null}
    </nav>
  );
}
