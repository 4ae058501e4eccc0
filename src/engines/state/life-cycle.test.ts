import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { holdDataFolder } from '../files/hold-data-folder.ts';
import { openLog } from '../log/open-log.ts';
import { runProgram } from '../testing/run-program.ts';
import { openState } from './open-state.ts';
import { startPostgres } from './postgres-server.ts';

const program = join(import.meta.dirname, '..', 'testing', 'programs', 'hold-state.ts');
const folders: string[] = [];
const newFolder = (parent = tmpdir()): string => {
  const folder = mkdtempSync(join(parent, 'shopbell-life-'));
  folders.push(folder);
  return folder;
};
const commandOf = (pid: number): string => (existsSync(`/proc/${pid}`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '');
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('after kill -9 the next start stops the orphan and finds every committed row', async () => {
  const folder = newFolder();
  const first = runProgram(program, [folder]);
  await first.until((line) => line === '40');
  await expect(holdDataFolder(folder, new Date())).rejects.toMatchObject({ code: 'DATA_FOLDER_BUSY', details: { pid: first.process.pid } });
  await first.end('SIGKILL');
  const orphan = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  expect(commandOf(orphan)).toContain('postgres');

  const hold = await holdDataFolder(folder, new Date());
  const state = await openState({ folder, log: openLog('silent') });
  const rows = await state.everywhere((db) => sql<{ n: number }>`select n from written order by n`.execute(db));
  const said = first.lines.filter((line) => /^\d+$/.test(line)).map(Number);
  expect(rows.rows.map((row) => row.n)).toEqual(expect.arrayContaining(said));
  // A zombie that nobody reaped yet has an empty command line.
  expect(commandOf(orphan)).toBe('');
  await state.close();
  await hold.release();
});

test('a second process says who holds the folder; after a clean end the folder is free', async () => {
  const folder = newFolder();
  const first = runProgram(program, [folder]);
  await first.until((line) => line === 'ready');
  const second = runProgram(program, [folder]);
  await expect(second.until((line) => line === 'ready')).rejects.toThrow(`held by process ${first.process.pid}`);
  await first.end('SIGTERM');
  expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  const hold = await holdDataFolder(folder, new Date());
  await hold.release();
});

test('an interrupted first start and a stale process id do not block', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'postgres.new'));
  writeFileSync(join(folder, 'postgres.new', 'PG_VERSION'), '18');
  const server = await startPostgres(folder, openLog('silent'));
  await server.stop();
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(folder, 'postgres')}\n`);
  const again = await startPostgres(folder, openLog('silent'));
  await again.stop();
});

test('it starts in a folder that only this user may enter, and below a very long path', async () => {
  const closed = newFolder(homedir());
  execFileSync('chmod', ['700', closed]);
  const server = await startPostgres(join(closed, 'x'.repeat(90)), openLog('silent'));
  await server.stop();
});

test('a server that dies is started again and answers on the same address', async () => {
  const folder = newFolder();
  const state = await openState({ folder, log: openLog('silent') });
  const ask = () =>
    state
      .everywhere((db) => sql<{ at: string }>`select pg_postmaster_start_time()::text as at`.execute(db))
      .then((result) => result.rows[0]?.at);
  const before = await ask();
  process.kill(Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await expect
    .poll(
      () =>
        ask().then(
          () => 'up',
          (error: { code?: string }) => error.code,
        ),
      { interval: 10, timeout: 5_000 },
    )
    .toBe('STATE_DOWN');
  await expect.poll(() => ask().catch(() => before), { timeout: 15_000 }).not.toBe(before);
  await state.close();
});

test('after an outage each listener listens once, and hears what it missed', async () => {
  const folder = newFolder();
  const state = await openState({ folder, log: openLog('silent') });
  const ask = () =>
    state.everywhere((db) =>
      sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where query = 'listen "a_channel"'`.execute(db),
    );
  let heard = 0;
  const unlisten = await state.listen('a_channel', () => {
    heard += 1;
  });
  const server = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(server, 'SIGKILL');
  await expect.poll(() => heard, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect
    .poll(
      () =>
        ask().then(
          (result) => result.rows[0]?.n,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await ask()).rows[0]?.n).toBe(1);
  await unlisten();
  await state.close();
});
