import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSqlReader } from './open-sql-reader.ts';

const isHere = ['mariadbd', 'mariadb-install-db'].every((command) => spawnSync(command, ['--version']).error === undefined);
const password = 'practice-only';
let folder: string;
let server: ChildProcess;
let port: number;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Skipped where no MariaDB is installed: no package of npm brings one. */
describe.skipIf(!isHere)('a real MariaDB', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shopbell-mariadb-'));
    port = await freePort();
    const socket = join(folder, 's');
    const user = `--user=${userInfo().username}`;
    execFileSync('mariadb-install-db', [`--datadir=${folder}/data`, user, '--auth-root-authentication-method=normal'], { stdio: 'ignore' });
    const options = [`--datadir=${folder}/data`, user, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${socket}`];
    server = spawn('mariadbd', ['--no-defaults', ...options], { stdio: 'ignore' });
    const open = () => createConnection({ socketPath: socket, user: 'root' });
    await vi.waitUntil(
      () =>
        open()
          .then((one) => one.end())
          .then(
            () => true,
            () => false,
          ),
      { timeout: 30_000, interval: 100 },
    );
    const root = await open();
    await root.query('create database shop');
    await root.query('create table shop.orders (id int primary key, state varchar(20), sum decimal(10,2))');
    await root.query("insert into shop.orders values (1, 'paid', 9.50), (2, 'stuck', 120.00), (3, 'stuck', 1.25)");
    await root.query(`create user 'reader'@'localhost' identified by '${password}'`);
    await root.query("grant all on shop.* to 'reader'@'localhost'");
    await root.end();
  }, 60_000);

  afterAll(async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });

  const limits = { timeoutMs: 3_000, maxRows: 2, allowPrivate: true };
  const read = (query: string, values: (string | number | Date)[] = [], more: object = {}) =>
    openSqlReader().read({ url: `mysql://reader:${password}@127.0.0.1:${port}/shop?tls=off`, query, values }, { ...limits, ...more });

  it('is read, cut, and never written', async () => {
    expect(await read('select count(*) as late, sum(sum) from orders where state = ?', ['stuck'])).toMatchObject({
      columns: ['late', 'sum(sum)'],
      rows: [[2, 121.25]],
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
