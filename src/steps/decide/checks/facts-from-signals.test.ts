import { expect, it } from 'vitest';
import { factsFromSignals } from './facts-from-signals.ts';

const signal = {
  rule: 'enumeration',
  title: 'Orders were walked through',
  firstSeen: '2026-11-23T02:00:00.000Z',
  lastSeen: '2026-11-23T02:00:00.000Z',
  succeeded: 'yes',
  categories: ['name'],
  touched: [{ kind: 'order', distinct: 2 }],
  actor: {},
} as const;

it.each([
  ['everybody is told of', { flags: [], untold: [] }, { value: [], certainty: 'likely' }],
  ['the shop is silent about a group', { flags: [], untold: ['minor'] }, { value: [], certainty: 'unknown' }],
  ['of the silent group somebody was found', { flags: ['minor'], untold: ['minor'] }, { value: ['minors'], certainty: 'likely' }],
])('groups that need care: %s', (_, told, expected) => {
  const people = { known: 2, unknownRecords: 0, failed: null, categories: [], ...told };
  expect(factsFromSignals([signal], { categories: [], firstSeen: signal.firstSeen }, people, signal.lastSeen).subgroups).toMatchObject(
    expected,
  );
});

it('a campaign that got into accounts is counted by their owners; a whole file that was taken is not counted', () => {
  const people = { known: 2, unknownRecords: 1, failed: null, categories: [], flags: [], untold: [] };
  const incident = { categories: [], firstSeen: signal.firstSeen };
  const peopleOf = (rule: string) => factsFromSignals([{ ...signal, rule, touched: [] }], incident, people, signal.lastSeen).people;
  expect(peopleOf('stuffing')).toMatchObject({ value: { atLeast: 2, atMost: 3 }, certainty: 'likely' });
  expect(peopleOf('dump-taken')).toMatchObject({ value: { atLeast: 2, atMost: null }, certainty: 'unknown' });
});

it('where people live is confirmed only when everybody is known and the directory says it of everybody', () => {
  const people = { known: 3, unknownRecords: 0, failed: null, categories: [], flags: [], untold: [] };
  const incident = { categories: [], firstSeen: signal.firstSeen };
  const of = (change: object) => factsFromSignals([signal], incident, { ...people, ...change }, signal.lastSeen).countries;
  const whole = { countries: { DE: 1, PL: 2 } };
  expect(of(whole)).toMatchObject({ value: { DE: { atLeast: 1, atMost: 1 }, PL: { atLeast: 2, atMost: 2 } }, certainty: 'confirmed' });
  expect(of({ ...whole, unknownRecords: 1 })).toMatchObject({ value: { PL: { atLeast: 2, atMost: null } }, certainty: 'unknown' });
  expect(of({ countries: { PL: 2, '': 1 } })).toMatchObject({ value: { PL: { atLeast: 2, atMost: null } }, certainty: 'unknown' });
  expect(of({ countries: { POLAND: 3 } })).toBeUndefined();
  expect(of({ countries: {} })).toBeUndefined();
});
