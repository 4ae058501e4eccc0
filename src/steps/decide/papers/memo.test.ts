import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import type { Browser } from '#engines/browser/types.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { acceptInvitation, invitePerson } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makeDecision, stateFacts } from '../index.ts';
import { routes } from '../routes.tsx';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { noteAdvice } from '../verbs/note-advice.ts';
import { noteDissent } from '../verbs/note-dissent.ts';
import { releaseMemo } from '../verbs/release-memo.ts';
import { hashPaper } from './memo.ts';
import { listMemos, papersTables } from './papers-tables.ts';
import { readMemo } from './read-memo.ts';

let stage: CaseStage;
let house: CaseStage['house'];
let browser: Browser;
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
  browser = openBrowser({ cacheFolder: join(house.folder, 'browser') });
});
afterAll(async () => {
  await browser.close();
  await stage[Symbol.asyncDispose]();
});

async function opened() {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await stage.leak(org, [stage.record(org, 1, 'a')]);
  const officer = house.scope(org, 'privacy', 'per_officer');
  const { version } = await stage.latest(org, row.id);
  const memo = (number?: number) => house.state.inOrg(org, (db) => readMemo(db, org, row.id, number));
  return { org, row, officer, version, memo };
}

const yes = { register: 'yes', authority: 'yes', people: 'yes' } as const;
const asked = { askedAt: '2026-11-20T15:00:00Z', givenAt: '2026-11-20T15:10:00Z', givenBy: 'Outside counsel' };

test('the memo holds who, what, on which facts, advice and dissent; a second person freezes it; what comes later is a new one', async () => {
  const { org, row, officer, version, memo } = await opened();
  await expect(memo()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await noteAdvice(officer, { case: row.id, ...asked, advice: 'Tell nobody but the authority.', people: 'no' });
  const decide = (reason: string) => makeDecision(officer, { case: row.id, version, ...yes, reason });
  await expect(decide('')).rejects.toMatchObject({ code: 'DECISION_NEEDS_REASON' });
  await decide('The addresses tell who lives alone; advice weighed.');
  const draft = await memo();
  expect(draft).toMatchObject({
    decision: { number: 1, people: 'yes', by: { id: 'per_officer' } },
    facts: { version, sha256: hashPaper((await stage.latest(org, row.id)).facts) },
    proposal: { authority: 'yes' },
    advice: [{ by: 'Outside counsel', against: ['people'] }],
    dissents: [],
  });
  expect(draft.reasons.map((one) => one.rule)).toContain('GDPR-33-1');
  expect(draft.open.length).toBeGreaterThan(0);

  const engineer = house.scope(org, 'engineer', 'per_engineer');
  await expect(noteDissent(officer, { case: row.id, decision: 1, reason: 'I changed my mind.' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  await expect(noteDissent(engineer, { case: row.id, decision: 2, reason: 'There is none such.' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await noteDissent(engineer, { case: row.id, decision: 1, reason: 'The page was cached, nobody saw it.' });

  const owner = house.scope(org, 'owner', 'per_owner');
  const stale = { case: row.id, decision: 1, hash: hashPaper(draft) };
  await expect(releaseMemo(owner, stale)).rejects.toMatchObject({ code: 'CONFLICT' });
  const whole = await memo();
  const release = { case: row.id, decision: 1, hash: hashPaper(whole) };
  await expect(releaseMemo(officer, release)).rejects.toMatchObject({ code: 'RELEASE_SAME_PERSON' });
  await expect(releaseMemo(engineer, release)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  expect(await releaseMemo(owner, release)).toEqual({ number: 1, hash: release.hash });
  await expect(releaseMemo(owner, release)).rejects.toMatchObject({ code: 'CONFLICT' });

  // Later facts, advice and another decision leave the frozen memo as it is.
  house.advance(60_000);
  await stateFacts(officer, { case: row.id, facts: { people: { value: { atLeast: 9, atMost: 9 }, certainty: 'confirmed' } } });
  await noteAdvice(officer, { case: row.id, ...asked, advice: 'Now tell the people, too.', people: 'yes' });
  expect(hashPaper(await memo(1))).toBe(release.hash);
  const now = await stage.latest(org, row.id);
  await makeDecision(officer, { case: row.id, version: now.version, ...yes, reason: 'Nine people are concerned.' });
  const second = await memo();
  expect(second).toMatchObject({ decision: { number: 2 }, dissents: [], facts: { version: now.version } });
  await releaseMemo(owner, { case: row.id, decision: 2, hash: hashPaper(second) });
  const kept = await house.state.inOrg(org, (db) => listMemos(db, row.id));
  expect(kept.map((one) => [one.number, one.hash === hashPaper(one.content)])).toEqual([
    [1, true],
    [2, true],
  ]);
  await expect(house.state.inOrg(org, (db) => papersTables(db).deleteFrom('case_memos').execute())).rejects.toThrow(/append-only/);
  const other = house.scope(house.newOrg(), 'owner', 'per_owner');
  await expect(releaseMemo(other, release)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(noteAdvice(other, { case: row.id, ...asked, advice: 'Not your case at all.' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('advice has times that can be: not to come, not answered before it was asked', async () => {
  const { row, officer } = await opened();
  const note = (times: object) => noteAdvice(officer, { case: row.id, ...asked, advice: 'Tell the authority.', ...times });
  await expect(note({ givenAt: '2026-11-21T00:00:00Z' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(note({ askedAt: '2026-11-20T15:11:00Z' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(note({ advice: 'no' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await note({})).toEqual({ number: 1 });
});

test('the memo tells what was decided under other laws; advice is seen before anybody decides; whoever decided and released is named', async () => {
  const { org, row, officer } = await opened();
  const { token } = await invitePerson(house.scope(org, 'owner'), { email: 'owner@practice-shop.test', role: 'privacy' });
  const who = { name: 'Fictitious Owner', password: 'four plain unrelated words here' };
  const { person: owner } = await acceptInvitation(house.scope(org, 'system'), { token, who });
  const countries = { value: { DE: 2, GB: 3 }, certainty: 'confirmed' } as const;
  await stateFacts(officer, { case: row.id, facts: { countries } });
  await noteAdvice(officer, { case: row.id, ...asked, advice: 'Tell the commissioner, too.', authority: 'yes' });
  const app = serveRooms(productFiles, () => house.scope(org, 'privacy', 'per_other'), { '/decide': routes() });
  const get = async (path: string) => (await app.request(path)).text();
  expect(await get(`/decide/cases/${row.id}/papers`)).toContain('Tell the commissioner, too.');
  const { version } = await stage.latest(org, row.id);
  const by = house.scope(org, 'privacy', owner);
  await makeDecision(by, { case: row.id, version, ...yes, others: { 'UK-GDPR-33-1': 'no' }, reason: 'None of them lives there any more.' });
  const memo = await house.state.inOrg(org, (db) => readMemo(db, org, row.id));
  const ours = memo.others?.filter(({ law }) => law === 'uk-gdpr').map(({ duty, proposal, decided }) => [duty, proposal, decided]);
  expect(ours).toContainEqual(['UK-GDPR-33-1', 'yes', 'no']);
  expect(ours).toContainEqual(['UK-GDPR-33-5', 'yes', null]);
  expect(await get(`/decide/cases/${row.id}`)).toContain('Fictitious Owner');
  await releaseMemo(officer, { case: row.id, decision: 1, hash: hashPaper(memo) });
  const printed = await get(`/decide/cases/${row.id}/memos/1.html`);
  for (const words of ['Fictitious Owner', 'UK-GDPR-33-1', 'not decided']) expect(printed).toContain(words);
});

test('the page and the papers: forms work without scripts, the PDF is one tagged sheet, a long reason included', async () => {
  const { org, row, officer, version } = await opened();
  await noteAdvice(officer, { case: row.id, ...asked, advice: 'Tell everybody. '.repeat(30), people: 'yes' });
  await makeDecision(officer, { case: row.id, version, ...yes, reason: 'The addresses tell who lives alone. '.repeat(40) });
  let who = 'per_officer';
  const served = { ...house, browser };
  const app = serveRooms(productFiles, () => ({ ...house.scope(org, 'privacy', who), house: served }), { '/decide': routes() });
  const path = `/decide/cases/${row.id}`;
  const get = async (end: string) => (await app.request(`${path}/${end}`)).text();
  const post = (end: string, fields: Record<string, string>) =>
    app.request(`${path}/papers/${end}`, { method: 'POST', body: new URLSearchParams(fields) });
  const page = await get('papers');
  expect(page).toContain('You decided, so somebody else releases it');
  expect(page).toContain('Outside counsel');
  who = 'per_second';
  const hash = /name="hash" value="([0-9a-f]{64})"/.exec(await get('papers'))?.[1] ?? '';
  expect((await post('dissent', { decision: '1', reason: 'short' })).status).toBe(400);
  expect((await post('release', { decision: '1', hash: 'f'.repeat(64) })).status).toBe(409);
  expect((await post('release', { decision: '1', hash })).status).toBe(303);
  expect(await get('papers')).toContain('Memo 1, of decision 1');
  const when = { askedAt: '2026-11-20T15:00', givenAt: '2026-11-20T15:10' };
  expect((await post('advice', { ...when, givenBy: 'DPO', advice: 'As before, and again.', people: 'yes' })).status).toBe(303);
  expect(await get('papers')).toContain('As before, and again.');
  expect((await post('advice', { ...when, givenAt: 'soon', givenBy: 'DPO', advice: 'As before, and again.' })).status).toBe(400);
  const printed = await app.request(`${path}/memos/1.html`);
  expect(printed.headers.get('content-security-policy')).toContain("sandbox; default-src 'none'");
  expect(await printed.text()).toContain(hash);
  for (const wrong of ['memos/2.html', 'memos/x.html', 'memos/1', 'memos/1.doc'])
    expect((await app.request(`${path}/${wrong}`)).status, wrong).toBe(404);
  const pdf = Buffer.from(await (await app.request(`${path}/memos/1.pdf`)).arrayBuffer()).toString('latin1');
  expect(pdf).toContain('/MarkInfo');
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  expect((await app.request(`/decide/cases/${stage.newId('case')}/papers`)).status).toBe(404);
});
