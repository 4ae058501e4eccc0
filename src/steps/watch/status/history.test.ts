import { describe, expect, test } from 'vitest';
import { daysOf } from './days-of.ts';
import { decideMail } from './decide-mail.ts';
import { followSpan, type StateSpan } from './follow-span.ts';
import { pastTroubles } from './past-troubles.ts';

const at = (text: string) => new Date(`2026-11-${text}:00Z`);
const span = (state: StateSpan['state'], from: string, to: string | null): StateSpan => ({
  state,
  from: at(from),
  to: to === null ? null : at(to),
});

describe('following a part', () => {
  const fine = span('fine', '29T10:00', null);
  test('the first look begins, the same state goes on, another one ends it', () => {
    expect(followSpan(null, null, 'fine', at('29T10:00'))).toEqual({ endAt: null, begun: [fine] });
    expect(followSpan(fine, at('29T10:00'), 'fine', new Date('2026-11-29T10:00:40Z'))).toEqual({ endAt: null, begun: [] });
    const now = new Date('2026-11-29T10:00:20Z');
    expect(followSpan(fine, at('29T10:00'), 'trouble', now)).toEqual({ endAt: now, begun: [{ state: 'trouble', from: now, to: null }] });
  });

  test('the time in which nobody followed is not known', () => {
    expect(followSpan(fine, at('29T10:05'), 'fine', at('29T11:00'))).toEqual({
      endAt: at('29T10:05'),
      begun: [span('unknown', '29T10:05', '29T11:00'), span('fine', '29T11:00', null)],
    });
    expect(followSpan(fine, at('29T10:05'), 'unknown', at('29T11:00')).begun).toEqual([span('unknown', '29T10:05', null)]);
    expect(followSpan(span('unknown', '29T10:00', null), at('29T10:00'), 'unknown', at('29T11:00'))).toEqual({ endAt: null, begun: [] });
  });
});

describe('the last days', () => {
  const now = at('29T12:00');
  test('trouble marks its day in the shop’s own time, and what was not followed is not known', () => {
    const days = daysOf(
      [span('fine', '27T11:00', '28T23:30'), span('trouble', '28T23:30', '28T23:40'), span('fine', '28T23:40', null)],
      now,
      'Europe/Warsaw',
      4,
    );
    expect(days.map(({ day, state }) => `${day} ${state}`)).toEqual([
      '2026-11-26 unknown',
      '2026-11-27 fine',
      '2026-11-28 fine',
      '2026-11-29 trouble',
    ]);
    expect(days[1]).toMatchObject({ unknownMinutes: 12 * 60, troubleMinutes: 0 });
    expect(days[3]).toMatchObject({ unknownMinutes: 0, troubleMinutes: 10 });
  });

  test('a day of which more was not known than known is not known; work is told as such', () => {
    expect(daysOf([span('fine', '29T08:00', null)], now, 'UTC', 1)[0]).toMatchObject({ state: 'unknown', unknownMinutes: 480 });
    expect(daysOf([span('fine', '28T00:00', '29T08:00'), span('work', '29T08:00', null)], now, 'UTC', 1)[0]?.state).toBe('work');
    expect(daysOf([], now, 'UTC')).toHaveLength(90);
  });
});

test('flapping is one trouble, and what people told of themselves is not told twice', () => {
  const spans = [
    ...[span('trouble', '29T08:00', '29T08:05'), span('fine', '29T08:05', '29T08:10'), span('trouble', '29T08:10', '29T08:20')],
    ...[span('trouble', '29T10:00', '29T10:30'), span('trouble', '29T11:00', null)],
  ];
  const spoken = [{ parts: ['paying' as const], from: at('29T09:50'), to: at('29T10:40') }];
  expect(pastTroubles('paying', spans, spoken)).toEqual([
    { part: 'paying', from: at('29T11:00'), to: null },
    { part: 'paying', from: at('29T08:00'), to: at('29T08:20') },
  ]);
  expect(pastTroubles('ordering', spans, spoken)).toHaveLength(3);
});

test('subscribers hear of trouble and of its end, at most one mail in half an hour, and nothing while people speak', () => {
  const never = { state: 'fine', at: null } as const;
  const told = { state: 'trouble', at: at('29T10:00') } as const;
  expect(decideMail('trouble', never, false, at('29T10:00'))).toBe('trouble');
  expect(decideMail('fine', never, false, at('29T10:00'))).toBeNull();
  expect(decideMail('fine', told, false, at('29T10:29'))).toBeNull();
  expect(decideMail('fine', told, false, at('29T10:30'))).toBe('fine');
  expect(decideMail('trouble', told, false, at('29T11:00'))).toBeNull();
  expect(decideMail('unknown', told, false, at('29T11:00'))).toBeNull();
  expect(decideMail('work', never, false, at('29T11:00'))).toBeNull();
  expect(decideMail('trouble', never, true, at('29T10:00'))).toBeNull();
});
