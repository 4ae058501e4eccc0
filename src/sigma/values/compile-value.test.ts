import { describe, expect, it } from 'vitest';
import { makeEvent } from '../event.ts';
import { matchEvent } from '../match-event.ts';
import { readRules } from '../rule-set.ts';
import { modifierNames } from './modifiers.ts';

type Value = string | number | boolean | null | readonly (string | number | null)[];

const lists = new Map([
  ['admins', ['Ada', 'Grace']],
  ['many', Array.from({ length: 200 }, (_, nth) => String(nth))],
]);

/** Whether a rule that asks `field|modifiers: value` matches an event in which the field is `text` (`undefined`: not there). */
function asks(modifiers: string, value: Value, text: string | undefined, more: Record<string, string> = {}): boolean {
  const rule = { title: 't', logsource: { category: 'webserver' }, detection: { s: { [`f${modifiers}`]: value }, condition: 's' } };
  const { rules, problems } = readRules([{ name: 'r', text: JSON.stringify(rule) }], lists);
  const [one] = rules;
  if (one === undefined) throw new Error(problems[0]?.reason);
  return matchEvent(one.test, makeEvent({ ...more, ...(text === undefined ? {} : { f: text }) }));
}

describe('values', () => {
  it.each<[string, Value, string | undefined, boolean]>([
    ['', 'abc', 'ABC', true],
    ['', 'abc', 'xabc', false],
    ['', 'a*c', 'abbbc', true],
    ['', 'a?c', 'abc', true],
    ['', 'a?c', 'abbc', false],
    ['', 'a\\*c', 'a*c', true],
    ['', 'a\\*c', 'abc', false],
    ['', 'a\\\\*', 'a\\xyz', true],
    ['', 'a\\\\\\*', 'a\\*', true],
    ['', 'a\\\\\\*', 'a\\b', false],
    ['', 'C:\\Windows', 'c:\\windows', true],
    ['', '\\\\\\\\server', '\\\\server', true],
    ['', 'a*b*c', 'a--b--c', true],
    ['', 'a*b*c', 'a--c--b', false],
    ['', '*ab*ab', 'ab', false],
    ['', 'a*a', 'a', false],
    ['', '', '', true],
    ['', '', undefined, false],
    ['', null, undefined, true],
    ['', null, '', true],
    ['', null, 'x', false],
    ['', 4688, '4688', true],
    ['', ['a', 'b'], 'B', true],
    ['|contains', 'b', 'abc', true],
    ['|contains', '.+(', 'x.+(y', true],
    ['|startswith', 'ab', 'abc', true],
    ['|startswith', 'bc', 'abc', false],
    ['|endswith', 'bc', 'ABC', true],
    ['|contains|all', ['a', 'c'], 'abc', true],
    ['|contains|all', ['a', 'x'], 'abc', false],
    ['|cased', 'ABC', 'abc', false],
    ['|contains|cased', 'B', 'aBc', true],
    ['|neq', 'a', 'b', true],
    ['|neq', 'a', 'A', false],
    ['|neq', ['a', 'b'], 'b', false],
    ['|neq', 'a', undefined, true],
    ['|exists', true, '', true],
    ['|exists', true, undefined, false],
    ['|exists', false, undefined, true],
    ['|re', '^a.c$', 'abc', true],
    ['|re', '^A', 'abc', false],
    ['|re|i', '^A', 'abc', true],
    ['|re|ignorecase', '^A', 'abc', true],
    ['|re|m', '^b', 'a\nb', true],
    ['|re', '^b', 'a\nb', false],
    ['|re|s', 'a.b', 'a\nb', true],
    ['|re', 'a.b', 'a\nb', false],
    ['|gte', 400, '404', true],
    ['|lt', 400, '404', false],
    ['|lte', 400, '400', true],
    ['|gt', 400, '', false],
    ['|gt', 0, 'many', false],
    ['|cidr', '192.0.2.0/24', '192.0.2.7', true],
    ['|cidr', '192.0.2.0/24', '::ffff:192.0.2.7', true],
    ['|cidr', '192.0.2.0/24', '198.51.100.1', false],
    ['|cidr', '2001:db8::/32', '2001:db8:1::1', true],
    ['|cidr', '2001:db8::/32', 'unknown', false],
    ['|windash|contains', ' -urlcache', 'certutil /urlcache', true],
    ['|windash|contains', ' -urlcache', 'certutil —urlcache', true],
    ['|windash|contains', ' /urlcache', 'certutil -urlcache', true],
    ['|windash', 'a-b', 'a/b', false],
    ['|base64', 'foobar', 'Zm9vYmFy', true],
    ['|base64offset|contains', 'http://', `x${Buffer.from('Get http://x').toString('base64')}`, true],
    ['|base64offset|contains', 'http://', `x${Buffer.from('et http://xy').toString('base64')}`, true],
    ['|base64offset|contains', 'http://', `x${Buffer.from('t http://xyz').toString('base64')}`, true],
    ['|base64offset|contains', 'http://', Buffer.from('ftp://').toString('base64'), false],
    ['|wide|base64offset|contains', 'ping', Buffer.from('a ping', 'utf16le').toString('base64'), true],
    ['|utf16le|base64', 'ping', Buffer.from('ping', 'utf16le').toString('base64'), true],
    ['|utf16be|base64', 'ping', Buffer.from('ping', 'utf16le').swap16().toString('base64'), true],
    ['|utf16|base64', 'ping', Buffer.from('\ufeffping', 'utf16le').toString('base64'), true],
    ['|minute', 5, '2026-05-01T23:05:59+02:00', true],
    ['|hour', 23, '2026-05-01T23:05:59+02:00', true],
    ['|hour|gte', 22, '01/May/2026:21:05:59 +0200', false],
    ['|day', 1, '2026-05-01', true],
    ['|week', 18, '2026-05-01', true],
    ['|week', 53, '2027-01-01', true],
    ['|month', 5, '1777600000', true],
    ['|year', 2026, '1777600000000', true],
    ['|year', 2026, 'yesterday', false],
    ['|expand', '%admins%', 'grace', true],
    ['|expand', '%admins%', '%admins%', false],
    ['|expand', 'x\\%y', 'x%y', true],
    ['|expand|contains', 'user=%admins%&', 'a?user=Ada&b', true],
  ])('f%s: %j against %j is %j', (modifiers, value, text, expected) => {
    expect(asks(modifiers, value, text)).toBe(expected);
  });

  it('compare with another field', () => {
    expect(asks('|fieldref', 'G', 'Same', { g: 'same' })).toBe(true);
    expect(asks('|fieldref', 'g', 'one', { g: 'other' })).toBe(false);
    expect(asks('|fieldref|neq', 'g', 'one', { g: 'other' })).toBe(true);
    expect(asks('|fieldref|startswith', 'g', 'same and more', { g: 'same' })).toBe(true);
    expect(asks('|fieldref', 'g', 'one')).toBe(false);
  });

  it.each<[string, Value, RegExp]>([
    ['|contians', 'x', /no modifier “contians”/],
    ['|i', 'x', /only stands behind “re”/],
    ['|re|contains', 'x', /exclude each other/],
    ['|gt', 'many', /no number/],
    ['|cidr', 'office', /no range of addresses/],
    ['|re', '(?=x)', /look-around/],
    ['|re', '(a', /cannot be used/],
    ['|base64', 'a*b', /wildcard/],
    ['|expand', '%nobody%', /what %nobody% stands for/],
    ['|expand', '%many%%many%', /more than 20000 values/],
    ['|exists', 'perhaps', /true or false/],
    ['', [], /empty/],
  ])('f%s: %j is refused', (modifiers, value, reason) => {
    expect(() => asks(modifiers, value, 'x')).toThrow(reason);
  });

  it('knows the 31 modifiers of Sigma 2.1', () => expect(new Set(modifierNames).size).toBe(31));

  it('take no longer for texts made to hang them', () => {
    const evil = 'a'.repeat(50_000);
    expect(asks('|re', '(a+)+$', `${evil}!`)).toBe(false);
    expect(asks('|contains', 'a*a*a*a*a*a*a*a*b', evil)).toBe(false);
  }, 5000);
});
