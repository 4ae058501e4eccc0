import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { loadMessages } from '#web/messages.ts';
import { makeDecision, noteFiling, stateFacts } from '../index.ts';
import { shredDueCases } from '../jobs.ts';
import { decideTables } from '../store.ts';
import { decideLeak } from '../testing/decide-leak.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { chainRegister } from '../verbs/chain-register.ts';
import { closeCase } from '../verbs/close-case.ts';
import { endRegister } from '../verbs/end-register.ts';
import { setRegisterRules } from '../verbs/set-register-rules.ts';
import { hashContent, hashLink } from './chain.ts';
import { exportRegister } from './export-register.ts';
import { registerShape } from './register-document.ts';
import { registerXlsx } from './register-xlsx.ts';
import { endOf } from './rules.ts';
import { verifyRegister } from './verify-register.ts';
import { verifyStoredRegister } from './verify-stored.ts';

let stage: CaseStage;
let house: CaseStage['house'];
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const t = loadMessages(productFiles).in('en');
const view = { locale: 'en', t, timeZone: 'Europe/Warsaw' } as const;
type Org = ReturnType<CaseStage['house']['newOrg']>;

async function exported(org: Org): Promise<string> {
  return Buffer.from((await exportRegister(house.scope(org, 'privacy'), 'json', view)).bytes).toString();
}

/** An export with something done to it, as a forger would who does not know the key. */
function forged(text: string, change: (document: ReturnType<typeof registerShape.parse>) => void): string {
  const document = registerShape.parse(JSON.parse(text));
  change(document);
  return JSON.stringify(document);
}

const kindsIn = (text: string, expected = {}) => [...new Set(verifyRegister(text, expected).faults.map((fault) => fault.kind))].sort();

test('an exported register verifies alone; what was changed, removed, moved, doubled or cut is named', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const first = await decideLeak(stage, org);
  const earlier = verifyRegister(await exported(org)).head.hash;
  await noteFiling(house.scope(org, 'privacy', 'per_officer'), {
    case: first.id,
    kind: 'first',
    authority: 'Office',
    at: '2026-11-20T15:20:00Z',
  });
  await stage.settle();
  await decideLeak(stage, org, 'Nobody could see it: the page was never published.', { register: 'no', authority: 'no', people: 'no' });
  const text = await exported(org);
  const key = house.secrets.publicKey(org, 'register');
  expect(verifyRegister(text, { head: earlier, key })).toMatchObject({
    intact: true,
    entries: 3,
    ended: 0,
    faults: [],
    earlier_head: { seq: 1 },
  });
  expect(JSON.parse(text).entries[2].entry.decision).toMatchObject({
    register: 'no',
    reason: 'Nobody could see it: the page was never published.',
  });

  const e = (document: ReturnType<typeof registerShape.parse>, index: number) => {
    const one = document.entries[index];
    if (!one) throw new Error('no such entry');
    return one;
  };
  expect(kindsIn(forged(text, (d) => Object.assign(e(d, 1).entry ?? {}, { title: 'nothing happened' })))).toEqual(['changed']);
  expect(verifyRegister(forged(text, (d) => Object.assign(e(d, 1), { number: '2026-009' }))).faults[0]).toMatchObject({
    seq: 2,
    kind: 'changed',
  });
  expect(kindsIn(forged(text, (d) => Object.assign(e(d, 0), { at: '2026-11-20T15:20:00.001Z' })))).toEqual(['changed']);
  expect(kindsIn(forged(text, (d) => d.entries.splice(1, 1)))).toEqual(['removed']);
  expect(kindsIn(forged(text, (d) => d.entries.splice(0, 1)))).toEqual(['removed']);
  expect(kindsIn(forged(text, (d) => d.entries.reverse()))).toEqual(['moved']);
  expect(kindsIn(forged(text, (d) => d.entries.push(e(d, 0))))).toEqual(['doubled', 'moved']);
  expect(kindsIn(forged(text, (d) => d.entries.pop()))).toEqual(['cut']);
  expect(kindsIn(forged(text, (d) => Object.assign(e(d, 1), { entry: null, written_by: null, at: null })))).toEqual(['changed']);
  expect(kindsIn(forged(text, (d) => Object.assign(d, { exported_at: '2027-01-01T00:00:00.000Z' })))).toEqual(['signature']);
  // Said to be over although its case is open: only the ledger can tell, and the verdict says how many have no content.
  const hidden = forged(text, (d) =>
    Object.assign(e(d, 1), { entry: null, written_by: null, at: null, ended_at: '2026-11-21T00:00:00.000Z' }),
  );
  expect(verifyRegister(hidden)).toMatchObject({ ended: 1 });

  // A forger who computes the whole chain anew, and its head, is held by the signature and by the earlier head.
  const rewritten = forged(text, (d) => {
    Object.assign(e(d, 0).entry ?? {}, { title: 'nothing happened' });
    let previous = '0'.repeat(64);
    for (const one of d.entries) {
      if (one.written_by === null || one.at === null) throw new Error('over');
      one.content_hash = hashContent({ written_by: one.written_by, at: one.at, entry: one.entry });
      one.previous = previous;
      one.hash = hashLink({ ...one, organisation: d.organisation });
      previous = one.hash;
    }
    d.head.hash = previous;
  });
  expect(kindsIn(rewritten)).toEqual(['signature']);
  expect(kindsIn(rewritten, { head: earlier })).toEqual(['head-unknown', 'signature']);
  expect(kindsIn(text, { key: house.secrets.publicKey(house.newOrg(), 'register') })).toEqual(['key']);
  expect(kindsIn(text, { head: 'f'.repeat(64) })).toEqual(['head-unknown']);
});

test('two decisions in a row get an entry each, with the facts that each was made on', async () => {
  const org = house.newOrg();
  const { row } = await stage.leak(org, [stage.record(org, 1, 'a')]);
  const officer = house.scope(org, 'privacy', 'per_officer');
  const { version } = await stage.latest(org, row.id);
  const yes = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(officer, { case: row.id, version, ...yes, reason: 'the first of two' });
  const next = await stateFacts(officer, { case: row.id, facts: { people: { value: { atLeast: 7, atMost: 7 }, certainty: 'confirmed' } } });
  await makeDecision(officer, { case: row.id, version: next.version, ...yes, reason: 'the second of two' });
  await stage.settle();
  const { entries } = JSON.parse(await exported(org));
  expect(entries.map((one: { entry: { people: object; decision: object } }) => [one.entry.decision, one.entry.people])).toMatchObject([
    [{ reason: 'the first of two' }, { atMost: 1 }],
    [{ reason: 'the second of two' }, { atMost: 7 }],
  ]);
});

test('what is no exported register is refused with a clear line', async () => {
  const org = house.newOrg();
  await decideLeak(stage, org);
  const text = await exported(org);
  const refused = (bad: string) => expect(() => verifyRegister(bad)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  for (const bad of ['', 'PK\u0003\u0004', '[]', 'null', '{"schema":"shopbell-register/1"}', text.slice(0, text.length >> 1)]) refused(bad);
  refused(text.replace('"schema"', '"note": "not covered by any hash", "schema"'));
  refused(text.replace('"seq": 1', '"seq": 1e400'));
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  refused(text.replace('"entry": {', `"entry": {"deep": ${deep},`));
  expect(verifyRegister(`\uFEFF${text}`).intact).toBe(true);
  expect(kindsIn(text.replace('"entry": {', '"entry": {"__proto__": {"x": 1},'))).toEqual(['changed']);
  const many = forged(text, (d) => {
    const [one] = d.entries;
    if (one) d.entries = Array.from({ length: 4_000 }, (_, index) => ({ ...one, seq: index * 1_000 + 1 }));
  });
  expect(verifyRegister(many).intact).toBe(false);
});

test('entries from before the chain are linked once, in their order; the database refuses to change or remove anything', async () => {
  const org = house.newOrg();
  const row = await decideLeak(stage, org);
  const scope = house.scope(org, 'system');
  const old = { org_id: org, case_id: row.id, number: row.number, entry: '{"title":"old"}', written_by: 'per_a' };
  await house.state.inOrg(org, async (db) => {
    await decideTables(db)
      .insertInto('register_entries')
      .values({ ...old, id: stage.newId('reg'), version: 8, at: new Date('2020-01-01T00:00:00Z') })
      .execute();
    await decideTables(db)
      .insertInto('register_entries')
      .values({ ...old, id: stage.newId('reg'), version: 7, at: new Date('2019-01-01T00:00:00Z') })
      .execute();
  });
  expect(await chainRegister(scope, {})).toEqual({ linked: 2 });
  expect(await chainRegister(scope, {})).toEqual({ linked: 0 });
  const text = await exported(org);
  expect(JSON.parse(text).entries.map((one: { version: number }) => one.version)).toEqual([1, 7, 8]);
  expect(verifyRegister(text).intact).toBe(true);
  expect(await verifyStoredRegister(house.state, org)).toEqual({ links: 3, broken: null });
  const refused = (work: Parameters<typeof house.state.inOrg>[1]) => expect(house.state.inOrg(org, work)).rejects.toThrow(/append-only/);
  await refused((db) => decideTables(db).deleteFrom('register_chain').execute());
  await refused((db) => decideTables(db).deleteFrom('register_entries').execute());
  await refused((db) =>
    decideTables(db)
      .updateTable('register_chain')
      .set({ hash: 'f'.repeat(64) })
      .execute(),
  );
  await refused((db) =>
    decideTables(db)
      .updateTable('register_chain')
      .set({ hash: 'f'.repeat(64), ended_at: new Date() })
      .execute(),
  );
});

test('an entry ends when its time is over: what it said is gone, the chain stays whole; never before, never shorter than 24 months', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const row = await decideLeak(stage, org);
  const officer = house.scope(org, 'privacy', 'per_officer');
  for (const keepMonths of [23, 1_201, 30.5, Number.NaN])
    await expect(setRegisterRules(officer, { keepMonths, readers: 'everybody' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(setRegisterRules(house.scope(org, 'engineer'), { keepMonths: 24, readers: 'everybody' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await setRegisterRules(officer, { keepMonths: 24, readers: 'everybody' });
  await closeCase(officer, { case: row.id });
  const before = verifyRegister(await exported(org)).head.hash;
  house.setNow(new Date('2028-11-20T15:19:59Z'));
  await expect(endRegister(house.scope(org), { case: row.id })).rejects.toMatchObject({ code: 'CONFLICT' });
  await shredDueCases({ ...house, state: { ...house.state, everywhere: async () => [{ org_id: org, name: 'x' }] as never } });
  expect(verifyRegister(await exported(org)).ended).toBe(0);
  house.setNow(new Date('2028-11-20T15:20:00Z'));
  expect(await endRegister(house.scope(org), { case: row.id })).toEqual({ entries: 1 });
  expect(await endRegister(house.scope(org), { case: row.id })).toEqual({ entries: 0 });
  const text = await exported(org);
  expect(text).not.toContain('Orders read one after another');
  expect(verifyRegister(text, { head: before })).toMatchObject({ intact: true, entries: 1, ended: 1 });
  expect(await verifyStoredRegister(house.state, org)).toEqual({ links: 1, broken: null });
  expect(endOf(new Date('2024-02-29T12:00:00Z'), { keepMonths: 60 })?.toISOString()).toBe('2029-02-28T12:00:00.000Z');
  expect(endOf(new Date('2024-12-31T12:00:00Z'), { keepMonths: 26 })?.toISOString()).toBe('2027-02-28T12:00:00.000Z');
});

test('the spreadsheet has times as times and numbers as numbers, and nothing in it is a formula', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  await decideLeak(stage, org, '=HYPERLINK("http://evil.example","x")&\u0000\u0001<a>');
  const { bytes } = await exportRegister(house.scope(org, 'viewer'), 'xlsx', view);
  const files = unzipSync(bytes);
  const sheet = Buffer.from(files['xl/worksheets/sheet1.xml'] ?? []).toString();
  expect(Object.keys(files)).toContain('xl/worksheets/sheet2.xml');
  expect(sheet).not.toContain('<f>');
  expect(sheet).toContain('state="frozen"');
  expect(sheet).toMatch(/<c r="C2" s="\d+"( t="n")?><v>46346\.6388/);
  expect(sheet).toMatch(/<c r="B2"( t="n")?><v>1<\/v>/);
  const strings = Buffer.concat(Object.values(files).map((part) => Buffer.from(part))).toString();
  expect(strings).toContain('<t>=HYPERLINK("http://evil.example","x")&amp;');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would make the file unreadable
  expect(sheet).not.toMatch(/[\u0000-\u0008]/);
  const empty = unzipSync(await registerXlsx([], org, house.clock.now()));
  expect(Object.keys(empty)).toContain('xl/worksheets/sheet1.xml');
});
