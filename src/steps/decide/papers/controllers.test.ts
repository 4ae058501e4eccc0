import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { createOrganisation } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { registryTables } from '../../../registry/tables.ts';
import { affectedPeople, collectFacts, stateFacts } from '../index.ts';
import { countPeopleBy } from '../readers.ts';
import { routes } from '../routes.tsx';
import { type CaseStage, openCaseStage, tell } from '../testing/open-case-stage.ts';
import { noteControllerTold } from '../verbs/note-controller-told.ts';
import { openCaseByHand } from '../verbs/open-case-by-hand.ts';
import { stateController } from '../verbs/state-controller.ts';
import { stateParty } from '../verbs/state-party.ts';
import { writeRegister } from '../verbs/write-register.ts';
import { countAffected } from './affected.ts';
import { countOfShops } from './count-of-shops.ts';
import { hashPaper } from './memo.ts';
import { listPartyVersions } from './parties.ts';
import { readControllerParts } from './read-notices.ts';

let stage: CaseStage;
let house: CaseStage['house'];
beforeAll(async () => {
  stage = await openCaseStage();
  ({ house } = stage);
});
afterAll(async () => stage[Symbol.asyncDispose]());

async function addShop(org: OrgId, id: ShopId, name: string) {
  await house.state.inOrg(org, (db) =>
    registryTables(db)
      .insertInto('shops')
      .values({
        ...{
          org_id: org,
          shop_id: id,
          name,
          url: `https://${name.toLowerCase()}.example`,
          platform: 'generic',
          allow_private: false,
          time_zone: 'UTC',
        },
        ...{
          country: 'PL',
          contact: '{"name":"x","address":"a@x.example","phone":""}',
          privacy_contact: '{"name":"x","address":"a@x.example"}',
        },
        ...{ directory_url: null, registered_at: new Date() },
      } as never)
      .execute(),
  );
}

/** An agency's incident that reaches from the shop of one client into that of another. */
async function twoClients() {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  await createOrganisation(house.scope(org), { name: 'Night Shift Agency' });
  const { row, shop, incident } = await stage.leak(org, [stage.record(org, 1, 'a'), stage.record(org, 2, 'b')]);
  const [second, signal] = [stage.newId('shop'), stage.newId('sig')];
  await addShop(org, shop, 'Alpha');
  await addShop(org, second, 'Beta');
  const what = { title: 'A dump of Beta was taken', firstSeen: '2026-11-20T03:00:00Z', categories: ['bank-account'] as const };
  await tell(house.scope(org), {
    raised: {
      ...{
        signal,
        shop: second,
        rule: 'dump',
        title: what.title,
        level: 'high',
        actor: { address: '203.0.113.9' },
        count: 1,
        succeeded: 'unknown',
      },
      ...{
        firstSeen: what.firstSeen,
        lastSeen: '2026-11-20T03:05:00Z',
        touched: [{ kind: 'invoice', distinct: 777 }],
        categories: ['bank-account'],
      },
    },
    grew: {
      incident,
      shop,
      severity: 'high',
      source: { kind: 'signal', id: signal },
      touchesPeople: true,
      title: what.title,
      firstSeen: what.firstSeen,
      categories: ['bank-account'],
    } as never,
  });
  await stage.settle();
  const officer = house.scope(org, 'privacy', 'per_officer');
  await collectFacts(officer, { case: row.id, again: true, purpose: 'tell-affected' });
  await stateFacts(officer, {
    case: row.id,
    facts: {
      role: { value: 'processor', certainty: 'confirmed' },
      remedies: { value: 'Beta’s backup key was changed.', certainty: 'confirmed' },
    },
  });
  return { org, row, shop, second, officer };
}

const parts = (org: OrgId, id: Parameters<typeof readControllerParts>[3]) =>
  house.state.inOrg(org, (db) => readControllerParts(house, db, org, id));

test('each controller is told of its own shop only: not of another’s counts, kinds of data, times, titles or measures', async () => {
  const { org, row, shop, second, officer } = await twoClients();
  await stateController(officer, { shop, name: 'Alpha Ltd', contact: 'dpo@alpha.example', language: 'pl' });
  await stateController(officer, { shop: second, name: 'Beta GmbH', contact: 'dsb@beta.example', language: 'de' });
  const all = await parts(org, row.id);
  const alpha = all.find((one) => one.stated?.name === 'Alpha Ltd');
  const beta = all.find((one) => one.stated?.name === 'Beta GmbH');
  if (!alpha || !beta) throw new Error('a controller is missing');
  expect(alpha.notice.shops).toMatchObject([
    { name: 'Alpha', categories: ['email', 'name', 'order-contents', 'postal-address'], records: [{ kind: 'order', distinct: 2 }] },
  ]);
  expect(beta.notice).toMatchObject({ language: 'de', people: null, measures: null, processor: 'Night Shift Agency' });
  expect(beta.notice.missing).toEqual(['people', 'measures']);
  const [ofAlpha, ofBeta] = [JSON.stringify(alpha.notice), JSON.stringify(beta.notice)];
  for (const foreign of ['Beta', '777', 'bank-account', 'invoice', '03:0', 'backup']) expect(ofAlpha).not.toContain(foreign);
  for (const foreign of ['Alpha', 'Orders read', 'order-contents', '02:']) expect(ofBeta).not.toContain(foreign);

  // One client with two shops gets one notice.
  await stateController(officer, { shop: second, name: 'Alpha Ltd', contact: 'dpo@alpha.example', language: 'pl' });
  expect(await parts(org, row.id)).toMatchObject([
    { stated: { name: 'Alpha Ltd' }, notice: { measures: 'Beta’s backup key was changed.' } },
  ]);
});

test('people and records are asked for and counted at each controller’s own shop, though both call a record by the same id', async () => {
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  await createOrganisation(house.scope(org), { name: 'Two Clients Agency' });
  const second = stage.newId('shop');
  const own = stage.record(org, 1, 'a');
  const theirs = { ...own, shop: second };
  const { row, shop } = await stage.leak(org, [own, stage.record(org, 2, 'b'), theirs, { ...stage.record(org, 3, null), shop: second }]);
  await addShop(org, shop, 'Alpha');
  await addShop(org, second, 'Beta');
  const officer = house.scope(org, 'privacy', 'per_officer');
  await collectFacts(officer, { case: row.id, again: true, purpose: 'tell-affected' });
  const counts = await house.state.inOrg(org, async (db) => [
    await countOfShops(db, row.id, [shop], null),
    await countOfShops(db, row.id, [second], null),
  ]);
  expect(counts).toMatchObject([
    { people: { known: 2, unknownRecords: 0, countries: { PL: 2 } }, records: { order: 2 } },
    { people: { known: 1, unknownRecords: 1, countries: { PL: 1 } }, records: { order: 2 } },
  ]);
  expect(stage.directory.asked).toContainEqual([second, 2]);
  // The customer of both shops is one person of the case.
  expect(await house.state.inOrg(org, (db) => countPeopleBy(db, row.id))).toContainEqual({ by: 'country', value: 'PL', people: 2 });
  expect(await house.state.inOrg(org, (db) => countAffected(db, row.id, 1))).toMatchObject({ people: 2 });

  // Who decides itself tells everybody; a processor's letters never reach another controller's people.
  const reached = async () => {
    let people = 0;
    for await (const batch of affectedPeople(house, org, row.id)) people += batch.length;
    return people;
  };
  expect(await reached()).toBe(3);
  await stateFacts(officer, { case: row.id, facts: { role: { value: 'processor', certainty: 'confirmed' } } });
  expect(await reached()).toBe(2);
  for (const one of [shop, second])
    await stateController(officer, { shop: one, name: 'One Ltd', contact: 'dpo@one.example', language: 'en' });
  expect(await reached()).toBe(3);
});

test('each part carries its own count, duties and contract term; a person makes it more exact by hand, and every version stays', async () => {
  const { org, row, shop, second, officer } = await twoClients();
  await stateController(officer, { shop, name: 'Alpha Ltd', contact: 'dpo@alpha.example', language: 'pl' });
  await stateController(officer, { shop: second, name: 'Beta GmbH', contact: 'dsb@beta.example', language: 'de' });
  const partOf = async (key: string) => (await parts(org, row.id)).find((one) => one.key === key);
  expect((await partOf(shop))?.notice.people).toEqual({ atLeast: 2, atMost: 2 });
  const stated = {
    case: row.id,
    kind: 'controller' as const,
    name: 'Beta GmbH',
    contact: 'dsb@beta.example',
    language: 'de' as const,
    shop: second,
  };
  await stateParty(officer, { ...stated, people: { atLeast: 700, atMost: 777 }, measures: 'The key was changed.', tellWithinHours: 24 });
  expect(await partOf(second)).toMatchObject({
    notice: { people: { atLeast: 700, atMost: 777 }, measures: 'The key was changed.', missing: [] },
    view: { register: 'yes', authority: 'yes', people: 'unknown' },
    dueAt: new Date(row.aware_at.getTime() + 24 * 3_600_000),
  });
  expect((await partOf(shop))?.notice).toMatchObject({ people: { atLeast: 2, atMost: 2 }, measures: null });
  await expect(stateParty(officer, stated)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(stateParty(officer, { ...stated, people: { atLeast: 5, atMost: 2 }, party: 1 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await expect(stateParty(officer, { ...stated, shop: stage.newId('shop') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(stateParty(officer, { ...stated, kind: 'joint', shop: null })).rejects.toMatchObject({ code: 'CONFLICT' });
  await stateParty(officer, { ...stated, party: 1, withdrawn: true });
  expect((await partOf(second))?.notice.people).toBeNull();

  // A third controller that no signal tells of is named by hand.
  await stateParty(officer, { ...stated, shop: null, name: 'Gamma SA', people: { atLeast: 3, atMost: null }, categories: ['health'] });
  const gamma = await partOf('party-2');
  expect(gamma?.notice).toMatchObject({
    people: { atLeast: 3, atMost: null },
    shops: [{ name: 'Gamma SA', categories: ['health'], events: [] }],
  });
  for (const foreign of ['Alpha', 'Beta', '777', 'Orders read']) expect(JSON.stringify(gamma?.notice)).not.toContain(foreign);
  const versions = await house.state.inOrg(org, (db) => listPartyVersions(db, row.id));
  expect(versions.map((one) => [one.party, one.version, one.withdrawn])).toEqual([
    [1, 1, false],
    [1, 2, true],
    [2, 1, false],
  ]);
  const foreign = house.scope(house.newOrg(), 'privacy');
  await expect(stateParty(foreign, stated)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('joint controllers are named with who tells the authority; the notification and the register say it', async () => {
  const org = house.newOrg();
  const officer = house.scope(org, 'privacy', 'per_officer');
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { case: id } = await openCaseByHand(officer, { kind: 'other', title: 'A joint loyalty card', noticedAt: '2026-11-20T10:00:00Z' });
  await stateFacts(officer, { case: id, facts: { role: { value: 'joint-controller', certainty: 'confirmed' } } });
  const app = serveRooms(productFiles, () => officer, { '/decide': routes() });
  const get = async (end: string) => (await app.request(`/decide/cases/${id}/${end}`)).text();
  expect(await get('papers')).toContain('It is not stated who tells the authority');
  const party = {
    kind: 'joint',
    name: 'Card & Co',
    contact: 'dpo@card.example',
    language: 'en',
    reports: 'yes',
    arrangement: 'Card & Co tells.',
  };
  const post = (fields: Record<string, string>) =>
    app.request(`/decide/cases/${id}/papers/party`, { method: 'POST', body: new URLSearchParams(fields) });
  expect((await post(party)).status).toBe(303);
  expect((await post({ ...party, name: 'Second' })).status).toBe(409);
  expect((await post({ ...party, name: '', reports: 'no' })).status).toBe(400);
  expect(await get('papers')).toContain('Card &amp; Co tells the authority.');
  expect(await get('notification')).toContain('joint controller that notifies');
  await writeRegister(officer, { case: id });
  const entry = await (await app.request(`/decide/register/${id}`)).text();
  expect(entry).toContain('Card &amp; Co: tells the authority');
});

test('the notice is printed in the controller’s language, noted as sent once it was read, and a later one counts as new', async () => {
  const { org, row, shop, officer } = await twoClients();
  const browser = openBrowser({ cacheFolder: join(house.folder, 'browser') });
  const app = serveRooms(productFiles, () => ({ ...officer, house: { ...house, browser } }), { '/decide': routes() });
  const path = `/decide/cases/${row.id}`;
  const get = async (end: string) => (await app.request(`${path}/${end}`)).text();
  const post = (end: string, fields: Record<string, string>) =>
    app.request(`${path}/papers/${end}`, { method: 'POST', body: new URLSearchParams(fields) });
  const hashOf = async () => hashPaper((await parts(org, row.id)).find((one) => one.shops.includes(shop))?.notice ?? {});
  const told = { part: shop, way: 'signed mail', sentAt: '2026-11-20T15:10' };
  expect(await get('papers')).toContain('not told yet');
  // The case's page says it first: nothing else of a processor's is as urgent.
  const top = async () => (await (await app.request(path)).text()).replace(/<[^>]*>/g, ' ');
  expect(await top()).toContain('Tell 2 controllers whose data it is');
  expect((await post('told', { ...told, hash: await hashOf() })).status).toBe(409);
  expect((await post('controller', { shop, name: 'Alpha sp. z o.o.', contact: '<b>', language: 'xx' })).status).toBe(400);
  expect((await post('controller', { shop, name: 'Alpha sp. z o.o.', contact: '<b>', language: 'pl' })).status).toBe(303);
  const printed = await get(`controllers/${shop}.html`);
  for (const words of ['lang="pl"', 'Do administratora: Alpha sp. z o.o.', 'podmiot przetwarzający', 'adresy pocztowe', '<dd>2</dd>'])
    expect(printed).toContain(words);
  expect(printed).not.toContain('Beta');
  const pdf = Buffer.from(await (await app.request(`${path}/controllers/${shop}.pdf`)).arrayBuffer()).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect((await post('told', { ...told, hash: 'f'.repeat(64) })).status).toBe(409);
  expect((await post('told', { ...told, sentAt: '2026-11-21T15:10', hash: await hashOf() })).status).toBe(400);
  expect((await post('told', { ...told, hash: await hashOf() })).status).toBe(303);
  expect(await top()).toContain('Tell the controller whose data it is');
  const page = await get('papers');
  for (const words of ['signed mail', '&lt;b&gt;', 'told']) expect(page).toContain(words);
  expect((await app.request(`${path}/controllers/${stage.newId('shop')}.html`)).status).toBe(404);
  const foreign = house.scope(house.newOrg(), 'privacy');
  await expect(
    noteControllerTold(foreign, { ...told, case: row.id, sentAt: '2026-11-20T15:10:00Z', hash: await hashOf() }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(stateController(foreign, { shop, name: 'Mine', contact: 'me', language: 'en' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await browser.close();
});
