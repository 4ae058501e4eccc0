import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { vi } from 'vitest';

/** No package of npm brings a MariaDB: tests that want one are skipped where none is installed. */
export const hasMariadb = ['mariadbd', 'mariadb-install-db'].every((command) => spawnSync(command, ['--version']).error === undefined);

interface Mariadb {
  readonly port: number;
  /** A connection of its root. */
  readonly root: Connection;
  stop(): Promise<void>;
}

/** A real MariaDB in a folder of its own, on loopback. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-mariadb-'));
  const port = await freePort();
  const socketPath = join(folder, 's');
  const user = `--user=${userInfo().username}`;
  execFileSync('mariadb-install-db', [`--datadir=${folder}/data`, user, '--auth-root-authentication-method=normal'], { stdio: 'ignore' });
  const options = [`--datadir=${folder}/data`, user, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${socketPath}`];
  const server = spawn('mariadbd', ['--no-defaults', ...options], { stdio: 'ignore' });
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const root = await vi.waitUntil(() => createConnection({ socketPath, user: 'root', multipleStatements: true }).catch(() => null), {
    timeout: 30_000,
    interval: 100,
  });
  return {
    port,
    root,
    stop: async () => {
      await root.end();
      server.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
