import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { loadDataMap, localKeys, rowsOfDocument } from '#intake/index.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { noLists } from '#sigma/values/placeholders.ts';
import { readChart } from '../read-chart.ts';
import { freshMemory, runDetection } from '../run-detection.ts';
import { listSignals } from '../store.ts';
import { saveRule } from '../verbs/save-rule.ts';
import { setRuleState } from '../verbs/set-rule-state.ts';
import { huntByFilter } from './hunt.ts';
import { fileOf, takeRule } from './store-rules.ts';
import { tryOnStored } from './try-on-stored.ts';

const T = Date.UTC(2026, 4, 4, 10);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

function open() {
  const org = house.newOrg();
  const shop = makeId('shop', Date.now(), house.random.bytes(16));
  house.setNow(new Date(T + HOUR));
  // A fresh memory each time: nobody rests because the look before took long.
  return { org, shop, pass: () => runDetection(house, org, shop, 'one', freshMemory()) };
}

let serial = 0;
async function send(org: OrgId, shop: ShopId, document: unknown) {
  const map = await loadDataMap('generic');
  serial += 1;
  const context = {
    shop,
    source: 'src',
    map,
    keys: localKeys(new Uint8Array(32)),
    now: house.clock.now(),
    maxAgeMs: 30 * DAY,
    delivery: `d${serial}`,
  };
  const rows = rowsOfDocument(document, context);
  if (rows === null) throw new Error('not a document of ours');
  await house.telemetry.insert(org, 'spans', rows.spans as never);
  await house.telemetry.insert(org, 'reports', rows.reports as never);
}

const call = (at: number, peer: string, size = 100) => {
  serial += 1;
  return {
    traceId: serial.toString(16).padStart(32, 'a'),
    spanId: serial.toString(16).padStart(16, 'a'),
    name: 'POST',
    kind: 3,
    startTimeUnixNano: String(BigInt(at) * 1_000_000n),
    endTimeUnixNano: String(BigInt(at + 120) * 1_000_000n),
    attributes: [
      { key: 'server.address', value: { stringValue: peer } },
      { key: 'http.request.method', value: { stringValue: 'POST' } },
      { key: 'http.request.body.size', value: { intValue: String(size) } },
      { key: 'app.step', value: { stringValue: 'pay' } },
    ],
  };
};
const traces = (...spans: unknown[]) => ({
  resourceSpans: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] }, scopeSpans: [{ spans }] }],
});
const violation = (age: number, blocked: string) => ({
  ...{ type: 'csp-violation', age, url: 'https://shop.example/checkout?email=ada%40example.test', user_agent: 'Mozilla/5.0 Firefox/128.0' },
  body: {
    ...{ documentURL: 'https://shop.example/checkout?email=ada%40example.test', blockedURL: blocked },
    ...{ effectiveDirective: 'script-src-elem', disposition: 'report' },
  },
});

const STRANGER = `title: A host that the shop never calls
id: stranger
logsource: { category: span }
detection:
  call: { span.kind: client, app.step: pay }
  known: { span.peer|endswith: .gateway.example }
  condition: call and not known
level: high
tags: [attack.t1567]
`;
const SCRIPT = `title: A script from elsewhere on the checkout
id: script
logsource: { category: browser_report }
detection:
  blocked: { report.type: csp-violation, effective-directive|startswith: script-src, page|endswith: /checkout }
  condition: blocked
level: medium
`;

async function trial(org: OrgId, shop: ShopId, id: Parameters<typeof takeRule>[1]) {
  const row = await house.state.inOrg(org, (db) => takeRule(db, id));
  return tryOnStored({ telemetry: house.telemetry, org, shop, now: house.clock.now() }, fileOf(row), [], noLists);
}

it('a rule on spans is tried on seven days, then raises, and counts a day whole however often it is looked at', async () => {
  const { org, shop, pass } = open();
  await send(org, shop, traces(call(T - 3 * DAY, 'drop.stranger.example'), call(T - 9 * DAY, 'drop.stranger.example')));
  await send(org, shop, traces(call(T, 'api.gateway.example'), call(T + 1, 'drop.stranger.example')));
  const { rule } = await saveRule(house.scope(org, 'engineer'), { shop, rule: null, text: STRANGER });
  await pass();
  expect(await house.state.inOrg(org, (db) => listSignals(db))).toEqual([]);
  const tried = await trial(org, shop, rule);
  expect(tried.raised.map((one) => [one.subject, one.count, one.firstSeen.slice(0, 10)])).toEqual([
    ['stranger', 1, '2026-05-01'],
    ['stranger', 1, '2026-05-04'],
  ]);
  expect(tried.uses).toEqual([{ title: 'A host that the shop never calls', source: 'spans', search: 'texts', counts: false }]);
  await setRuleState(house.scope(org, 'engineer'), { rule, state: 'on' });
  await send(org, shop, traces(call(T + MINUTE, 'drop.stranger.example')));
  // What was stored a moment ago is new as well, from whatever day it is.
  expect(await pass()).toMatchObject({ raised: 3 });
  for (const nth of [2, 3]) {
    house.advance(20 * SECOND);
    await send(org, shop, traces(call(T + nth * MINUTE, 'drop.stranger.example'), call(T + nth * MINUTE, 'api.gateway.example')));
    expect(await pass()).toMatchObject({ raised: 0, grew: 1 });
  }
  const [signal, ...others] = await house.state.inOrg(org, (db) => listSignals(db));
  expect(others.map((one) => one.count)).toEqual([1, 1]);
  expect(signal).toMatchObject({ rule: 'own-rule', subject: 'stranger', level: 'high', attack: 'T1567', count: 4, succeeded: 'unknown' });
  expect(signal?.evidence.map((line) => line.text)).toContain('client POST drop.stranger.example → unset, 120 ms (checkout)');
  if (signal === undefined) throw new Error('no signal');
  const chart = await readChart(house, org, signal);
  expect(chart).toMatchObject({ usual: null });
  expect(chart.points.reduce((sum, [, n]) => sum + n, 0)).toBeGreaterThanOrEqual(4);
});

it('a rule on what browsers report raises, names the page without its query, and says nothing of other shops', async () => {
  const { org, shop, pass } = open();
  const { rule } = await saveRule(house.scope(org, 'engineer'), { shop, rule: null, text: SCRIPT });
  await setRuleState(house.scope(org, 'engineer'), { rule, state: 'on' });
  await send(org, shop, violation(1000, 'https://evil.example/skim.js'));
  await send(org, shop, {
    'csp-report': { 'document-uri': 'https://shop.example/', 'blocked-uri': 'inline', 'violated-directive': 'script-src' },
  });
  await send(org, makeId('shop', Date.now(), house.random.bytes(16)), violation(1000, 'https://evil.example/skim.js'));
  expect(await pass()).toMatchObject({ raised: 1 });
  const [signal] = await house.state.inOrg(org, (db) => listSignals(db));
  expect(signal).toMatchObject({ subject: 'script', count: 1, level: 'medium' });
  expect(signal?.evidence[0]?.text).toBe(
    'csp-violation script-src-elem blocked https://evil.example/skim.js on https://shop.example/checkout (report)',
  );
  expect(JSON.stringify(signal)).not.toContain('ada');
});

it('correlations count spans and reports, together and in order', async () => {
  const { org, shop, pass } = open();
  const both = `${STRANGER.replace('title', 'name: stranger-call\ntitle')}---\n${SCRIPT.replace('title', 'name: strange-script\ntitle')}---
title: A strange script, then a strange call
id: chain
correlation: { type: temporal_ordered, rules: [strange-script, stranger-call], timespan: 30m }
level: critical
---
title: Much is sent to one stranger
id: much
correlation: { type: value_sum, rules: [stranger-call], group-by: [span.peer], timespan: 1h, condition: { field: span.sent, gte: 5000 } }
level: high
`;
  const { rule } = await saveRule(house.scope(org, 'engineer'), { shop, rule: null, text: both });
  await setRuleState(house.scope(org, 'engineer'), { rule, state: 'on' });
  await send(org, shop, violation(10 * 60_000, 'https://evil.example/skim.js'));
  const now = T + HOUR;
  await send(org, shop, traces(call(now - 5 * MINUTE, 'drop.stranger.example', 3000), call(now - MINUTE, 'drop.stranger.example', 3000)));
  await pass();
  const told = (await house.state.inOrg(org, (db) => listSignals(db))).map((one) => [one.subject.split(' ')[0], one.level, one.count]);
  expect(told).toContainEqual(['chain', 'critical', expect.any(Number)]);
  expect(told).toContainEqual(['much', 'high', 2]);
});

it('what is stored of them can be asked by a filter, and the filter says how a rule would ask', async () => {
  const { org, shop } = open();
  await send(org, shop, traces(call(T, 'drop.stranger.example'), call(T, 'api.gateway.example')));
  await send(org, shop, violation(1000, 'https://evil.example/skim.js'));
  const hunt = (source: 'spans' | 'reports', filter: string) => huntByFilter(house, org, { shop, source, filter, hours: 24 }, noLists);
  const spans = await hunt('spans', 'span.kind: client\n- span.peer|endswith: .gateway.example');
  expect(spans).toMatchObject([{ what: 'client POST drop.stranger.example → unset, 120 ms (checkout)' }]);
  expect(String(spans[0]?.fields)).toContain('span.peer: drop.stranger.example');
  expect(await hunt('reports', 'blocked-uri|contains: evil')).toHaveLength(1);
  expect(await hunt('reports', 'blocked-uri|contains: gateway')).toEqual([]);
  await expect(hunt('spans', 'span.kind|above: 3')).rejects.toMatchObject({ code: 'RULE_NOT_VALID' });
});
