import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '#engines/http/types.ts';
import { DAY } from '#kernel/time.ts';
import { judgeHttp } from '../judge-http.ts';
import { judgeCondition } from './judge-condition.ts';
import { parseCondition } from './parse-condition.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const tls = {
  ...{ protocol: 'TLSv1.3', cipher: 'x', validFrom: new Date(NOW.getTime() - DAY), validTo: new Date(NOW.getTime() + 20 * DAY) },
  ...{ issuer: 'Practice', names: ['shop.example'], fingerprint256: '00', serial: '01', trusted: true as const },
};
const answerOf = (body: string, change: Partial<HttpAnswer> = {}): HttpAnswer => ({
  ...{ url: 'https://shop.example/', status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, cookies: [] },
  ...{ body: new TextEncoder().encode(body), truncated: false, address: '192.0.2.1', redirects: [], tls },
  phases: { dns: 1, connect: 1, tls: 1, firstByte: 50, total: 320 },
  ...change,
});
const shop = answerOf(
  '{"state":"open","stock":12,"orders":[{"id":1,"sum":9.5},{"id":2,"sum":120}],"note":null,"name":"Anna, \\"the shop\\""}',
);

function holds(line: string, answer = shop): string {
  const condition = parseCondition(line);
  if (typeof condition === 'string') throw new Error(condition);
  return judgeCondition(condition, answer, NOW).holds;
}

describe('conditions that hold', () => {
  it.each([
    'status is 200',
    'status is 200 or 204',
    'status is 404, 200 or 204',
    'Status is not 500',
    'status below 400',
    'body contains open',
    'body contains "open"',
    'body does not contain "error"',
    'body matches /"stock":\\d+/',
    'json $.state is open',
    'json $.state is "open"',
    'json $.state is "closed" or "open"',
    'json $.stock is 12.0',
    'json $.stock at least 12',
    'json $.stock is above 11.5',
    'json $.orders[*].sum above 100',
    'json $.orders[?@.id == 2].sum is 120',
    'json $.name is "Anna, \\"the shop\\""',
    'json $.gone is missing',
    'json $.note exists',
    'json $.gone is not 5',
    'header content-type begins with application/json',
    'header Content-Type contains utf-8',
    'header x-powered-by is missing',
    'time below 800 ms',
    'time at most 0.32 s',
    'size below 2 kB',
    'size is more than 10 bytes',
    'certificate valid for 14 days',
  ])('%s', (line) => {
    expect(holds(line)).toBe('yes');
  });
});

describe('conditions that do not', () => {
  it.each([
    'status is not 200',
    'status is 204',
    'body contains "Open"',
    'body does not contain "open"',
    'json $.stock below 12',
    'json $.state is "Open"',
    'json $.orders[*].sum above 200',
    'json $.gone exists',
    'json $.gone is 5',
    'header x-powered-by exists',
    'header content-type is text/html',
    'time below 300 ms',
    'size above 1 MB',
    'certificate valid for 21 days',
  ])('%s', (line) => {
    expect(holds(line)).toBe('no');
  });
  it('no certificate, no JSON', () => {
    expect(holds('certificate valid for 1 day', answerOf('', { tls: null }))).toBe('no');
    expect(holds('json $.state is open', answerOf('<html>'))).toBe('no');
  });
});

it('what was not read to its end is unknown, unless what was read decides', () => {
  const cut = answerOf('{"state":"open"', { truncated: true });
  expect(holds('body contains "closed"', cut)).toBe('unknown');
  expect(holds('body contains "open"', cut)).toBe('yes');
  expect(holds('body does not contain "closed"', cut)).toBe('unknown');
  expect(holds('body does not contain "open"', cut)).toBe('no');
  expect(holds('json $.state is open', cut)).toBe('unknown');
  expect(holds('size below 10 kB', cut)).toBe('no');
});

it.each([
  ['the shop is open', /no condition/],
  ['', /no condition/],
  ['status is', /after what it is about|no condition/],
  ['status smells', /after what it is about/],
  ['status contains 2', /a status is a number/],
  ['body below 5', /a body is a text/],
  ['time is 5', /a time is below/],
  ['time below 5 MB', /in ms or s/],
  ['size below 5 s', /in kB or MB/],
  ['json $.a[ is 5', /no JSONPath/],
  ['body matches /(/', /cannot be used/],
  [`body contains ${'x'.repeat(600)}`, /at most 500/],
])('“%s” is no condition and says why', (line, why) => {
  expect(parseCondition(line)).toMatch(why);
});

it('any text is a condition or a reason, and any condition judges any answer', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('status is ', 'body contains ', 'json $.a is ', 'header a matches ', ''),
      fc.string(),
      (text, start, body) => {
        const condition = parseCondition(start + text);
        if (typeof condition === 'string') expect(condition.length).toBeGreaterThan(10);
        else expect(['yes', 'no', 'unknown']).toContain(judgeCondition(condition, answerOf(body), NOW).holds);
      },
    ),
    { numRuns: 500 },
  );
});

it('what stands in the page is not told again', () => {
  const condition = parseCondition('json $.name is "Ben"');
  if (typeof condition === 'string') throw new Error(condition);
  expect(judgeCondition(condition, shop, NOW).reason).not.toContain('Anna');
});

it('a check is down by its first condition that fails, unknown by one that cannot be told, and a status asked for stands for the usual ones', () => {
  const target = { kind: 'http', url: 'https://shop.example/', status: [], contains: '', maxMs: 1_000, certificateDays: 0 } as const;
  const judged = (conditions: string[], answer: HttpAnswer) => judgeHttp({ ...target, conditions, status: [] }, answer, NOW);
  expect(judged(['status is 503', 'body contains "closed"'], answerOf('we are closed', { status: 503 })).saw).toBe('up');
  expect(judged([], answerOf('', { status: 503 })).saw).toBe('down');
  expect(judged(['body contains "open"'], answerOf('', { status: 503 }))).toMatchObject({ saw: 'down', reason: 'answered 503' });
  expect(judged(['json $.stock below 5'], shop)).toEqual({ saw: 'down', reason: 'json $.stock below 5: it is 12' });
  expect(judged(['body contains "x"'], answerOf('', { truncated: true })).saw).toBe('unknown');
});
