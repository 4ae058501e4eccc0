import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { TdsStatement } from '../testing/read-tds.ts';
import { startTds } from '../testing/start-tds.ts';
import type { TdsAnswer } from '../testing/write-tds.ts';
import { faultOfTsql } from './check-tsql.ts';
import { openSqlReader } from './open-sql-reader.ts';

const password = 'practice-only';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('a statement for Microsoft SQL Server', () => {
  it.each([
    "select count(*) from orders where state = N'it''s stuck; delete'",
    'with late as (select id from dbo.Aufträge where [update] < @p1) select count(*) from late;',
    'select top (5) "delete", [set]]x], o.* from [Order Line] o order by 1 offset 10 rows fetch next 5 rows only',
    "select 'a' + \"b--c\" + [d/*e] from t where note like '%--%'",
    '(select 1 as updated, settings, into_stock from t)',
    'select case when a = 1 then 2 end from t with (nolock)',
  ])('that reads is taken: %s', (text) => {
    expect(faultOfTsql(text)).toBeNull();
  });

  it.each([
    'delete from orders',
    'exec sp_who',
    'show_all_orders',
    'select 1 delete from orders',
    'select 1; select 2',
    'select * into copy from orders',
    'with x as (select 1 a) update orders set state = 1',
    'select 1 ＤＥＬＥＴＥ from orders',
    'select 1 exec xp_cmdshell',
    "select * from openrowset('x', 'y', 'z')",
    "select * from openquery(linked, 'delete from t')",
    'select next value for dbo.numbers',
    'select 1 commit',
    'select 1 rollback begin tran',
    'select 1 while 1=1 select 2',
    "select 1 waitfor delay '00:10'",
    'select 1 -- comment\r delete from orders',
    "select /* ' */ 1 delete from orders /* ' */",
    'select {fn now()}',
    "select 'open",
    'select [open',
    'select * from t with (tablockx)',
    'select 1 declare @x int',
    'select 1 set rowcount 0',
    'select 1 disable trigger t on orders',
    'select 1 shutdown',
    'select 1 merge into t using s on 1=1 when matched then delete',
  ])('that could do more is refused: %s', (text) => {
    expect(faultOfTsql(text)).not.toBeNull();
  });

  it('never lets a writing word through, however it is dressed', () => {
    const words = fc.constantFrom('delete', 'INSERT', 'Update', 'exec', 'drop', 'into', 'commit', 'merge');
    const noise = fc.string({
      unit: fc.constantFrom(' ', '\n', '\r', '\t', ',', '(', ')', '.', '=', 'a', '1', "'", '"', '[', ']', '-', '/', '*', ';'),
    });
    fc.assert(
      fc.property(noise, words, noise, (before, word, after) => {
        const text = `select ${before} ${word} ${after}`;
        // It may only stand where it is quoted: then taking everything quoted away takes it away too.
        if (faultOfTsql(text) === null) expect(text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]/g, '')).not.toContain(word);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The first question that the reader asks of its own. */
const isOwn = ({ text }: TdsStatement) => text.includes('snapshot_isolation_state');
const state = (value: number): TdsAnswer => ({ columns: [{ name: 'snapshot_isolation_state', type: 'int' }], rows: [[value]] });

async function ask(
  answer: (statement: TdsStatement) => TdsAnswer | null,
  query: string,
  more: {
    readonly snapshot?: number;
    readonly values?: string[];
    readonly limits?: object;
    readonly password?: string;
    readonly redirect?: { host: string; port: number };
  } = {},
) {
  const server = await startTds({
    password,
    answer: (statement) => (isOwn(statement) ? state(more.snapshot ?? 1) : answer(statement)),
    ...(more.redirect ? { redirect: more.redirect } : {}),
  });
  closers.push(server.close);
  const url = `mssql://reader:${more.password ?? password}@127.0.0.1:${server.port}/erp?tls=off`;
  const limits = { timeoutMs: 2_000, maxRows: 2, allowPrivate: true, ...more.limits };
  const answered = openSqlReader().read({ url, query, values: more.values ?? [] }, limits);
  return { answered, server };
}

const orders = (rows: (number | string | Date | null)[][]): TdsAnswer => ({
  columns: [
    { name: 'order', type: 'nvarchar' },
    { name: 'lines', type: 'int' },
    { name: 'placed', type: 'datetime2' },
    { name: 'paid', type: 'datetimeoffset' },
  ],
  rows,
});

describe('over the wire of Microsoft SQL Server', () => {
  it('only reading is meant, a snapshot is read, values go as values, and everything is rolled back', async () => {
    const at = new Date('2026-05-01T03:04:05.678Z');
    let seen: TdsStatement | null = null;
    const { answered, server } = await ask(
      (statement) => {
        seen = statement;
        return orders([
          ['A-1 żółć', 3, at, at],
          [null, null, null, null],
        ]);
      },
      'select * from orders where changed >= @p1',
      { values: ['2026-04-30 22:00:00'] },
    );
    expect(await answered).toMatchObject({
      columns: ['order', 'lines', 'placed', 'paid'],
      rows: [
        ['A-1 żółć', 3, '2026-05-01T03:04:05.678', '2026-05-01T03:04:05.678Z'],
        [null, null, null, null],
      ],
      truncated: false,
    });
    expect(server.logins).toEqual([{ user: 'reader', password, database: 'erp', app: 'shopbell', isReadOnly: true }]);
    expect(seen).toEqual({
      text: 'select * from orders where changed >= @p1',
      declared: expect.stringMatching(/^@p1 datetime2/),
      times: ['2026-04-30T22:00:00.000'],
    });
    const [own, begin, question, end] = server.said.slice(-4);
    expect(own).toMatch(/^set lock_timeout 2000; set rowcount 3; set dateformat ymd; select snapshot_isolation_state/);
    expect([begin, question, end]).toEqual(['begin 5', 'select * from orders where changed >= @p1', 'rollback']);
    expect(server.said.join(' ')).toMatch(/set xact_abort on/i);
  });

  it('what is committed is read where no snapshot is allowed, and rows are cut', async () => {
    const rows = Array.from({ length: 5_000 }, (_, nth) => [`A-${nth}`, nth, null, null]);
    const { answered, server } = await ask(() => orders(rows), 'select * from orders', { snapshot: 0 });
    const answer = await answered;
    expect(answer.rows.map(([order]) => order)).toEqual(['A-0', 'A-1']);
    expect(answer.truncated).toBe(true);
    expect(server.said).toContain('begin 2');
  });

  it('what the database refuses is told as far as it names no values', async () => {
    const fails = async (error: number, message: string) => (await ask(() => ({ error, message }), 'select 1')).answered;
    await expect(fails(207, "Invalid column name 'staet'.")).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      details: { reason: "Invalid column name 'staet'." },
    });
    await expect(fails(245, "Conversion failed when converting the value 'Anna Nowak'.")).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      details: { reason: 'its error 245' },
    });
    await expect(fails(1205, 'You were chosen as the deadlock victim.')).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    const { answered } = await ask(() => null, 'select 1', { password: 'wrong' });
    await expect(answered).rejects.toMatchObject({ code: 'SQL_REFUSED', details: { reason: "Login failed for user 'reader'." } });
  });

  it('what writes never leaves this machine', async () => {
    const { answered, server } = await ask(() => orders([]), 'with x as (select 1 a) delete from orders');
    await expect(answered).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    expect(server.logins).toEqual([]);
  });

  it('a server that is slow, gone, or sends its callers elsewhere is told apart', async () => {
    const slow = await ask(() => null, 'select 1', { limits: { timeoutMs: 300 } });
    await expect(slow.answered).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    const moved = await ask(() => orders([]), 'select 1', { redirect: { host: '169.254.169.254', port: 80 } });
    await expect(moved.answered).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      details: { reason: expect.stringContaining('another server') },
    });
    const limits = { timeoutMs: 2_000, maxRows: 2, allowPrivate: true };
    await expect(openSqlReader().read({ url: 'mssql://reader@127.0.0.1:1/erp?tls=off', query: 'select 1' }, limits)).rejects.toMatchObject({
      code: 'TARGET_UNREACHABLE',
      details: { reason: 'the connection was refused' },
    });
    const closed = await ask(() => orders([]), 'select 1', { limits: { allowPrivate: false } });
    await expect(closed.answered).rejects.toMatchObject({ code: 'TARGET_PRIVATE' });
  });
});
