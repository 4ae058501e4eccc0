import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasMariadb, startMariadb } from '../testing/start-mariadb.ts';
import { openSqlReader } from './open-sql-reader.ts';

const password = 'practice-only';
let port: number;
let stop: () => Promise<void>;

describe.skipIf(!hasMariadb)('a real MariaDB', () => {
  beforeAll(async () => {
    const server = await startMariadb();
    ({ port, stop } = server);
    await server.root.query(`
      create database shop;
      create table shop.orders (id int primary key, state varchar(20), sum decimal(10,2));
      insert into shop.orders values (1, 'paid', 9.50), (2, 'stuck', 120.00), (3, 'stuck', 1.25);
      create user 'reader'@'localhost' identified by '${password}';
      grant all on shop.* to 'reader'@'localhost'`);
  });

  afterAll(() => stop());

  const limits = { timeoutMs: 3_000, maxRows: 2, allowPrivate: true };
  const read = (query: string, values: (string | number | Date)[] = [], more: object = {}) =>
    openSqlReader().read({ url: `mysql://reader:${password}@127.0.0.1:${port}/shop?tls=off`, query, values }, { ...limits, ...more });

  it('is read, cut, and never written', async () => {
    expect(await read('select count(*) as late, sum(sum) from orders where state = ?', ['stuck'])).toMatchObject({
      columns: ['late', 'sum(sum)'],
      rows: [[2, '121.25']],
      truncated: false,
    });
    expect(await read('select id from orders order by id')).toMatchObject({ rows: [[1], [2]], truncated: true });
    await expect(read('delete from orders')).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    await expect(read('select 1; delete from orders')).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    await expect(read('with x as (select 1) delete from orders')).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    await expect(read("select * from orders into outfile '/tmp/never'")).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    expect((await read('select count(*) from orders')).rows).toEqual([[3]]);
  });

  it('that is slow, or refuses, is told apart', async () => {
    await expect(read('select sleep(10)', [], { timeoutMs: 300 })).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' });
    await expect(read('select nothing from orders')).rejects.toMatchObject({ code: 'SQL_REFUSED', details: { reason: /nothing/ } });
    await expect(
      openSqlReader().read({ url: `mysql://reader:wrong@127.0.0.1:${port}/shop?tls=off`, query: 'select 1' }, limits),
    ).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });
});
