import { expect, it } from 'vitest';
import { readAuditTime } from './database/audit-time.ts';
import { emptyLogLine } from './formats/log-line.ts';
import { makeOtherScanner } from './formats/scan-others.ts';

const haproxy = (time: string): string =>
  `203.0.113.9:51010 [${time}] web~ shop/app1 0/0/1/12/13 200 1234 - - ---- 5/5/0/0/0 0/0 "GET /account/orders/1042 HTTP/1.1"`;

function timeOf(line: string, zone?: string): string {
  const into = emptyLogLine();
  const problem = makeOtherScanner(zone).scan(line, into);
  return problem === '' ? new Date(into.at).toISOString() : problem;
}

it.each([
  ['04/May/2026:10:00:00.123', undefined, '2026-05-04T10:00:00.123Z'],
  ['04/May/2026:10:00:00.123', 'Europe/Warsaw', '2026-05-04T08:00:00.123Z'],
  ['04/Jan/2026:00:30:59', 'Europe/Warsaw', '2026-01-03T23:30:59.000Z'],
  ['04/May/2026:10:00:00.5', 'Asia/Tokyo', '2026-05-04T01:00:00.500Z'],
  ['25/Oct/2026:02:30:00', 'Europe/Warsaw', '2026-10-25T00:30:00.000Z'],
])('HAProxy: %s in %s', (time, zone, expected) => {
  expect(timeOf(haproxy(time), zone)).toBe(expected);
});

it('an audit record says its zone itself, or its source does', () => {
  const at = (text: string, zone?: string): string => new Date(readAuditTime(text, zone) ?? 0).toISOString();
  expect(at('20260504 10:00:00')).toBe('2026-05-04T10:00:00.000Z');
  expect(at('20260504 10:00:00', 'Europe/Warsaw')).toBe('2026-05-04T08:00:00.000Z');
  expect(at('2026-05-04 10:00:00.250', 'America/New_York')).toBe('2026-05-04T14:00:00.250Z');
  expect(at('2026-05-04 10:00:00 CET', 'Asia/Tokyo')).toBe('2026-05-04T09:00:00.000Z');
  expect(at('1777888800000000', 'Asia/Tokyo')).toBe('2026-05-04T10:00:00.000Z');
  expect(readAuditTime('no time', 'Asia/Tokyo')).toBeNull();
});
