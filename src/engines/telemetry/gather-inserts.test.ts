import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '#engines/testing/run-program.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { openTelemetry } from './open-telemetry.ts';
import { openTestTelemetry } from './testing/open-test-telemetry.ts';
import type { Telemetry } from './types.ts';

const org = makeId('org', 1, new Uint8Array(16).fill(7));
const at = new Date();
const rowsOf = (path: string, many = 3) =>
  Array.from({ length: many }, (_, nth) => ({ shop_id: 's', at, received_at: at, path, file_offset: nth }));

async function paths(telemetry: Telemetry, of: OrgId = org): Promise<Record<string, number>> {
  const rows = await telemetry.query<{ path: string; n: number }>(
    of,
    'select path, count() as n from @requests group by path order by path',
  );
  return Object.fromEntries(rows.map(({ path, n }) => [path, n]));
}

it('deliveries of several organisations at once are stored by one insert, each once, each with its own columns', async () => {
  await using telemetry = await openTestTelemetry();
  const other = telemetry.newOrg();
  const insert = (of: OrgId, path: string, token: string) => telemetry.insert(of, 'requests', rowsOf(path), { token, together: true });
  const wide = rowsOf('/wide').map((row) => ({ ...row, agent: 'A', duration_ms: 1.5, bytes: 2 ** 40 }));
  await Promise.all([
    ...[insert(org, '/a', 'one'), insert(org, '/a', 'one'), insert(org, '/b', 'two'), insert(other, '/c', 'one')],
    telemetry.insert(org, 'requests', wide, { token: 'wide', together: true }),
  ]);
  // The same again, alone and together with something new.
  await Promise.all([insert(org, '/a', 'one'), insert(org, '/d', 'three')]);
  expect(await paths(telemetry)).toEqual({ '/a': 3, '/b': 3, '/d': 3, '/wide': 3 });
  expect(await paths(telemetry, other)).toEqual({ '/c': 3 });
  const [row] = await telemetry.query(org, "select uniqExact(stored_at) as inserts from @requests where path in ('/a', '/b', '/wide')");
  expect(row).toEqual({ inserts: 1 });
  const seen = await telemetry.query(
    org,
    "select distinct path, agent, duration_ms, bytes from @requests where path in ('/a', '/wide') order by path",
  );
  expect(seen).toEqual([
    { path: '/a', agent: '', duration_ms: null, bytes: 0 },
    { path: '/wide', agent: 'A', duration_ms: 1.5, bytes: 2 ** 40 },
  ]);
});

it('what cannot be stored is refused, and holds up nobody after it', async () => {
  await using telemetry = await openTestTelemetry();
  const bad = [{ shop_id: 's', at: new Date(Number.NaN), received_at: at }];
  await expect(telemetry.insert(org, 'requests', bad, { token: 'bad', together: true })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await telemetry.insert(org, 'requests', rowsOf('/good'), { token: 'good', together: true });
  expect(await paths(telemetry)).toEqual({ '/good': 3 });
});

it('killed at eight random moments, nothing that was acknowledged is lost, and what is sent again is stored once', {
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-gather-'));
  const path = join(folder, 'telemetry');
  const program = join(import.meta.dirname, 'testing', 'programs', 'gather-until-killed.ts');
  const told = new Set<string>();
  try {
    for (let kill = 0; kill < 8; kill++) {
      // Each one begins with deliveries that the one before may have stored.
      const running = runProgram(program, [path, org, String(Math.max(0, kill - 1))], { NODE_COMPILE_CACHE: join(folder, 'compiled') });
      await running.until(() => running.lines.length > 1 + kill * 4);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      await running.end('SIGKILL');
      for (const line of running.lines) if (/^\d+-\d+$/.test(line)) told.add(line);
    }
    writeFileSync(join(path, 'together', 'cut-off.part'), 'half a block');
    const telemetry = await openTelemetry({ path, retentionDays: null });
    try {
      const stored = await paths(telemetry);
      expect(told.size).toBeGreaterThan(20);
      expect([...told].filter((delivery) => stored[`/${delivery}`] !== 20)).toEqual([]);
      expect(Object.values(stored).filter((many) => many !== 20)).toEqual([]);
      expect(readdirSync(join(path, 'together'))).toEqual([]);
    } finally {
      await telemetry.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
