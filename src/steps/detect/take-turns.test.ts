import { expect, it } from 'vitest';
import { MINUTE, SECOND } from '#kernel/time.ts';
import { ruleNames } from './rule-traits.ts';
import {
  everybody,
  isSomebodyDue,
  isTimeLeft,
  type Looker,
  leaksInTurn,
  nameOf,
  othersInTurn,
  seenByAll,
  type Turn,
  type Turns,
} from './take-turns.ts';

const T = new Date('2026-05-01T12:00:00Z');
const saw = { watermark: T, fingerprint: 'a' };
const at = (now: number, fingerprint = 'b') => ({
  newest: { watermark: new Date(T.getTime() + now), fingerprint },
  now,
  wideEvery: 10 * SECOND,
});
const turn = (more: Partial<Turn> = {}): Turn => ({ at: 0, saw, wideAt: 0, wasNarrow: false, tookMs: 100, ...more });
const turnsOf = (lookers: readonly Looker[], more: Partial<Turn> = {}): Turns => new Map(lookers.map((one) => [nameOf(one), turn(more)]));
const all = (): Turns => turnsOf([...everybody(), ...leaksInTurn(new Map(), at(0)), ...othersInTurn(new Map(), at(0), true)]);

it('every rule has its look: at once in the first pass, then with the leaks or with the others', () => {
  expect(
    everybody()
      .map((one) => one.rule)
      .toSorted(),
  ).toEqual([...ruleNames].toSorted());
  const later = [...leaksInTurn(all(), at(SECOND)), ...othersInTurn(all(), at(SECOND), false)];
  expect(later.map((one) => one.rule).toSorted()).toEqual([...ruleNames, 'enumeration'].toSorted());
  expect(later.some((one) => one.reach === 'hours')).toBe(false);
});

it('who has waited longest looks first, and who looks over hours has a turn once a minute, or when what arrived is old', () => {
  const turns = all();
  turns.set('probing near', turn({ at: -5 }));
  turns.set('stuffing near', turn({ at: 50 }));
  const order = othersInTurn(turns, at(SECOND), false).map(nameOf);
  expect(order[0]).toBe('probing near');
  expect(order.at(-1)).toBe('stuffing near');
  expect(othersInTurn(turns, at(SECOND), true).filter((one) => one.reach === 'hours')).toHaveLength(3);
  expect(othersInTurn(turns, at(MINUTE), false).filter((one) => one.reach === 'hours')).toHaveLength(3);
});

it('a look that took long is not repeated at once', () => {
  const turns = all();
  turns.set('stuffing near', turn({ tookMs: 2_000 }));
  const names = (now: number) => othersInTurn(turns, at(now), false).map(nameOf);
  expect(names(7_999)).not.toContain('stuffing near');
  expect(names(8_000)).toContain('stuffing near');
  expect(names(SECOND)).toContain('known-attack near');
});

it('a look is begun while there is time for it, as far as the last one tells', () => {
  const next: Looker = { rule: 'known-attack', reach: 'near' };
  expect(isTimeLeft(new Map(), next, 299)).toBe(true);
  expect(isTimeLeft(turnsOf([next], { tookMs: 200 }), next, 100)).toBe(true);
  expect(isTimeLeft(turnsOf([next], { tookMs: 200 }), next, 101)).toBe(false);
});

it('who has seen everything rests, until something arrives or may have been late', () => {
  const turns = all();
  expect(isSomebodyDue(turns, at(MINUTE, 'a'))).toBe(false);
  expect(isSomebodyDue(turns, at(SECOND, 'b'))).toBe(true);
  // An empty count says nothing, so everybody looks.
  expect(leaksInTurn(turns, at(SECOND, ''))).toHaveLength(leaksInTurn(new Map(), at(0)).length);
  turns.set('probing near', turn({ wasNarrow: true }));
  expect(isSomebodyDue(turns, at(9 * SECOND, 'a'))).toBe(false);
  expect(isSomebodyDue(turns, at(10 * SECOND, 'a'))).toBe(true);
  expect(othersInTurn(turns, at(10 * SECOND, 'a'), false)).toEqual([{ rule: 'probing', reach: 'near' }]);
});

it('what arrived after the last look over hours is looked at by the next one, though nothing arrives any more', () => {
  const turns = new Map([...all()].map(([name, one]) => [name, name.endsWith(' hours') ? one : { ...one, saw: at(1, 'b').newest }]));
  expect(isSomebodyDue(turns, at(MINUTE - 1, 'b'))).toBe(false);
  expect(othersInTurn(turns, at(MINUTE, 'b'), false).every((one) => one.reach === 'hours')).toBe(true);
  expect(isSomebodyDue(turns, at(MINUTE, 'b'))).toBe(true);
});

it('after a restart the look begins where the one who waited longest has to', () => {
  const turns = all();
  const before = new Date(T.getTime() - SECOND);
  turns.set('known-attack near', turn({ saw: { watermark: before, fingerprint: '' } }));
  expect(seenByAll(turns, T)).toEqual(before);
  expect(seenByAll(new Map(), T)).toEqual(T);
});
