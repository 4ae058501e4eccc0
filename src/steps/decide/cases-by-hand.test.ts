import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import type { CaseId, OrgId } from '#kernel/ids.ts';
import { HOUR } from '#kernel/time.ts';
import { listClocks } from './clocks/sync-clocks.ts';
import {
  attachIncident,
  caseBrief,
  closeCase,
  collectFacts,
  findCase,
  listCases,
  makeDecision,
  noteClockMet,
  noteFiling,
  openCaseByHand,
  remindDueCases,
  saveOrganisationProfile,
  stateAwareness,
  stateFacts,
  takeGlance,
} from './index.ts';
import { emptyProfile } from './notification/profile.ts';
import { decideTables, readVersion } from './store.ts';
import { type CaseStage, openCaseStage, tell } from './testing/open-case-stage.ts';

let stage: CaseStage;
let house: CaseStage['house'];

beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

const NOTICED = '2026-11-20T15:20:00.000Z';
const officer = (org: OrgId) => house.scope(org, 'privacy', 'per_officer');
const laptop = { kind: 'lost-device', title: 'A laptop was left on a train', noticedAt: NOTICED } as const;
const row = (org: OrgId, id: CaseId) => house.state.inOrg(org, (db) => findCase(db, id));
const clocks = (org: OrgId, id: CaseId) => house.state.inOrg(org, (db) => listClocks({ db }, id));
const told = async (org: OrgId, kind: string) =>
  (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 1_000)))
    .filter((entry) => entry.kind === kind)
    .map((entry) => entry.payload);

test('what the organisation said of itself once are facts of each new case, so that other laws need no questions; none is made up', async () => {
  const [org, silent] = [house.newOrg(), house.newOrg()];
  house.setNow(new Date('2026-11-20T17:00:00Z'));
  await saveOrganisationProfile(officer(org), {
    profile: { ...emptyProfile, establishedIn: ['PL', 'DE'], services: ['own-shop'], size: 'small' },
  });
  const { case: id } = await openCaseByHand(officer(org), laptop);
  const { facts, outcome } = await house.state.inOrg(org, (db) => readVersion(db, id));
  expect(facts).toMatchObject({
    establishedIn: { value: ['PL', 'DE'], certainty: 'confirmed', evidence: 'the organisation profile' },
    services: { value: ['own-shop'], certainty: 'confirmed' },
    size: { value: 'small', certainty: 'confirmed' },
  });
  expect(outcome.regimes.find((one) => one.id === 'nis2')?.applies).toBe('no');
  const { case: other } = await openCaseByHand(officer(silent), laptop);
  const nothing = await house.state.inOrg(silent, (db) => readVersion(db, other));
  expect(Object.keys(nothing.facts)).not.toContain('establishedIn');
  expect(nothing.outcome.regimes.find((one) => one.id === 'nis2')?.applies).toBe('unknown');
});

test('a person opens a case without an incident: number, key, clock from when it was noticed, facts never more than likely', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T17:00:00Z'));
  await expect(openCaseByHand(house.scope(org, 'viewer'), laptop)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(openCaseByHand(officer(org), { ...laptop, noticedAt: '2026-11-20T17:00:01Z' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await expect(openCaseByHand(officer(org), { ...laptop, title: ' ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  const other = stage.newId('shop');
  await expect(openCaseByHand(officer(org), { ...laptop, shop: other })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const { case: id, number } = await openCaseByHand(officer(org), { ...laptop, known: 'It was on the 14:10 from Gdynia.' });
  expect(number).toBe('2026-001');
  const opened = await row(org, id);
  expect(opened).toMatchObject({ incident_id: null, shop_id: null, kind: 'lost-device', opened_by: 'per_officer' });
  expect([opened.aware_at.toISOString(), opened.deadline.toISOString()]).toEqual([NOTICED, '2026-11-23T15:20:00.000Z']);
  expect(opened.wrapped_key).not.toBeNull();
  const { facts, outcome } = await stage.latest(org, id);
  expect(facts).toMatchObject({
    medium: { value: 'device', certainty: 'likely', statedBy: 'shopbell' },
    cause: { value: 'loss', certainty: 'likely' },
    firstSignalAt: { value: NOTICED, certainty: 'confirmed', statedBy: 'per_officer' },
    awareAt: { value: NOTICED, certainty: 'likely' },
  });
  expect(outcome.authority.answer).toBe('unknown');
  expect(await clocks(org, id)).toMatchObject([{ duty: 'GDPR-33-1', state: 'running', answer: 'unknown', due_at: opened.deadline }]);
  await stage.settle();
  expect(await collectFacts(house.scope(org), { case: id, purpose: 'tell-affected' })).toEqual({ version: 1 });
  expect(await caseBrief(house, org, id)).toMatchObject({ incident: null, shop: null });
  expect((await takeGlance(officer(org), (key) => key)).needs).toMatchObject([
    { href: `/decide/cases/${id}`, clock: { until: opened.deadline } },
  ]);
  const strange = house.newOrg();
  await expect(row(strange, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('decided, filed and closed like any other; the clock is met by the filing', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T17:00:00Z'));
  const { case: id } = await openCaseByHand(officer(org), laptop);
  const all = { register: 'yes', authority: 'yes', people: 'no' } as const;
  await makeDecision(officer(org), { case: id, version: 1, ...all, reason: 'Nothing is known of who has it.' });
  await noteFiling(officer(org), { case: id, kind: 'first', authority: 'UODO', at: '2026-11-20T16:30:00Z' });
  expect(await clocks(org, id)).toMatchObject([{ state: 'met', met_by: 'filing', met_at: new Date('2026-11-20T16:30:00Z') }]);
  await closeCase(officer(org), { case: id });
  await stage.settle();
  house.advance(80 * HOUR);
  await remindDueCases(house);
  expect(await told(org, 'decide.clock-reminded')).toEqual([]);
});

test('an incident without a case is attached: the case gets its shop, its signals and its people', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T17:00:00Z'));
  const { case: id } = await openCaseByHand(officer(org), laptop);
  const [incident, shop] = [stage.newId('inc'), stage.newId('shop')];
  const opened = { incident, shop, title: 'A host is down', severity: 'high', source: { kind: 'watch', id: 'x' } } as const;
  await tell(house.scope(org), { opened: { ...opened, touchesPeople: false, firstSeen: NOTICED, categories: [] } });
  stage.directory.touched.set(incident, [stage.record(org, 1, 'a')]);
  await expect(attachIncident(officer(org), { case: id, incident: stage.newId('inc') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await attachIncident(officer(org), { case: id, incident })).toEqual({ case: id, continuedIn: null });
  await expect(attachIncident(officer(org), { case: id, incident })).rejects.toMatchObject({ code: 'CONFLICT' });
  await stage.settle();
  expect(await row(org, id)).toMatchObject({ incident_id: incident, shop_id: shop });
  const { facts } = await stage.latest(org, id);
  expect(facts.people).toMatchObject({ value: { atLeast: 1 } });
  // What the person and the kind said stays.
  expect([facts.firstSignalAt?.value, facts.firstSignalAt?.statedBy]).toEqual([NOTICED, 'per_officer']);
  await tell(house.scope(org), {
    grew: { incident, source: { kind: 'person', id: 'x' }, severity: 'high', touchesPeople: true, categories: [] },
  });
  await stage.settle();
  expect(await house.state.inOrg(org, listCases)).toHaveLength(1);
});

test('when both have a case, the incident’s takes over what people said and the earlier awareness; papers of its own keep the other open', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T17:00:00Z'));
  const byHand = await openCaseByHand(officer(org), laptop);
  await stateFacts(officer(org), { case: byHand.case, facts: { effects: { value: 'Strangers may read orders.', certainty: 'likely' } } });
  const { incident, row: own } = await stage.leak(org, [stage.record(org, 1, 'a')]);
  expect(await attachIncident(officer(org), { case: byHand.case, incident })).toEqual({ case: byHand.case, continuedIn: own.id });
  await stage.settle();
  const [left, right] = [await row(org, byHand.case), await row(org, own.id)];
  expect(left).toMatchObject({ state: 'closed', continued_in: own.id });
  expect(right.aware_at.toISOString()).toBe(NOTICED);
  const { facts } = await stage.latest(org, own.id);
  expect(facts.effects).toMatchObject({
    value: 'Strangers may read orders.',
    statedBy: 'per_officer',
    evidence: 'case 2026-001: no evidence named',
  });
  expect((await clocks(org, byHand.case))[0]).toMatchObject({ state: 'dropped', dropped_because: 'continued' });
  expect((await clocks(org, own.id))[0]).toMatchObject({ state: 'running', due_at: new Date('2026-11-23T15:20:00Z') });

  const decided = await openCaseByHand(officer(org), laptop);
  await makeDecision(officer(org), {
    case: decided.case,
    version: 1,
    register: 'yes',
    authority: 'yes',
    people: 'no',
    reason: 'To be safe, told now.',
  });
  expect(await attachIncident(officer(org), { case: decided.case, incident })).toEqual({ case: decided.case, continuedIn: null });
  expect(await row(org, decided.case)).toMatchObject({ state: 'open', continued_in: null });
});

test('awareness is stated with reason and evidence, never ahead of now; before the first signal it asks why; all of it is kept', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-21T12:00:00Z'));
  const { case: id } = await openCaseByHand(officer(org), laptop);
  const why = { case: id, reason: 'The inventory showed that it held orders.', evidence: 'Inventory of 20 November' };
  const refused = { code: 'INPUT_INVALID' };
  await expect(stateAwareness(officer(org), { ...why, at: '2026-11-21T12:00:01Z' })).rejects.toMatchObject(refused);
  await expect(stateAwareness(officer(org), { ...why, at: NOTICED, reason: 'because' })).rejects.toMatchObject(refused);
  await expect(stateAwareness(officer(org), { ...why, at: NOTICED, evidence: '' })).rejects.toMatchObject(refused);
  await expect(stateAwareness(officer(org), { ...why, at: '2026-11-20T15:19:59Z' })).rejects.toMatchObject(refused);
  await expect(
    stateFacts(officer(org), { case: id, facts: { awareAt: { value: NOTICED, certainty: 'confirmed' } } }),
  ).rejects.toMatchObject(refused);
  await stateAwareness(officer(org), { ...why, at: '2026-11-20T20:00:00Z' });
  const earlier = { at: '2026-11-20T15:00:00Z', reasonForEarlier: 'The guard had called the night desk before.' };
  expect(await stateAwareness(officer(org), { ...why, ...earlier })).toMatchObject({
    number: 2,
    deadline: new Date('2026-11-23T15:00:00Z'),
  });
  const history = await house.state.inOrg(org, (db) =>
    decideTables(db).selectFrom('case_awareness').selectAll().orderBy('number').execute(),
  );
  expect(history.map((one) => [one.before_at.toISOString(), one.aware_at.toISOString(), one.reason_for_earlier])).toEqual([
    [NOTICED, '2026-11-20T20:00:00.000Z', null],
    ['2026-11-20T20:00:00.000Z', '2026-11-20T15:00:00.000Z', earlier.reasonForEarlier],
  ]);
  expect(await told(org, 'decide.awareness-stated')).toHaveLength(2);
  expect((await clocks(org, id))[0]?.due_at).toEqual(new Date('2026-11-23T15:00:00Z'));
});

test('each reminder is written once: on time, after a jump of the clock with the latest state first, and never again when it is set back', async () => {
  const org = house.newOrg();
  house.setNow(new Date(NOTICED));
  const { case: id } = await openCaseByHand(officer(org), laptop);
  const shares = async () =>
    (await told(org, 'decide.clock-reminded')).map((one) => [(one as { share: number }).share, (one as { overtaken: boolean }).overtaken]);
  house.setNow(new Date(Date.parse(NOTICED) + 36 * HOUR - 1));
  await remindDueCases(house);
  expect(await shares()).toEqual([]);
  house.setNow(new Date(Date.parse(NOTICED) + 36 * HOUR));
  await Promise.all([remindDueCases(house), remindDueCases(house), remindDueCases(house)]);
  expect(await shares()).toEqual([[50, false]]);
  const [first] = await told(org, 'decide.clock-reminded');
  expect(first).toMatchObject({ answer: 'unknown', to: 'authority', title: laptop.title });
  expect((first as { missing: string[] }).missing).toContain('categories');
  // Suspended for days: everything is due at once.
  house.setNow(new Date(Date.parse(NOTICED) + 100 * HOUR));
  await remindDueCases(house);
  expect(await shares()).toEqual([
    [50, false],
    [100, false],
    [90, true],
    [75, true],
  ]);
  expect((await clocks(org, id))[0]?.state).toBe('late');
  house.setNow(new Date(Date.parse(NOTICED) + 1 * HOUR));
  await remindDueCases(house);
  house.setNow(new Date(Date.parse(NOTICED) + 101 * HOUR));
  await remindDueCases(house);
  expect(await shares()).toHaveLength(4);
  const met = {
    case: id,
    duty: 'GDPR-33-1',
    stage: 'notification',
    at: new Date(Date.parse(NOTICED) + 90 * HOUR).toISOString(),
    evidence: 'receipt 12',
  };
  await expect(noteClockMet(officer(org), met)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await noteClockMet(officer(org), { ...met, reasonForDelay: 'Nobody was there over the weekend.' });
  expect((await clocks(org, id))[0]).toMatchObject({
    state: 'met',
    met_by: 'per_officer',
    reason_for_delay: 'Nobody was there over the weekend.',
  });
  await stateFacts(officer(org), { case: id, facts: { people: { value: { atLeast: 3, atMost: 3 }, certainty: 'confirmed' } } });
  expect((await clocks(org, id))[0]).toMatchObject({ state: 'met', evidence: 'receipt 12' });
  await expect(noteClockMet(officer(org), met)).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a case from before clocks were kept is caught up; changes of summer time move no reminder', async () => {
  const org = house.newOrg();
  const aware = new Date('2026-10-23T10:00:00+02:00');
  house.setNow(aware);
  const { case: id } = await openCaseByHand(officer(org), { ...laptop, noticedAt: aware.toISOString() });
  await house.state.inOrg(org, async (db) => {
    await decideTables(db).deleteFrom('case_reminders').execute();
    await decideTables(db).deleteFrom('case_clocks').execute();
    await decideTables(db).updateTable('cases').set({ clocks_at: null }).where('id', '=', id).execute();
  });
  await remindDueCases(house);
  expect((await clocks(org, id))[0]?.due_at).toEqual(new Date('2026-10-26T09:00:00+01:00'));
  const reminders = await house.state.inOrg(org, (db) =>
    decideTables(db).selectFrom('case_reminders').selectAll().orderBy('share').execute(),
  );
  expect(reminders.map((one) => one.remind_at.getTime() - aware.getTime())).toEqual([36 * HOUR, 54 * HOUR, 64.8 * HOUR, 72 * HOUR]);
});
