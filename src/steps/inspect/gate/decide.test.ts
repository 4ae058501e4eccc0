import { expect, it } from 'vitest';
import type { Severity } from '#kernel/outcome.ts';
import { fingerprintOf } from '../report/fingerprint-of.ts';
import { decide } from './decide.ts';
import type { BaselineEntry, GateItem } from './types.ts';

const item = (check: string, severity: Severity, key = 'home'): GateItem => ({
  ...{
    check,
    key,
    severity,
    fingerprint: fingerprintOf(check, key, ''),
    title: check,
    where: '/',
    evidence: [],
    fix: 'mend',
    kept: 'finding',
  },
});
const entry = (check: string, severity: Severity, until: string | null = null, key = 'home'): BaselineEntry => ({
  ...{
    check,
    key,
    severity,
    fingerprint: fingerprintOf(check, key, ''),
    title: check,
    firstSeen: '2026-01-01',
    owner: '',
    reason: '',
    until,
  },
});
const judge = (items: GateItem[], entries: BaselineEntry[], sure = ['csp', 'hsts', 'cookies']) => {
  const decision = decide({ items, entries, level: 'medium', today: '2026-06-15', sure: new Set(sure) });
  const names = (list: readonly { check: string; standing?: string }[]) =>
    list.map(({ check, standing }) => (standing ? `${check} ${standing}` : check));
  const { failing, known, expired, below, gone, unchecked } = decision;
  return {
    ...{ failing: names(failing), known: names(known), expired: names(expired), below: names(below) },
    ...{ gone: names(gone), unchecked: names(unchecked) },
  };
};
const nothing = { failing: [], known: [], expired: [], below: [], gone: [], unchecked: [] };

it('what is known passes, whatever its severity', () => {
  expect(judge([item('csp', 'critical')], [entry('csp', 'critical')])).toEqual({ ...nothing, known: ['csp known'] });
  expect(judge([item('csp', 'low')], [entry('csp', 'high')])).toEqual({ ...nothing, known: ['csp known'] });
});

it('what is new fails from the level up', () => {
  expect(judge([item('csp', 'medium'), item('hsts', 'low')], [])).toEqual({ ...nothing, failing: ['csp new'], below: ['hsts below'] });
});

it('what got worse fails from the level up', () => {
  expect(judge([item('csp', 'high'), item('hsts', 'low')], [entry('csp', 'medium'), entry('hsts', 'info')])).toEqual({
    ...nothing,
    failing: ['csp worsened'],
    below: ['hsts below'],
  });
});

it('an acceptance holds through its last day, and not longer', () => {
  expect(judge([item('csp', 'high')], [entry('csp', 'high', '2026-06-15')])).toEqual({ ...nothing, known: ['csp known'] });
  expect(judge([item('csp', 'high')], [entry('csp', 'high', '2026-06-14')])).toEqual({
    ...nothing,
    failing: ['csp expired'],
    expired: ['csp expired'],
  });
  expect(judge([item('csp', 'low')], [entry('csp', 'low', '2026-06-14')])).toEqual({ ...nothing, expired: ['csp expired'] });
});

it('only a check that looked says that something is gone', () => {
  expect(judge([], [entry('csp', 'high'), entry('hsts', 'high')], ['csp'])).toEqual({ ...nothing, gone: ['csp'], unchecked: ['hsts'] });
});

it('the gravest stands first, and the order of what is given changes nothing', () => {
  const items = [item('hsts', 'medium'), item('cookies', 'high', 'b'), item('csp', 'critical'), item('cookies', 'high', 'a')];
  const order = (list: GateItem[]) =>
    decide({ items: list, entries: [], level: 'info', today: '2026-06-15', sure: new Set() }).failing.map(({ check, key }) => check + key);
  expect(order(items)).toEqual(['csphome', 'cookiesa', 'cookiesb', 'hstshome']);
  expect(order(items.toReversed())).toEqual(order(items));
});
