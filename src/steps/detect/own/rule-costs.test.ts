import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { DAY, MINUTE, SECOND } from '#kernel/time.ts';
import { judgeRuleCost } from '../checks/judge-rule-cost.ts';
import { nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import { findKnownAttacks } from '../rules/known-attacks.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { openCostBook } from '../sigma/cost-book.ts';
import { listSignals } from '../store.ts';
import { makeCustomers, makeRequest } from '../testing/make-request.ts';
import { giveFeedback } from '../verbs/give-feedback.ts';
import { saveRule } from '../verbs/save-rule.ts';
import { setRuleState } from '../verbs/set-rule-state.ts';
import { composeRules } from './compose-rules.ts';
import { readScorecards } from './read-scorecards.ts';
import { readRuleCosts } from './rule-costs.ts';
import { listRules } from './store-rules.ts';

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

const rule = (title: string, detection: string) => `title: ${title}
logsource: { category: webserver }
detection: { it: { ${detection} }, condition: it }
level: medium
`;
const EVERYTHING = rule('Everything that worked', 'sc-status: 200');
const OLD = rule('The old shop', 'cs-uri-stem|startswith: /old-shop/');

it('a rule that takes more than its share is named and left out for the rest of the day; the others go on', async () => {
  const visits = Array.from({ length: 700 }, (_, nth) =>
    makeRequest(shop, T + nth * SECOND, { path: `/p/${nth}`, address: '198.51.100.9' }),
  );
  const old = makeRequest(shop, T + MINUTE, { path: '/old-shop/x', address: '198.51.100.9' });
  await house.telemetry.insert(org, 'requests', [...visits, old]);
  const rules = composeRules(
    [
      { name: 'dear', text: EVERYTHING },
      { name: 'cheap', text: OLD },
    ],
    new Map(),
  );
  let now = 0;
  // Every look at the clock is a millisecond later than the one before: each judgement seems to take as long.
  const costs = openCostBook(() => now++);
  const span = { from: new Date(T), to: new Date(T + 30 * MINUTE) };
  const area = { telemetry: house.telemetry, org, shop, span, usual: nothingUsual, knowledge: { ...nothingKnown, rules }, costs };
  const told = async (at: typeof area) =>
    (await findKnownAttacks(at)).map(({ subject, facts }) => `${subject} ${'expensive' in facts ? 'expensive' : facts.variants}`).sort();
  expect(await told(area)).toEqual(['cheap:1 1', 'dear:1 701', 'dear:1 expensive']);
  expect(await told(area)).toEqual(['cheap:1 1', 'dear:1 expensive']);
  expect(costs.take().toSorted((a, b) => (a.title < b.title ? -1 : 1))).toMatchObject([
    { title: 'Everything that worked', judged: 701, matched: 701, ms: 701, stopped: true },
    { title: 'The old shop', judged: 2, matched: 2, stopped: false },
  ]);
  const tomorrow = { from: new Date(T + DAY), to: new Date(T + DAY + MINUTE) };
  await house.telemetry.insert(org, 'requests', [makeRequest(shop, T + DAY, { path: '/p/1', address: '198.51.100.9' })]);
  expect(await told({ ...area, span: tomorrow })).toEqual(['dear:1 1']);
});

it.each([
  [{ judged: 300_001, ms: 1 }, 'judged'],
  [{ judged: 300_000, ms: 1 }, 'fine'],
  [{ judged: 100, ms: 600 }, 'time'],
  [{ judged: 100, ms: 490 }, 'fine'],
] as const)('%o is %s', (cost, verdict) => {
  const one = { key: 'a', title: 'a', matched: 0, stopped: false, ...cost };
  expect(judgeRuleCost(one, [one, { ...one, key: 'b', ms: 10 }], 1)).toBe(verdict);
  expect(judgeRuleCost(one, [one, { ...one, key: 'b', ms: 10_000 }], 1)).toBe(verdict === 'time' ? 'fine' : verdict);
  expect(judgeRuleCost(one, [one, { ...one, key: 'b', ms: 10 }], 3)).toBe(verdict === 'judged' ? 'fine' : verdict);
});

it('what rules cost is kept by the day, and each own rule has a scorecard of its own', async () => {
  const owner = house.scope(org, 'owner');
  for (const text of [OLD, rule('The blog', 'cs-uri-stem|startswith: /blog/'), rule('Never', 'cs-uri-stem: /never')]) {
    const { rule: id } = await saveRule(owner, { shop, rule: null, text });
    await setRuleState(owner, { rule: id, state: 'on' });
  }
  await house.telemetry.insert(org, 'requests', [
    ...makeCustomers(shop, T, 20, 10 * SECOND),
    ...[1, 2].map((nth) => makeRequest(shop, T + nth * MINUTE, { path: '/old-shop/x', address: `198.51.100.${nth}` })),
    makeRequest(shop, T + MINUTE, { path: '/blog/y', address: '198.51.100.7' }),
  ]);
  const memory = freshMemory();
  await runDetection(house, org, shop, 'one', memory);
  const told = await house.state.inOrg(org, (db) => listSignals(db));
  const blog = told.find(({ actor }) => actor.address === '198.51.100.7');
  if (blog === undefined) throw new Error('no signal');
  await giveFeedback(owner, { signal: blog.id, feedback: 'false' });
  const { cards, costs } = await house.state.inOrg(org, async (db) => ({
    cards: await readScorecards(db, await listRules(db), new Map()),
    costs: await readRuleCosts(db),
  }));
  expect(cards.flatMap(({ own, signals, wrong }) => (own ? [[own.title, signals, wrong]] : [])).sort()).toEqual([
    ['Never', 0, 0],
    ['The blog', 1, 1],
    ['The old shop', 2, 0],
  ]);
  expect(cards.filter((card) => card.rule === 'own-rule' && !card.own)).toEqual([]);
  expect(costs.map(({ title, judged, matched }) => [title, judged, matched]).sort()).toEqual([
    ['The blog', 1, 1],
    ['The old shop', 2, 2],
  ]);
  expect(costs.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});
