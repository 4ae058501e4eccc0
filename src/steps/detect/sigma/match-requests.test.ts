import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { makeId } from '#kernel/ids.ts';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { type CompiledRule, matchEvent, readRules } from '#sigma/index.ts';
import { type Area, nothingUsual } from '../finding.ts';
import { nothingKnown } from '../knowledge.ts';
import { makeRequest } from '../testing/make-request.ts';
import { matchRequests } from './match-requests.ts';
import { requestEvent } from './request-event.ts';
import { planSearch } from './search-plan.ts';

const T = Date.UTC(2026, 4, 4, 10);
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

// Few pieces, so that rules and requests meet often; among them what a search could trip over.
const WORDS = [
  'select',
  'SELECT',
  '../',
  'etc',
  'a',
  "'",
  '%27',
  '%2527',
  '+',
  ' ',
  '%20',
  '.php',
  '?',
  '\\',
  '[',
  '|',
  '%zz',
  '%ff',
  'ł',
  '\u0001',
  '_',
  '%',
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(''));
const row = fc
  .record({
    path: text.map((end) => `/${end.replaceAll('?', '')}`),
    query: text,
    agent: fc.constantFrom('', 'curl/8', 'Mozilla/5.0 (etc)', 'select', 'SeLeCt=='),
    referrer: fc.oneof(fc.constant(''), text),
    method: fc.constantFrom('GET', 'POST'),
    status: fc.constantFrom(200, 403, 500),
    address: fc.constantFrom('192.0.2.1', '198.51.100.77', '2001:db8::7'),
    host: fc.constantFrom('', 'shop.example', 'select.example'),
  })
  .map((fields) => ({ ...fields, bytes: 500 }));
const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('select', '.php', 'etc', '../', '?', 'a') },
  { weight: 5, arbitrary: text.map((words) => words.replaceAll('*', '')) },
  { weight: 1, arbitrary: fc.tuple(text, text).map(([a, b]) => `${a}*${b}`) },
  { weight: 1, arbitrary: fc.constantFrom('', 'curl?8', '*==') },
);
const asked = fc.oneof(
  fc.tuple(
    fc.constantFrom('cs-uri-query', 'c-uri', 'cs-uri-stem', 'cs-user-agent', 'cs-referer', 'cs-host', 'cs-method', 'c-ip', 'cs-cookie'),
    fc.constantFrom('', '|contains', '|startswith', '|endswith', '|contains|cased', '|contains|windash', '|neq'),
    fc.array(value, { minLength: 1, maxLength: 3 }),
  ),
  fc.constantFrom<[string, string, unknown]>(
    ['sc-status', '|gte', 400],
    ['sc-status', '', [403, 500]],
    ['c-ip', '|cidr', ['192.0.2.0/24', '2001:db8::/32']],
    ['cs-user-agent', '', null],
    ['cs-uri-query', '|re', 'sel.ct\\s|%27'],
    ['cs-uri-query', '|re', '\\.php|(?:etc|SELECT)[^a]'],
    ['cs-user-agent', '|re|i', '(curl|sel)(ect)?.*[=8]'],
    ['cs-host', '', 'select.example'],
    ['cs-host', '|endswith', '.EXAMPLE'],
    ['cs-host', '|re', '^s.*[.]example$'],
    ['cs-method', '|contains', 'os'],
    ['cs-cookie', '|exists', false],
    ['cs-uri-stem', '|fieldref|startswith', 'c-uri'],
    ['c-uri-extension', '', 'php'],
    ['c-uri-extension', '|endswith', 'hp'],
    ['c-uri-extension', '|contains', 'p'],
  ),
);
const selection = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(asked, { minLength: 1, maxLength: 2 })
      .map((all) => Object.fromEntries(all.map(([field, how, what]) => [field + how, what]))),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom('select', 'etc', '200', "a'", '\\\\', 'post', 'example'), { minLength: 1, maxLength: 2 }),
  },
);
const detection = fc
  .record({
    a: selection,
    b: selection,
    condition: fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', '1 of them', 'not a', 'not (a or b)'),
  })
  .map((fields) => fields as Record<string, unknown>);

const keyOf = (request: Pick<RequestRow, 'path' | 'query' | 'agent' | 'referrer' | 'method' | 'status' | 'address' | 'host'>): string =>
  JSON.stringify([
    request.path,
    request.query,
    request.agent,
    request.referrer,
    request.method,
    request.status,
    request.address,
    request.host,
  ]);

it('finds exactly what the rules match, whatever stands in requests and rules', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 30, maxLength: 60 }),
      fc.array(detection, { minLength: 15, maxLength: 30 }),
      async (requests, detections) => {
        const files = detections.map((one, nth) => ({
          name: `${nth}.yml`,
          text: JSON.stringify({ title: `rule ${nth}`, id: `rule-${nth}`, logsource: { category: 'webserver' }, detection: one }),
        }));
        const { rules } = readRules(files);
        const org = makeId('org', T + found, crypto.getRandomValues(new Uint8Array(16)));
        await telemetry.insert(
          org,
          'requests',
          requests.map((one, nth) => makeRequest('s', T + nth * SECOND, one)),
        );
        const expected = requests.flatMap((one, nth) => {
          const event = requestEvent({ ...one, at: new Date(T + nth * SECOND).toISOString() });
          return rules.filter((rule) => matchEvent(rule.test, event)).map((rule) => `${rule.key} ${keyOf(one)}`);
        });
        for (const span of [MINUTE, 24 * 60 * MINUTE]) {
          const area: Area = {
            telemetry,
            org,
            shop: 's',
            span: { from: new Date(T - span), to: new Date(T + span) },
            usual: nothingUsual,
            knowledge: nothingKnown,
          };
          expect(await matched(area, rules)).toEqual([...new Set(expected)].sort());
        }
        found += expected.length;
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
  expect(found).toBeGreaterThan(500);
});

async function matched(area: Area, rules: readonly CompiledRule[]): Promise<string[]> {
  const keys: string[] = [];
  for await (const hits of matchRequests(area, rules)) keys.push(...hits.map((hit) => `${hit.rule.key} ${keyOf(hit.tuple)}`));
  return keys.sort();
}

it('searches by one list for thousands of texts', () => {
  const many = Array.from({ length: 3000 }, (_, nth) => ({
    name: `${nth}.yml`,
    text: JSON.stringify({
      title: 't',
      logsource: { category: 'webserver' },
      detection: { a: { 'c-uri|contains': `text-${nth}` }, condition: 'a' },
    }),
  }));
  const plan = planSearch(readRules(many).rules);
  expect(plan.searches).toHaveLength(1);
  expect(plan.everywhere).toEqual([]);
});
