import { expect, it } from 'vitest';
import { systemClock } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { noJourneys } from '#engines/journeys/no-journeys.ts';
import { openSqlReader } from '#engines/sql/open-sql-reader.ts';
import { startTds } from '#engines/testing/start-tds.ts';
import { openWire } from '#engines/wire/open-wire.ts';
import { probe } from '../probe.ts';
import { destinationOf, targetShape } from './kinds.ts';

it('Microsoft SQL Server is asked as other databases are, and what could write is not known, never fine', async () => {
  const server = await startTds({
    password: 'practice-only',
    answer: ({ text }) => {
      if (text.includes('snapshot_isolation_state')) return { columns: [{ name: 'state', type: 'int' }], rows: [[0]] };
      if (text.includes('missing')) return { error: 208, message: "Invalid object name 'missing'." };
      return { columns: [{ name: 'late', type: 'int' }], rows: [[7]] };
    },
  });
  const outside = {
    http: openHttpClient(),
    resolver: openResolver(),
    wire: openWire(),
    sql: openSqlReader(),
    journeys: noJourneys,
    clock: systemClock,
  };
  const target = (query: string, condition: string) =>
    targetShape.parse({
      kind: 'sql',
      url: `mssql://reader:{{password}}@127.0.0.1:${server.port}/erp?tls=off`,
      ...{ query, conditions: [condition] },
    });
  const sees = async (query: string, condition = 'column late below 10') =>
    (
      await probe(outside, target(query, condition), {
        allowPrivate: true,
        beats: null,
        controlled: false,
        secrets: { password: 'practice-only' },
      })
    ).judged;
  expect(await sees('select count(*) as late from orders')).toEqual({ saw: 'up', reason: 'late 7' });
  expect(await sees('select count(*) as late from orders', 'value below 5')).toEqual({ saw: 'down', reason: 'value below 5: it is 7' });
  expect(await sees('select * from missing')).toEqual({ saw: 'unknown', reason: expect.stringContaining('Invalid object name') });
  const before = server.said.length;
  expect(await sees('select 1 as late delete from orders')).toEqual({
    saw: 'unknown',
    reason: expect.stringContaining('DELETE must not stand'),
  });
  expect(server.said.length).toBe(before);
  expect(destinationOf(target('select 1', 'value is 1'))).toBe(`mssql://127.0.0.1:${server.port}/erp`);
  expect(
    targetShape.safeParse({ kind: 'sql', url: 'sqlserver://sa:hunter2@erp/x', query: 'select 1', conditions: ['value is 1'] }).success,
  ).toBe(false);
  await server.close();
  expect(await sees('select 1')).toMatchObject({ saw: 'down', reason: 'the connection was refused' });
});
