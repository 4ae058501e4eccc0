/** What a table's query parameters ask for. */
export interface TableState {
  /** The column to sort by; null keeps the order in which the rows come. */
  readonly sort: string | null;
  readonly descending: boolean;
  /** Free words, trimmed, at most 200 characters; empty when none. */
  readonly find: string;
  /** Chosen values by column, only for columns that can be filtered. */
  readonly filters: Readonly<Record<string, string>>;
  /** 1, 2, 3 … */
  readonly page: number;
}

const LONGEST = 200;
const LAST_PAGE = 1_000_000;

/**
 * Reads `?sort=-name&find=words&is.column=value&page=2` of a page's address. Anything malformed is as if it were not there.
 * `prefix` keeps two tables on one page apart (`a.sort=…`).
 */
export function readTableState(url: URL | string, prefix = ''): TableState {
  const query = (typeof url === 'string' ? new URL(url, 'http://localhost') : url).searchParams;
  const at = prefix === '' ? '' : `${prefix}.`;
  const rawSort = query.get(`${at}sort`) ?? '';
  const descending = rawSort.startsWith('-');
  const name = descending ? rawSort.slice(1) : rawSort;
  const filters: Record<string, string> = Object.create(null);
  for (const [key, value] of query) {
    if (!key.startsWith(`${at}is.`) || value === '' || value.length > LONGEST) continue;
    const column = key.slice(at.length + 3);
    if (isColumn(column)) filters[column] = value;
  }
  const sort = isColumn(name) ? name : null;
  const page = Number(query.get(`${at}page`) ?? '1');
  return {
    sort,
    descending: sort !== null && descending,
    find: (query.get(`${at}find`) ?? '').trim().slice(0, LONGEST),
    filters: { ...filters },
    page: Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1,
  };
}

function isColumn(name: string): boolean {
  return /^[a-z][a-zA-Z0-9-]{0,39}$/.test(name) && name !== 'constructor';
}

/** The query of a page's address with a table's state put in; parameters that are not this table's stay as they are. */
export function writeTableState(url: URL | string, state: Partial<TableState>, prefix = ''): string {
  const now = readTableState(url, prefix);
  const next: TableState = { ...now, ...state };
  const at = prefix === '' ? '' : `${prefix}.`;
  const query = new URLSearchParams((typeof url === 'string' ? new URL(url, 'http://localhost') : url).searchParams);
  for (const key of [...query.keys()]) {
    if (key === `${at}sort` || key === `${at}find` || key === `${at}page` || key.startsWith(`${at}is.`)) query.delete(key);
  }
  if (next.sort !== null) query.set(`${at}sort`, (next.descending ? '-' : '') + next.sort);
  if (next.find !== '') query.set(`${at}find`, next.find);
  for (const [column, value] of Object.entries(next.filters)) if (value !== '') query.set(`${at}is.${column}`, value);
  if (next.page > 1) query.set(`${at}page`, String(next.page));
  const text = query.toString();
  return text === '' ? '?' : `?${text}`;
}
