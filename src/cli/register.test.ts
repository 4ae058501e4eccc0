import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { socketFolder } from '#engines/files/socket-folder.ts';
import { openSecrets } from '#engines/secrets/open-secrets.ts';
import { makeId } from '#kernel/ids.ts';
import { createOrganisation } from '#registry/index.ts';
import { registerShape, verifiedPackShape, verifiedRegisterShape } from '#steps/decide/index.ts';
import { packEvidence } from '../steps/decide/papers/pack-evidence.ts';
import { decideTables } from '../steps/decide/store.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'shopbell-cli-register-'));
const data = join(folder, 'data');
const exported = join(folder, 'register.json');

/** Two entries as an older Shopbell left them: without a chain. */
beforeAll(async () => {
  const { house, close } = await openHouse(readConfig({ SHOPBELL_DATA: data, SHOPBELL_LOG: 'error' }, folder), () => 'http://localhost');
  try {
    const now = house.clock.now();
    const newId = <P extends string>(prefix: P) => makeId(prefix, now.getTime(), house.random.bytes(16));
    const org = newId('org');
    await createOrganisation({ house, org, actor: { kind: 'system', id: 'test', role: 'system' } }, { name: 'Lamps' });
    const facts = { people: { value: { atLeast: 1, atMost: 3 }, certainty: 'likely' } } as const;
    const entry = {
      ...{ title: 'Parcels swapped', regime: 'gdpr', facts, people: { atLeast: 1, atMost: 3 }, severity: { low: 1, high: 1, band: 'low' } },
      ...{
        effects: null,
        remedies: null,
        awareAt: now.toISOString(),
        deadline: now.toISOString(),
        decision: null,
        reasons: [],
        deviation: null,
      },
    };
    await house.state.inOrg(org, async (db) => {
      for (const number of ['2026-001', '2026-002']) {
        const ids = { org_id: org, id: newId('reg'), case_id: newId('case') };
        await decideTables(db)
          .insertInto('register_entries')
          .values({ ...ids, number, version: 1, entry: JSON.stringify(entry), written_by: 'per_a', at: now })
          .execute();
      }
    });
  } finally {
    await close();
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(socketFolder(data), { recursive: true, force: true });
});

async function shopbell(args: readonly string[], stdin = '') {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    SHOPBELL_DATA: data,
    SHOPBELL_LOG: 'error',
  };
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', join(ROOT, 'src/cli/main.ts'), ...args], {
    cwd: ROOT,
    env,
  });
  child.stdin.end(stdin);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { out, err, code };
}

test('export writes what verify proves alone; a changed, cut or foreign file is told by its exit code', async () => {
  const written = await shopbell(['register', 'export', '--out', exported]);
  expect(written).toMatchObject({ code: 0, out: '' });
  const document = registerShape.parse(JSON.parse(readFileSync(exported, 'utf8')));
  expect(document.entries.map((one) => one.number)).toEqual(['2026-001', '2026-002']);
  expect(written.err).toContain(document.head.hash);
  const again = await shopbell(['register', 'export', '--out', exported]);
  expect(again.code).toBe(3);
  expect(again.err).toContain('FILE_UNWRITABLE');

  // From here on there is no data folder: the file is all there is.
  const alone = (args: readonly string[], stdin = '') => shopbell(['register', 'verify', ...args], stdin);
  const whole = await alone([exported, '--json', '--head', document.entries[0]?.hash ?? '', '--key', document.signature.public_key]);
  expect(whole.code).toBe(0);
  expect(verifiedRegisterShape.parse(JSON.parse(whole.out))).toMatchObject({ intact: true, entries: 2, earlier_head: { seq: 1 } });
  const changed = await alone(['-'], readFileSync(exported, 'utf8').replace('Parcels swapped', 'Nothing at all'));
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('link 1 2026-001 version 1: what it says was changed');
  const cut = join(folder, 'cut.json');
  writeFileSync(cut, readFileSync(exported).subarray(0, 900));
  expect(await alone([cut])).toMatchObject({ code: 2, out: '' });
  expect(await alone([join(folder, 'nothing.json')])).toMatchObject({ code: 3, out: '' });
  expect(await alone([folder])).toMatchObject({ code: 3, out: '' });
  expect((await alone([])).code).toBe(2);
  expect((await alone([exported, '--head', 'abc'])).code).toBe(2);
  expect((await alone([exported, '--head', 'a'.repeat(64)])).code).toBe(1);
  expect((await shopbell(['register', 'export', '--format', 'doc'])).code).toBe(2);
  expect((await shopbell(['register', 'burn'])).code).toBe(2);
}, 240_000);

test('the command writes every format, and verify tells of the register beside the ledger', async () => {
  const csv = await shopbell(['register', 'export', '--format', 'csv', '--organisation', 'Lamps']);
  expect(csv.out.split('\r\n')).toHaveLength(4);
  expect((await shopbell(['register', 'export', '--format', 'xlsx', '-o', join(folder, 'r.xlsx')])).code).toBe(0);
  expect(readFileSync(join(folder, 'r.xlsx')).subarray(0, 2).toString()).toBe('PK');
  expect((await shopbell(['register', 'export', '--format', 'pdf', '--language', 'pl', '-o', join(folder, 'r.pdf')])).code).toBe(0);
  expect(readFileSync(join(folder, 'r.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await shopbell(['register', 'export', '--organisation', 'Nobody'])).code).toBe(3);
  expect(existsSync(join(folder, 'nothing.json'))).toBe(false);
  const verified = await shopbell(['verify', '--json']);
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out)).toMatchObject({ ledgers: [{ broken: null, register: { links: 2, broken: null } }] });
}, 240_000);

test('evidence verify tells by its exit code whether a pack is as it was sealed', async () => {
  const secrets = openSecrets(randomBytes(32));
  const organisation = makeId('org', 1_700_000_000_000, randomBytes(16));
  const about = { id: makeId('case', 1_700_000_000_000, randomBytes(16)), number: '2026-001', title: 'Parcels swapped' };
  const files = new Map<string, unknown>([
    ['case.json', { title: 'Parcels swapped' }],
    ['ledger.json', { organisation, entries: [] }],
    ['register.json', { organisation, entries: [], links: [] }],
  ]);
  const pack = join(folder, 'pack.zip');
  writeFileSync(pack, packEvidence(secrets, { organisation, case: about, purpose: null, people: 0 }, files));
  const whole = await shopbell(['evidence', 'verify', pack, '--key', secrets.publicKey(organisation, 'evidence')]);
  expect(whole.code).toBe(0);
  expect(whole.out).toContain('INTACT: case 2026-001');
  const changed = join(folder, 'changed.zip');
  writeFileSync(changed, zipSync({ ...unzipSync(readFileSync(pack)), 'case.json': Buffer.from('{}') }));
  const told = await shopbell(['evidence', 'verify', changed, '--json']);
  expect(told.code).toBe(1);
  expect(verifiedPackShape.parse(JSON.parse(told.out)).files).toContainEqual({ path: 'case.json', state: 'changed' });
  expect((await shopbell(['evidence', 'verify', exported])).code).toBe(2);
  expect((await shopbell(['evidence', 'verify', join(folder, 'none.zip')])).code).toBe(3);
  expect((await shopbell(['evidence', 'burn', pack])).code).toBe(2);
}, 240_000);
