import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeRows } from './arrange-rows.ts';
import { readTableState, writeTableState } from './read-table-state.ts';

const column = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/).filter((name) => name !== 'constructor');
const words = fc.string({ maxLength: 40 }).map((text) => text.trim());
const state = fc.record({
  sort: fc.option(column, { nil: null }),
  descending: fc.boolean(),
  find: words,
  filters: fc.dictionary(
    column,
    fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text !== ''),
    { maxKeys: 4 },
  ),
  page: fc.integer({ min: 1, max: 1000 }),
});

test('what is written into an address is read back', () => {
  fc.assert(
    fc.property(state, fc.constantFrom('', 'a'), (wanted, prefix) => {
      const read = readTableState(writeTableState('http://localhost/orders', wanted, prefix), prefix);
      expect(read).toEqual({ ...wanted, filters: { ...wanted.filters }, descending: wanted.sort !== null && wanted.descending });
    }),
  );
});

test('a malformed address never throws and never gives a page below one', () => {
  fc.assert(
    fc.property(fc.string(), (query) => {
      const read = readTableState(new URL(`http://localhost/?${encodeURI(query.toWellFormed())}`));
      expect(read.page).toBeGreaterThanOrEqual(1);
      expect(read.find.length).toBeLessThanOrEqual(200);
    }),
  );
  for (const page of ['0', '-1', '1.5', 'NaN', '1e99', '']) expect(readTableState(`/?page=${page}`).page).toBe(1);
});

test('another table and other parameters stay as they are', () => {
  const next = writeTableState('/x?tab=open&b.sort=name&sort=age&page=4', { sort: 'name', descending: true, page: 1 });
  expect(Object.fromEntries(new URLSearchParams(next))).toEqual({ tab: 'open', 'b.sort': 'name', sort: '-name' });
});

interface Row {
  readonly name: string;
  readonly size: number | null;
}

const columns = [
  { key: 'name', sortBy: (row: Row) => row.name, filterBy: (row: Row) => row.name.slice(0, 1) },
  { key: 'size', sortBy: (row: Row) => row.size },
];

const rows = fc.array(fc.record({ name: fc.string({ maxLength: 5 }), size: fc.option(fc.integer(), { nil: null }) }), { maxLength: 60 });

test('pages together hold every row once, and what is not known comes last in both directions', () => {
  fc.assert(
    fc.property(rows, fc.boolean(), fc.integer({ min: 1, max: 7 }), (all, descending, pageSize) => {
      const asked = { sort: 'size', descending, find: '', filters: {} };
      const first = arrangeRows(all, columns, { ...asked, page: 1 }, { pageSize });
      const pages = Array.from(
        { length: first.pages },
        (_, index) => arrangeRows(all, columns, { ...asked, page: index + 1 }, { pageSize }).rows,
      );
      const seen = pages.flat();
      expect(seen).toHaveLength(all.length);
      expect(new Set(seen)).toEqual(new Set(all));
      const sizes = seen.map((row) => row.size);
      const known = sizes.filter((size) => size !== null);
      expect(sizes.slice(0, known.length)).toEqual(known);
      expect(known).toEqual(known.toSorted((a, b) => (descending ? b - a : a - b)));
    }),
  );
});

test('a page beyond the last shows the last', () => {
  const all = [1, 2, 3].map((size) => ({ name: 'a', size }));
  expect(arrangeRows(all, columns, { sort: null, descending: false, find: '', filters: {}, page: 9 }, { pageSize: 2 }).page).toBe(2);
});
