import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../src/app/config.ts';
import { startShopbell } from '../src/app/start-shopbell.ts';
import type { House } from '../src/engines/house.ts';
import { readEntries, verifyLedger } from '../src/engines/ledger/verify-ledger.ts';
import { runProgram } from '../src/engines/testing/run-program.ts';
import type { OrgId } from '../src/kernel/ids.ts';
import { makeId } from '../src/kernel/ids.ts';
import { HOUR } from '../src/kernel/time.ts';
import { openCaseByHand } from '../src/steps/decide/index.ts';
import { addContact } from '../src/steps/respond/index.ts';

const PROGRAM = join(import.meta.dirname, 'programs', 'remind-until-killed.ts');
const CASES = 60;
const KILLS = 4;

let folder: string;
let env: Record<string, string>;
let org: OrgId;
const kills: number[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-remind-'));
  mkdirSync(join(folder, 'data'));
  env = { SHOPBELL_DATA: join(folder, 'data'), SHOPBELL_LOG: 'error', NODE_COMPILE_CACHE: join(folder, 'compiled') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Works on the same data without anything that runs in the background. */
async function withHouse<T>(work: (house: House) => Promise<T>): Promise<T> {
  const running = await startShopbell(readConfig({ ...env, SHOPBELL_ROLES: 'web', SHOPBELL_PORT: '0' }, folder));
  try {
    return await work(running.house);
  } finally {
    await running.stop();
  }
}

test('killed again and again while it reminds, every reminder is written once and pages once', { timeout: 360_000 }, async () => {
  await withHouse(async (house) => {
    org = makeId('org', Date.now(), house.random.bytes(16));
    const owner = { house, org, actor: { kind: 'person', id: 'per_owner', role: 'owner' } } as const;
    await addContact(owner, { name: 'On call', kind: 'mail', address: 'on.call@lantern.example', position: 1, waitMinutes: 60 });
    // Some have one reminder due, some two, three, or all four.
    for (let nth = 0; nth < CASES; nth++) {
      const noticedAt = new Date(Date.now() - ([40, 56, 66, 80][nth % 4] ?? 0) * HOUR).toISOString();
      await openCaseByHand(owner, { kind: 'other', title: `Something was lost, number ${nth}`, noticedAt });
    }
  });
  for (let kill = 0; kill < KILLS; kill++) {
    const program = runProgram(PROGRAM, [], env);
    await Promise.race([program.until((line) => line === 'ready'), wait(20_000)]);
    await wait(20 + Math.random() * 350);
    await program.end('SIGKILL');
    kills.push(Date.now());
  }
  const last = runProgram(PROGRAM, [], env);
  await last.until((line) => line === 'ready');
  await wait(18_000);
  await last.end('SIGTERM');
  await withHouse(async (house) => {
    const entries = await house.state.inOrg(org, (db) => readEntries(db, org, 0, 10_000));
    expect(await verifyLedger(house.state, org)).toBe(entries.length);
    const reminded = entries.filter((entry) => entry.kind === 'decide.clock-reminded');
    const lives = new Set(reminded.map(({ at }) => kills.filter((kill) => kill < at.getTime()).length));
    // Else no kill came between two reminders, and the test shows nothing.
    expect(lives.size).toBeGreaterThan(1);
    const told = reminded.map((entry) => entry.payload as { case: string; share: number; overtaken: boolean });
    expect(new Set(told.map((one) => `${one.case} ${one.share}`)).size).toBe(told.length);
    expect(told.length).toBe((CASES / 4) * (1 + 2 + 3 + 4));
    expect(told.filter((one) => !one.overtaken).length).toBe(CASES);
    const pages = await house.state.inOrg(org, (db) =>
      sql<{ reminder: string; state: string }>`select reminder, state from pages`.execute(db),
    );
    expect(pages.rows.length).toBe(CASES);
    expect(new Set(pages.rows.map((one) => one.reminder)).size).toBe(CASES);
  });
});
