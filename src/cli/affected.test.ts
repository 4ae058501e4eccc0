import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { startShopbell } from '#app/start-shopbell.ts';
import { socketFolder } from '#engines/files/socket-folder.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { makeId, type OrgId, type SignalId } from '#kernel/ids.ts';
import { createOrganisation, importPeople, registerShop } from '#registry/index.ts';
import { affectedShape, raiseSignal } from '#steps/detect/index.ts';
import { select } from '../steps/detect/finding.ts';
import type { findingShape } from '../steps/detect/finding-shape.ts';
import { makeRequest, readOrder } from '../steps/detect/testing/make-request.ts';

/** Two days ago: the data folder forgets what is older than its retention. */
const T = Date.now() - 172_800_000;
const BORN = `${new Date(T).getUTCFullYear() - 10}-01-01`;
const SPAN = ['--since', new Date(T - 3_600_000).toISOString(), '--until', new Date(T + 3_600_000).toISOString()];
const folder = mkdtempSync(join(tmpdir(), 'shopbell-cli-affected-'));
const data = join(folder, 'data');
const purpose = 'The authority asked on Monday.';
let signal: SignalId;
let org: OrgId;
const inHouse = async <R>(work: (house: Awaited<ReturnType<typeof openHouse>>['house']) => Promise<R>): Promise<R> => {
  const { house, close } = await openHouse(readConfig({ SHOPBELL_DATA: data, SHOPBELL_LOG: 'error' }, folder), () => 'http://localhost');
  try {
    return await work(house);
  } finally {
    await close();
  }
};

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly told: string }> {
  const environment = { ...process.env, SHOPBELL_DATA: data, SHOPBELL_LOG: 'error' };
  const child = spawn(process.execPath, ['--import', './src/cli/load-sources.ts', 'src/cli/main.ts', 'affected', ...args], {
    env: environment,
  });
  let out = '';
  let told = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, told })));
}

beforeAll(async () => {
  await inHouse(async (house) => {
    const at = house.clock.now().getTime();
    org = makeId('org', at, house.random.bytes(16));
    const scope = { house, org, actor: { kind: 'system', id: 'test', role: 'system' } } as const;
    await createOrganisation(scope, { name: 'Practice' });
    const { shop } = await registerShop(scope, {
      ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Berlin' },
      ...{ country: 'DE', contact: { name: 'Care', address: 'care@shop.example' } },
      privacyContact: { name: 'P', address: 'privacy@shop.example' },
    });
    const who = { address: '203.0.113.66', agent: 'tool' };
    const ref = (order: number) => house.secrets.sealRef(org, 'order', String(order));
    const reads = [1, 2, 3].map((order) =>
      readOrder(shop, T + order * 1000, order, { ...who, object_ref: ref(order), bytes: 3000 + order }),
    );
    const before = makeRequest(shop, T - 7_200_000);
    await house.telemetry.insert(org, 'requests', [before, ...reads, readOrder(shop, T, 9, { object_ref: ref(9) })]);
    const person = (id: number, customer: string, born: string) =>
      JSON.stringify({ kind: 'order', id, customer, name: 'N', email: 'n@mail.example', language: 'de', country: 'DE', born });
    await importPeople(scope, { shop, format: 'ndjson', text: [person(1, 'c1', BORN), person(2, 'c1', BORN)].join('\n') });
    const span = { from: new Date(T).toISOString(), to: new Date(T + 60_000).toISOString() };
    const pairs = [`${who.address}\n${who.agent}`];
    const selection = structuredClone(select('personal-reads', span, { pairs })) as z.input<typeof findingShape>['selection'];
    const raised = await raiseSignal(scope, {
      ...{ shop, known: null },
      finding: {
        ...{ rule: 'enumeration', subject: '/account/orders/{order}', level: 'high', succeeded: 'yes', attack: 'T1119' },
        ...{ actor: { address: who.address }, selection, reads: selection, firstSeen: span.from, lastSeen: span.to, count: 3 },
        ...{ touched: [{ kind: 'order', distinct: 3 }], categories: ['name'], evidence: [], facts: { how: 'quick', records: 3 } },
      },
    });
    if (raised.signal === null) throw new Error('no signal was raised');
    signal = raised.signal;
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a signal as JSON that fits its schema; the list is for one reader only, and the ledger says why', async () => {
  const list = join(folder, 'people.csv');
  const { code, out, told } = await run([signal, '--json', '--ask', '--list', list, '--by', 'person', '--purpose', purpose]);
  expect({ code, told }).toEqual({ code: 1, told: expect.stringContaining('2 lines written') });
  const document = affectedShape.parse(JSON.parse(out));
  expect(document).toMatchObject({
    signal,
    records: 3,
    times: 3,
    people: { atLeast: 1, atMost: 2 },
    asked: { known: 1, unknownRecords: 1 },
  });
  expect(document.groups.find((one) => one.group === 'minor')).toMatchObject({ answer: 'some', atLeast: 1, atMost: 2, unknown: 1 });
  expect(out).not.toMatch(/mail\.example/);
  expect(out).not.toContain(BORN);
  expect(statSync(list).mode & 0o777).toBe(0o600);
  expect(readFileSync(list, 'utf8').split('\r\n')[1]).toMatch(/^c1,,name email/);
  const again = await run([signal, '--list', list, '--purpose', purpose]);
  expect(again).toMatchObject({ code: 3, told: expect.stringContaining('FILE_UNWRITABLE') });
  expect(readFileSync(list, 'utf8')).toMatch(/^customer,/);
  const kinds = await inHouse(async (house) => (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100))).map((one) => one.kind));
  expect(kinds.slice(-2)).toEqual(['detect.people-counted', 'detect.affected-list-opened']);
}, 120_000);

test('a free choice by address, in words, and record by record', async () => {
  const list = join(folder, 'records.csv');
  const choice = ['--actor', '203.0.113.66', ...SPAN, '--route', '/account/'];
  const { code, out } = await run([...choice, '--list', list, '--purpose', purpose]);
  expect(code).toBe(1);
  expect(out).toContain('At least one person, at most 3');
  expect(out).toMatch(/minor +unknown, at most 3. The directory was not asked/);
  const ids = readFileSync(list, 'utf8')
    .split('\r\n')
    .map((line) => line.split(',')[1]);
  expect(ids.toSorted()).toEqual(['1', '2', '3', 'id', undefined]);
  expect(await run(['--actor', '192.0.2.200', ...SPAN])).toMatchObject({ code: 0 });
}, 120_000);

test('what is wrong is said before anything is opened', async () => {
  const target = join(folder, 'none.csv');
  writeFileSync(join(folder, 'there.csv'), 'kept');
  const cases: [string[], number, string][] = [
    [[], 2, 'give a signal'],
    [['sig_nonsense'], 2, 'begins with sig_'],
    [[signal, ...SPAN], 2, 'not both'],
    [[signal, '--list', target], 2, '--purpose'],
    [[signal, '--by', 'house'], 2, '--by'],
    [['--since', 'yesterday'], 2, 'Write a time'],
    [['--shop', 'Nobody', ...SPAN], 3, 'shop'],
  ];
  for (const [args, code, told] of cases) expect(await run(args)).toMatchObject({ code, out: '', told: expect.stringContaining(told) });
  expect(() => statSync(target)).toThrow();
}, 120_000);

test('beside a running Shopbell that one answers, with the same words, list, errors and traces', async () => {
  const alone = await run([signal, '--json']);
  const environment = { SHOPBELL_DATA: data, SHOPBELL_LOG: 'error', SHOPBELL_ROLES: 'web', SHOPBELL_PORT: '0' };
  const config = readConfig(environment, folder);
  const own = join(socketFolder(data), 'own');
  mkdirSync(own, { recursive: true });
  chmodSync(own, 0o755);
  await expect(startShopbell(config)).rejects.toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
  chmodSync(own, 0o700);
  const running = await startShopbell(config);
  try {
    const list = join(folder, 'beside.csv');
    const beside = await run([signal, '--json', '--list', list, '--purpose', purpose]);
    expect(beside.code).toBe(1);
    expect(affectedShape.parse(JSON.parse(beside.out)).byCategory).toEqual(affectedShape.parse(JSON.parse(alone.out)).byCategory);
    expect(readFileSync(list, 'utf8').split('\r\n')).toHaveLength(5);
    expect(await run(['--shop', 'Nobody', ...SPAN])).toMatchObject({ code: 3, out: '', told: expect.stringContaining('shop') });
    expect(statSync(own).mode & 0o777).toBe(0o700);
    const entries = await running.house.state.inOrg(org, (db) => readEntries(db, org, 0, 100));
    expect(entries.at(-1)?.kind).toBe('detect.sealed-list-opened');
  } finally {
    await running.stop();
  }
}, 120_000);
