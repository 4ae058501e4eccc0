import { expect, it } from 'vitest';
import { openTestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeRequest } from '../testing/make-request.ts';
import { PAGING, readPaging } from './page-parameters.ts';

const queries: [query: string, size: number | null, place: number | null, cursor: string][] = [
  ['page=12&per_page=100', 100, 12, ''],
  ['limit=10000&offset=20000', 10_000, 20_000, ''],
  ['searchCriteria%5BcurrentPage%5D=3&searchCriteria%5BpageSize%5D=5000', 5000, 3, ''],
  ['display=full&limit=4000,200', 200, 4000, ''],
  ['%24top=1000&%24skip=2000', 1000, 2000, ''],
  ['$top=1000&$skip=0', 1000, 0, ''],
  ['page=wc-orders&paged=7', null, 7, ''],
  ['first=100&after=eyJpZCI6MTAwfQ%3D%3D', 100, null, 'eyjpzci6mtawfq=='],
  ['cursor=[token]', null, null, '[token]'],
  ['query=%7Borders(first:500,after:"x")%7Bnodes%7Bid%7D%7D%7D', 500, null, ''],
  ['query=q&variables=%7B%22first%22%3A+1000%7D', 1000, null, ''],
  ['page[number]=4&page[size]=50', 50, 4, ''],
  ['orderfirst:7&prefix_limit=9&per_page=many&page=-1', null, null, ''],
  ['limit=99999999999999', null, null, ''],
  ['q=%E0%A4%A&limit=5', 5, null, ''],
  ['', null, null, ''],
];

it.each(queries)('reads %s', (query, size, place, cursor) => {
  expect(readPaging(query)).toEqual({ size, place, cursor });
});

it('the engine reads the same', async () => {
  await using telemetry = await openTestTelemetry();
  const org = telemetry.newOrg();
  await telemetry.insert(
    org,
    'requests',
    queries.map(([query], nth) => makeRequest('s', Date.UTC(2026, 4, 4) + nth, { query })),
  );
  const rows = await telemetry.query<{ query: string; size: number; place: number; cursor: string }>(
    org,
    `select query, ${PAGING.size} as size, ${PAGING.place} as place, ${PAGING.cursor} as cursor from @requests order by at`,
  );
  expect(rows.map((row) => [row.query, Number(row.size), Number(row.place), row.cursor])).toEqual(
    queries.map(([query, size, place, cursor]) => [query, size ?? 0, place ?? -1, cursor]),
  );
});
