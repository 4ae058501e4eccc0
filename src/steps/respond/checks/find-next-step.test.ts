import { expect, test } from 'vitest';
import { GENESIS, type LedgerEntry } from '#kernel/event.ts';
import { findNextStep } from './find-next-step.ts';
import type { WayStation } from './tell-way.ts';

const at = new Date('2026-11-20T02:00:00Z');
const clock = { id: 'case_1', number: '2026-001', from: at, until: at, isRunning: true };
const contained = { status: 'contained', recovered_at: null } as const;

function wayWith(...done: readonly WayStation['name'][]): WayStation[] {
  const names = ['detected', 'paged', 'answered', 'contained', 'decided', 'told', 'closed'] as const;
  return names.map((name) => ({ name, at: null, state: done.includes(name) ? 'done' : 'ahead' }));
}

const id = (prefix: string) => `${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FAV`;
const drafted: LedgerEntry = {
  id: 'evt_1' as LedgerEntry['id'],
  org: 'org_1' as LedgerEntry['org'],
  seq: 1,
  kind: 'tell.notice-drafted',
  at,
  actor: { kind: 'system', id: 'tell', role: 'system' },
  subject: null,
  cause: null,
  payload: { notice: id('ntc'), case: id('case'), incident: id('inc'), version: 1, language: 'en', hash: '' },
  previous: GENESIS,
  hash: GENESIS,
};

test('one thing after the other, from the answer to the closing', () => {
  const next = (...args: Parameters<typeof findNextStep>) => findNextStep(...args).do;
  expect(next({ status: 'open', recovered_at: null }, wayWith(), clock, [])).toBe('acknowledge');
  expect(next({ status: 'acknowledged', recovered_at: null }, wayWith(), clock, [])).toBe('contain');
  expect(next(contained, wayWith(), clock, [])).toBe('decide');
  expect(findNextStep(contained, wayWith('decided'), clock, [drafted])).toEqual({ do: 'tell', href: `/tell/notices/${id('ntc')}` });
  expect(next(contained, wayWith('decided', 'told'), clock, [drafted])).toBe('authority');
  expect(next(contained, wayWith('decided', 'told'), { ...clock, isRunning: false }, [drafted])).toBe('close');
  expect(next({ status: 'closed', recovered_at: null }, wayWith(), clock, [])).toBe('nothing');
});

test('where nobody needs a letter or no case is open, nothing is asked for it', () => {
  expect(findNextStep(contained, wayWith('decided'), { ...clock, isRunning: false }, []).do).toBe('close');
  expect(findNextStep(contained, wayWith(), null, []).do).toBe('close');
  expect(findNextStep({ status: 'open', recovered_at: at }, wayWith(), null, []).do).toBe('close');
});
