import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { makeId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { matchEvent, readRules } from '#sigma/index.ts';
import { type Area, nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import { eventOfRow } from './event-of-row.ts';
import { logsourceOf } from './log-sources.ts';
import { conditionFor } from './stored-condition.ts';
import { streamMatches } from './stream-matches.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
let serial = 1;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const WORDS = ['checkout', 'CHECKOUT', 'a', '"', '\\', "'", '\t', 'ł', ' ', '%', '_', '.example', '\u0001', '404', 'null'];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(''));
const base = { shop_id: 's', source_id: 'src', received_at: new Date(T) };
const attributes = fc
  .record({ 'app.step': text, 'app.flag': fc.boolean(), 'app.size': fc.constantFrom(0, 7, 404), name: text }, { requiredKeys: [] })
  .map((value) => JSON.stringify(value));
const rows = {
  spans: fc.record({
    name: text,
    kind: fc.constantFrom('client', 'server', 'internal'),
    status: fc.constantFrom('unset', 'ok', 'error'),
    service: fc.constantFrom('', 'shop'),
    version: fc.constantFrom('', '1.2'),
    peer: fc.constantFrom('', 'api.gateway.example', 'drop.example'),
    method: fc.constantFrom('', 'GET', 'POST'),
    http_status: fc.constantFrom(0, 200, 404),
    duration_ms: fc.constantFrom(null, 0, 12.5, 404),
    bytes_sent: fc.constantFrom(0, 500),
    bytes_received: fc.constantFrom(0, 404),
    db_system: fc.constantFrom('', 'mysql'),
    trace_id: fc.constantFrom('aa'.repeat(16), 'bb'.repeat(16)),
    span_id: fc.constantFrom('cc'.repeat(8)),
    attributes,
  }),
  reports: fc.record({
    kind: fc.constantFrom('csp-violation', 'deprecation'),
    page: text.map((end) => `https://shop.example/${end}`),
    blocked: fc.oneof(fc.constantFrom('', 'inline', 'https://evil.example/x.js'), text),
    directive: fc.constantFrom('', 'script-src-elem'),
    source_file: fc.constantFrom('', 'https://shop.example/app.js'),
    line: fc.constantFrom(0, 404),
    disposition: fc.constantFrom('', 'report', 'enforce'),
    agent: fc.constantFrom('', 'Firefox'),
    body: text.map((message) => JSON.stringify({ message, status_code: 404 })),
  }),
  events: fc.record({
    name: fc.constantFrom('shop.coupon.used', 'shop.checkout.failed', ''),
    severity: fc.constantFrom('', 'INFO'),
    service: fc.constantFrom('', 'shop'),
    address: fc.constantFrom('', '192.0.2.1'),
    agent: fc.constantFrom('', 'curl/8'),
    session: fc.constant(''),
    account: fc.constant(''),
    object_kind: fc.constantFrom('', 'order'),
    object_ref: fc.constantFrom('', 'ref-7'),
    outcome: fc.constantFrom('', 'failure'),
    records: fc.constantFrom(0, 7),
    bytes: fc.constantFrom(0, 404),
    body: text,
    attributes,
  }),
} as const;

const FIELDS = {
  spans: [
    'name',
    'span.kind',
    'span.peer',
    'span.status',
    'app.step',
    'app.flag',
    'app.size',
    'http.response.status_code',
    'db.system.name',
  ],
  reports: ['report.type', 'page', 'blocked-uri', 'effective-directive', 'message', 'status_code', 'line-number', 'disposition'],
  events: ['name', 'event.outcome', 'c-ip', 'app.step', 'app.size', 'body', 'shop.object.kind', 'shop.object.count', 'cs-user-agent'],
} as const;

const asked = (fields: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...fields),
      fc.oneof(
        fc.tuple(
          fc.constantFrom('', '|contains', '|startswith', '|endswith', '|contains|cased', '|neq'),
          fc
            .oneof(fc.constantFrom('checkout', 'evil', '.example', '404', '7', 'client', 'true', 'failure', ''), text)
            .map((one) => one.replaceAll('*', '')),
        ),
        fc.constantFrom<[string, unknown]>(
          ['|gte', 7],
          ['', null],
          ['|exists', true],
          ['|exists', false],
          ['|re', 'che.kout|evi[l]'],
          ['', 404],
        ),
      ),
    )
    .map(([field, [how, what]]) => [field + how, what] as const);

const detection = (fields: readonly string[]) => {
  const selection = fc.oneof(
    { weight: 5, arbitrary: fc.array(asked(fields), { minLength: 1, maxLength: 2 }).map((all) => Object.fromEntries(all)) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom('checkout', 'evil', '404', 'a"', 'client'), { minLength: 1, maxLength: 2 }) },
  );
  const condition = fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', 'not a', 'not (a or b)');
  return fc.record({ a: selection, b: selection, condition }).map((fieldsOf) => fieldsOf as Record<string, unknown>);
};

it.each(['events', 'spans', 'reports'] as const)(
  'what is looked at among %s is everything that a rule matches',
  async (source) => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(rows[source] as fc.Arbitrary<Record<string, string | number | null>>, { minLength: 30, maxLength: 60 }),
        fc.array(detection(FIELDS[source]), { minLength: 10, maxLength: 20 }),
        async (given, detections) => {
          const files = detections.map((one, nth) => ({
            name: `${nth}.yml`,
            text: JSON.stringify({ title: `rule ${nth}`, id: `rule-${nth}`, logsource: logsourceOf[source], detection: one }),
          }));
          const { rules } = readRules(files);
          const org = makeId('org', serial++, new Uint8Array(16));
          const stored = given.map((one, nth) => ({ ...base, at: new Date(T + nth * SECOND), ...one }));
          await telemetry.insert(org, source === 'events' ? 'application_events' : source, stored);
          const span = { from: new Date(T - MINUTE), to: new Date(T + 2 * MINUTE) };
          const area: Area = { telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown };
          // Rule by rule: together, what one rule looks at would hide what another one misses.
          for (const rule of rules) {
            const expected = stored.flatMap((row, nth) => (matchEvent(rule.test, eventOfRow(source, row).event) ? [nth] : []));
            const got: number[] = [];
            for await (const page of streamMatches(area, source, [rule])) got.push(...(page ?? []).map(({ at }) => (at - T) / SECOND));
            expect(got, JSON.stringify(rule.rule.detection)).toEqual(expected);
            found += expected.length;
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
    expect(found).toBeGreaterThan(200);
  },
  120_000,
);

const plan = (source: 'events' | 'spans' | 'reports', selection: unknown) => {
  const text = JSON.stringify({ title: 't', logsource: logsourceOf[source], detection: { a: selection, condition: 'a' } });
  return conditionFor(source, readRules([{ name: 'r.yml', text }]).rules);
};

it('says how the rows of a rule are found', () => {
  expect(plan('spans', { 'span.peer|endswith': '.evil.example' })).toMatchObject({ how: ['texts'] });
  expect(plan('spans', { 'span.duration|gte': 5000 })).toMatchObject({
    how: ['condition'],
    sql: expect.stringContaining('duration_ms >= 5000'),
  });
  expect(plan('spans', { 'app.size|gte': 5 })).toMatchObject({ how: ['everywhere'], sql: '1' });
  expect(plan('reports', { 'line-number|lt': 3 })).toMatchObject({ how: ['condition'] });
});

it('searches thousands of texts in one look', async () => {
  const files = Array.from({ length: 700 }, (_, nth) => ({
    name: `${nth}.yml`,
    text: JSON.stringify({
      title: 't',
      logsource: logsourceOf.spans,
      detection: { a: { 'app.step|contains': `step-${nth}-x` }, condition: 'a' },
    }),
  }));
  const { rules } = readRules(files);
  const org = makeId('org', serial++, new Uint8Array(16));
  const row = { ...base, at: new Date(T), name: 'n', kind: 'client', attributes: JSON.stringify({ 'app.step': 'my step-699-x' }) };
  await telemetry.insert(org, 'spans', [row]);
  const span = { from: new Date(T - MINUTE), to: new Date(T + MINUTE) };
  const area: Area = { telemetry, org, shop: 's', span, usual: nothingUsual, knowledge: nothingKnown };
  const pages = [];
  for await (const page of streamMatches(area, 'spans', rules)) pages.push(...(page ?? []));
  expect(pages).toHaveLength(1);
});
