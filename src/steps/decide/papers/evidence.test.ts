import { createHash } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makeDecision, noteFiling } from '../index.ts';
import { routes } from '../routes.tsx';
import { decideTables } from '../store.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { exportEvidence } from '../verbs/export-evidence.ts';
import { noteAdvice } from '../verbs/note-advice.ts';
import { releaseMemo } from '../verbs/release-memo.ts';
import { hashPaper } from './memo.ts';
import { readMemo } from './read-memo.ts';
import { verifyEvidence } from './verify-evidence.ts';

let stage: CaseStage;
let house: CaseStage['house'];
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

async function wholeCase() {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const officer = house.scope(org, 'privacy', 'per_officer');
  // Another case stands in the register before: its place is proven, what it says stays out.
  const other = await stage.leak(org, [stage.record(org, 9, 'z')]);
  const yes = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  const decide = async (id: typeof other.row.id, reason: string) =>
    makeDecision(officer, { case: id, version: (await stage.latest(org, id)).version, ...yes, reason });
  await decide(other.row.id, 'The other case, which is nobody’s business.');
  await stage.settle();
  const { row } = await stage.leak(org, [stage.record(org, 1, 'ada'), stage.record(org, 2, 'bob', ['protected-address'])]);
  const asked = { askedAt: '2026-11-20T15:00:00Z', givenAt: '2026-11-20T15:10:00Z', givenBy: 'Counsel' };
  await noteAdvice(officer, { case: row.id, ...asked, advice: 'Tell everybody at once.', people: 'yes' });
  await decide(row.id, 'The addresses tell who lives alone.');
  await noteFiling(officer, { case: row.id, kind: 'first', authority: 'Office', at: '2026-11-20T15:20:00Z' });
  const memo = await house.state.inOrg(org, (db) => readMemo(db, org, row.id));
  await releaseMemo(house.scope(org, 'owner', 'per_owner'), { case: row.id, decision: 1, hash: hashPaper(memo) });
  await stage.settle();
  return { org, row, officer };
}

/** A pack with something done to it, as a forger would who does not know the key. */
function forged(zip: Uint8Array, change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = { ...unzipSync(zip) };
  change(files);
  return zipSync(files);
}

const faultsOf = (zip: Uint8Array) => verifyEvidence(zip).faults.map((fault) => fault.where);
const textIn = (files: Record<string, Uint8Array>, path: string) => Buffer.from(files[path] ?? []).toString();

test('a pack holds the whole case and nobody’s data, verifies alone, and is the same bytes for the same state', async () => {
  const { org, row, officer } = await wholeCase();
  const { zip } = await exportEvidence(officer, { case: row.id });
  const verdict = verifyEvidence(zip, house.secrets.publicKey(org, 'evidence'));
  expect(verdict).toMatchObject({ intact: true, people: 0, faults: [], case: { number: '2026-002' }, register: { entries: 2, links: 3 } });
  expect(verdict.ledger.entries).toBeGreaterThan(6);
  const files = unzipSync(zip);
  for (const path of [
    'case.json',
    'facts/0001.json',
    'decisions.json',
    'advice.json',
    'filings.json',
    'parties.json',
    'memos/0001.json',
    'memos/0001.html',
    'README.txt',
  ])
    expect(Object.keys(files)).toContain(path);
  const everything = Object.values(files)
    .map((bytes) => Buffer.from(bytes).toString())
    .join('\n');
  for (const secret of ['Specimen', '@customers.example', '"ada"', 'nobody’s business', 'wrapped_key', row.wrapped_key ?? '-'])
    expect(everything).not.toContain(secret);
  house.advance(86_400_000);
  const again = await exportEvidence(officer, { case: row.id });
  expect(Buffer.compare(Buffer.from(zip), Buffer.from(again.zip))).toBe(0);
});

test('what was changed, taken out or put in is named; a re-made manifest is held by its signature', async () => {
  const { row, officer } = await wholeCase();
  const { zip } = await exportEvidence(officer, { case: row.id });
  const change = (path: string, from: string, to: string) =>
    forged(zip, (files) => {
      const text = textIn(files, path);
      expect(text).toContain(from);
      files[path] = strToU8(text.replace(from, to));
    });
  expect(faultsOf(change('facts/0001.json', '"unknown-recipients"', '"none"'))).toContain('facts/0001.json');
  expect(faultsOf(change('ledger.json', '"decide.case-opened"', '"decide.case-closed"'))).toEqual(['ledger.json', 'ledger.json']);
  expect(faultsOf(change('register.json', '"Orders read one after another"', '"Nothing"'))).toEqual(['register.json', 'register.json']);
  expect(faultsOf(change('memos/0001.html', 'lives alone', 'lives well'))).toEqual(['memos/0001.html']);
  expect(verifyEvidence(forged(zip, (files) => delete files['filings.json'])).files).toContainEqual({
    path: 'filings.json',
    state: 'missing',
  });
  expect(verifyEvidence(forged(zip, (files) => Object.assign(files, { 'later.txt': strToU8('x') }))).files).toContainEqual({
    path: 'later.txt',
    state: 'extra',
  });
  expect(faultsOf(change('manifest.json', '"2026-002"', '"2026-009"'))).toEqual(['manifest.json']);
  expect(faultsOf(change('ledger.json', '"entries": [', '"entries": 7, "x": ['))).toEqual(['ledger.json', 'ledger.json']);
  // A forger who makes the manifest's hashes anew is held by the signature; the ledger's and the memo's own hashes still tell what was done.
  const remade = forged(zip, (files) => {
    files['decisions.json'] = strToU8(textIn(files, 'decisions.json').replace('"authority": "yes"', '"authority": "no"'));
    files['facts/0002.json'] = strToU8(textIn(files, 'facts/0002.json').replace('"unknown-recipients"', '"none"'));
    const manifest = JSON.parse(textIn(files, 'manifest.json'));
    for (const one of manifest.files) {
      const bytes = files[one.path] ?? new Uint8Array();
      Object.assign(one, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    }
    files['manifest.json'] = strToU8(JSON.stringify(manifest));
  });
  expect(faultsOf(remade)).toEqual(['manifest.json', 'memos']);
  expect(verifyEvidence(zip, house.secrets.publicKey(house.newOrg(), 'evidence')).faults).toMatchObject([{ where: 'manifest.sig.json' }]);
});

test('what is no pack, leads elsewhere or unpacks too large is refused before anything is unpacked', async () => {
  const { row, officer } = await wholeCase();
  const { zip } = await exportEvidence(officer, { case: row.id });
  const refused = (bytes: Uint8Array) => expect(() => verifyEvidence(bytes)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  for (const bad of [new Uint8Array(), strToU8('hello'), strToU8('PK\u0003\u0004'), zip.subarray(0, zip.length >> 1), zip.subarray(100)])
    refused(bad);
  for (const name of ['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:\\x', 'a\u0000b', '.hidden', '__proto__/../x']) {
    refused(forged(zip, (files) => Object.assign(files, { [name]: strToU8('x') })));
  }
  refused(forged(zip, (files) => delete files['manifest.json']));
  refused(forged(zip, (files) => Object.assign(files, { 'manifest.json': strToU8('{"schema":"shopbell.evidence-pack/1"}') })));
  // A bomb: 2 GB of zeros by what its directory says.
  const bomb = zipSync({ 'manifest.json': new Uint8Array(1_000) });
  const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
  for (let at = 0; at < bomb.length - 4; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2_000_000_000, true);
  }
  refused(bomb);
  // A bomb whose directory lies: it says little and holds much.
  const liar = zipSync({ 'manifest.json': new Uint8Array(50_000_000) });
  const small = new DataView(liar.buffer, liar.byteOffset, liar.byteLength);
  for (let at = 0; at < liar.length - 4; at += 1) {
    if (small.getUint32(at, true) === 0x02014b50) small.setUint32(at + 24, 10, true);
  }
  refused(liar);
});

test('people are in it only with a purpose, which the ledger keeps, and only for who may open what is sealed', async () => {
  const { org, row, officer } = await wholeCase();
  await expect(exportEvidence(officer, { case: row.id, purpose: 'because' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(exportEvidence(house.scope(org, 'engineer'), { case: row.id })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(exportEvidence(house.scope(house.newOrg(), 'privacy'), { case: row.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { zip } = await exportEvidence(officer, { case: row.id, purpose: 'The authority asked on Monday.' });
  expect(verifyEvidence(zip)).toMatchObject({ intact: true, people: 2 });
  expect(textIn(unzipSync(zip), 'people.json')).toContain('Specimen ada');
  const app = serveRooms(productFiles, () => officer, { '/decide': routes() });
  const post = (fields: Record<string, string>) =>
    app.request(`/decide/cases/${row.id}/papers/evidence`, { method: 'POST', body: new URLSearchParams(fields) });
  expect((await post({ people: 'yes', purpose: '' })).status).toBe(400);
  const answer = await post({});
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(verifyEvidence(new Uint8Array(await answer.arrayBuffer()))).toMatchObject({ intact: true, people: 0 });
  await house.state.inOrg(org, (db) => decideTables(db).updateTable('cases').set({ wrapped_key: null }).where('id', '=', row.id).execute());
  await expect(exportEvidence(officer, { case: row.id, purpose: 'The authority asked on Monday.' })).rejects.toMatchObject({
    code: 'SEAL_SHREDDED',
  });
  expect(verifyEvidence((await exportEvidence(officer, { case: row.id })).zip).intact).toBe(true);
});

test('an entry of the ledger that is left out is found, also when who holds the key signs anew', async () => {
  const { org, row, officer } = await wholeCase();
  const { zip } = await exportEvidence(officer, { case: row.id });
  const whole = verifyEvidence(zip).ledger;
  expect(whole).toMatchObject({ complete: 'yes', entries: expect.any(Number), others: expect.any(Number) });
  expect(whole.entries + whole.others).toBe(whole.seq - whole.first + 1);
  type Part = { entries: { seq: number }[]; others: [number, string][] };
  const resigned = (change: (part: Part) => void, isTold = true) =>
    forged(zip, (files) => {
      const part = JSON.parse(textIn(files, 'ledger.json')) as Part;
      change(part);
      files['ledger.json'] = strToU8(JSON.stringify(part));
      const manifest = JSON.parse(textIn(files, 'manifest.json'));
      if (isTold) manifest.ledger.segment = { first: part.entries[0]?.seq, entries: part.entries.length, others: part.others.length };
      const bytes = files['ledger.json'];
      const own = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
      for (const one of manifest.files) if (one.path === 'ledger.json') Object.assign(one, own);
      const text = JSON.stringify(manifest);
      files['manifest.json'] = strToU8(text);
      const signature = { ...JSON.parse(textIn(files, 'manifest.sig.json')), value: house.secrets.sign(org, 'evidence', text) };
      files['manifest.sig.json'] = strToU8(JSON.stringify(signature));
    });
  const left = verifyEvidence(resigned(({ entries }) => entries.splice(3, 1)));
  expect(left).toMatchObject({ intact: false, signature: { fits: true }, ledger: { complete: 'no' } });
  expect(left.faults).toMatchObject([{ where: 'ledger.json', says: expect.stringMatching(/^place \d+ was left out of the chain$/) }]);
  expect(verifyEvidence(resigned(({ entries }) => entries.shift(), false)).ledger.complete).toBe('no');
  expect(verifyEvidence(resigned(({ entries }) => entries.push({ ...entries[2] } as Part['entries'][number]))).ledger.complete).toBe('no');
  // Hidden as something else: its neighbour does not follow a made-up hash, and the true one is not of something else by the count that was sealed.
  const hidden = (part: Part) => {
    const [gone] = part.entries.splice(3, 1);
    if (gone) part.others.push([gone.seq, 'a'.repeat(64)]);
  };
  expect(verifyEvidence(resigned(hidden)).ledger.complete).toBe('no');
});
