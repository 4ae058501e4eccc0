import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openLog } from '../log/open-log.ts';
import { prepare } from '../state/open-state.ts';
import { startPostgres } from '../state/postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection strings of the run's PostgreSQL: the ordinary role's and the superuser's. */
    postgres: { url: string; superUrl: string };
  }
}

/** Starts one real PostgreSQL for a test run, with a migrated template database that each test house copies. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-test-'));
  const server = await startPostgres(folder, openLog('silent'));
  await prepare(server.url).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const client = new pg.Client({ connectionString: server.superUrl });
  await client.connect();
  await client.query('alter system set fsync = off');
  await client.query('select pg_reload_conf()');
  await client.end();
  project.provide('postgres', { url: server.url, superUrl: server.superUrl });
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
