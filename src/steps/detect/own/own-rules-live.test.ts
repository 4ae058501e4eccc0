import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { listSignals } from '../store.ts';
import { makeCustomers, makeRequest, readOrder } from '../testing/make-request.ts';
import { giveFeedback } from '../verbs/give-feedback.ts';
import { saveList } from '../verbs/save-list.ts';
import { saveRule } from '../verbs/save-rule.ts';
import { setRuleState } from '../verbs/set-rule-state.ts';
import { fileOf, listRules, listsOf, rulesOf, takeRule } from './store-rules.ts';
import { tryOnStored } from './try-on-stored.ts';

const T = Date.UTC(2026, 4, 4, 10);
let house: TestHouse;
let org: OrgId;
let shop: ShopId;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(() => {
  org = house.newOrg();
  shop = makeId('shop', Date.now(), house.random.bytes(16));
  house.setNow(new Date(T + 60 * MINUTE));
});

const OLD = `title: The old shop is asked
id: old-shop
logsource: { category: webserver }
detection: { old: { cs-uri-stem|startswith: /old-shop/ }, condition: old }
level: medium
`;
const signals = () => house.state.inOrg(org, (db) => listSignals(db));
const pass = () => runDetection(house, org, shop, 'one', freshMemory());
const save = (text: string, rule: Parameters<typeof saveRule>[1]['rule'] = null) =>
  saveRule(house.scope(org, 'engineer'), { shop, rule, text });
const kinds = async () => (await house.state.inOrg(org, (db) => readEntries(db, org, 0, 100))).map((entry) => entry.kind);

async function trial(text: string) {
  const { on, lists } = await house.state.inOrg(org, async (db) => ({
    on: await rulesOf(db, shop, ['on']),
    lists: await listsOf(db, shop),
  }));
  return tryOnStored({ telemetry: house.telemetry, org, shop, now: house.clock.now() }, { name: 'tried', text }, on.map(fileOf), lists);
}

it('a rule in shadow raises nothing and says what it would have raised; once on it raises', async () => {
  await house.telemetry.insert(org, 'requests', [
    ...makeCustomers(shop, T, 20, 10 * SECOND),
    ...[1, 2].map((nth) => makeRequest(shop, T + nth * MINUTE, { path: '/old-shop/x', address: '198.51.100.9' })),
  ]);
  const { rule } = await save(OLD);
  await pass();
  expect(await signals()).toEqual([]);
  expect(await trial(OLD)).toMatchObject({ raised: [{ subject: 'old-shop', count: 2, actor: { address: '198.51.100.9' } }], silenced: [] });
  await setRuleState(house.scope(org, 'engineer'), { rule, state: 'on' });
  await house.telemetry.insert(org, 'requests', [makeRequest(shop, T + 3 * MINUTE, { path: '/old-shop/y', address: '198.51.100.9' })]);
  expect(await pass()).toMatchObject({ raised: 1 });
  expect(await pass()).toMatchObject({ raised: 0 });
  expect(await signals()).toMatchObject([{ rule: 'own-rule', subject: 'old-shop', level: 'medium', count: 3 }]);
  expect(await kinds()).toEqual(['detect.rule-saved', 'detect.rule-state-set', 'detect.signal-raised']);
});

it('“normal here” makes a filter: findings like it are not told again, others are, and it can be taken back', async () => {
  const reads = (address: string, from: number, count: number) =>
    Array.from({ length: count }, (_, i) => readOrder(shop, from + i * 500, 1000 + i, { address, agent: 'erp/1' }));
  await house.telemetry.insert(org, 'requests', reads('203.0.113.5', T, 40));
  await pass();
  const [signal] = await signals();
  if (signal === undefined) throw new Error('no signal');
  await giveFeedback(house.scope(org, 'owner'), { signal: signal.id, feedback: 'normal' });
  const made = await house.state.inOrg(org, (db) => listRules(db));
  expect(made).toMatchObject([{ state: 'on', from_signal: signal.id, title: 'Normal here: enumeration' }]);
  await house.telemetry.insert(org, 'requests', reads('203.0.113.5', T + 20 * MINUTE, 40));
  house.advance(10 * SECOND);
  expect(await pass()).toMatchObject({ raised: 0, grew: 0 });
  // Somebody else who joins in is told, with everything that belongs to it.
  await house.telemetry.insert(org, 'requests', reads('203.0.113.6', T + 20 * MINUTE, 40));
  house.advance(10 * SECOND);
  expect(await pass()).toMatchObject({ raised: 1, grew: 0 });
  expect((await signals()).map((one) => [one.actor.addresses, one.count]).sort()).toEqual([
    [1, 40],
    [2, 120],
  ]);
  await giveFeedback(house.scope(org, 'owner'), { signal: signal.id, feedback: 'real' });
  expect(await house.state.inOrg(org, (db) => takeRule(db, made[0]?.id ?? 'rule_'))).toMatchObject({ state: 'off' });
});

it('a filter in shadow says what it would have kept silent', async () => {
  await house.telemetry.insert(
    org,
    'requests',
    Array.from({ length: 40 }, (_, i) => readOrder(shop, T + i * 500, 1000 + i, { address: '203.0.113.7' })),
  );
  const filter = `title: The courier\nlogsource: { product: shopbell, service: finding }\nfilter:\n  rules: [enumeration]\n  courier: { c-ip|expand: '%courier%' }\n  condition: not courier\n`;
  await expect(save(filter)).rejects.toMatchObject({ code: 'RULE_NOT_VALID', details: { line: 5 } });
  await saveList(house.scope(org, 'engineer'), { shop, name: 'courier', items: ['203.0.113.7'] });
  await save(filter);
  expect(await trial(filter)).toMatchObject({ raised: [], silenced: [{ rule: 'enumeration', count: 40 }] });
});

it('what is not valid, too long, or another organisation’s is refused', async () => {
  await expect(save(OLD.replace('startswith', 'begins'))).rejects.toMatchObject({ code: 'RULE_NOT_VALID', details: { line: 4 } });
  await expect(save('')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(saveRule(house.scope(org, 'viewer'), { shop, rule: null, text: OLD })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  const { rule } = await save(OLD);
  await expect(save(OLD)).rejects.toMatchObject({ code: 'RULE_NOT_VALID' });
  const other = house.newOrg();
  await expect(setRuleState(house.scope(other, 'owner'), { rule, state: 'on' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
