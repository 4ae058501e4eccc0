import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readWallTime } from '#kernel/local-time.ts';
import { HOUR } from '#kernel/time.ts';
import { asWallTime } from '#web/charts/wall-time.ts';
import { computeDeadline } from '../checks/compute-deadline.ts';
import { type ClockDuty, clocksOf, waitingForAnchor } from './clocks-of.ts';
import { momentOf, planReminders, reminderShares } from './plan-reminders.ts';
import { type CaseEvents, settleClock } from './settle-clock.ts';

const aware = new Date('2026-11-20T15:20:00Z');
const due = computeDeadline(aware, 72);
const facts = { awareAt: { value: aware.toISOString(), certainty: 'likely' } } as const;
const duty = (change: Partial<ClockDuty> = {}): ClockDuty => ({
  id: 'GDPR-33-1',
  regime: 'gdpr',
  to: 'authority',
  stage: 'notification',
  answer: 'unknown',
  deadline: { anchor: 'awareAt', at: due.toISOString() },
  does: 'Notify.',
  ...change,
});

describe('the clocks of a judgement', () => {
  it('run for yes and for unknown alike, and carry a no that drops them', () => {
    for (const answer of ['yes', 'unknown', 'no'] as const) {
      expect(clocksOf([duty({ answer })], facts)).toMatchObject([{ answer, anchorAt: aware, dueAt: due }]);
    }
  });

  it('need an anchor that is known; what lacks one is asked for, unless it is not due', () => {
    const without = [duty({ deadline: { anchor: 'awareAt', at: null } }), duty({ deadline: null })];
    expect(clocksOf(without, facts)).toEqual([]);
    expect(clocksOf([duty()], { awareAt: { ...facts.awareAt, certainty: 'unknown' } })).toEqual([]);
    expect(clocksOf([duty({ deadline: { anchor: 'awareAt', at: 'soon' } })], facts)).toEqual([]);
    expect(waitingForAnchor([...without, duty({ answer: 'no', deadline: { anchor: 'awareAt', at: null } })], facts)).toHaveLength(1);
  });
});

const nothing: CaseEvents = { notified: null, isWithdrawn: false, decided: null, isClosed: false, isContinued: false };
const noted = { metAt: null, metBy: null, reasonForDelay: null };
const [clock] = clocksOf([duty()], facts);
if (clock === undefined) throw new Error('there is no clock');
const settle = (change: Partial<CaseEvents> = {}, answer: ClockDuty['answer'] = 'unknown', now = aware, regime = 'gdpr') =>
  settleClock({ ...clock, answer, regime }, 'gdpr', { ...nothing, ...change }, noted, now);

test('a clock is met by the notification of its own regime only, late once the term is over, dropped by a no', () => {
  const notified = { at: new Date('2026-11-21T00:00:00Z'), reasonForDelay: null };
  expect(settle().state).toBe('running');
  expect(settle({}, 'unknown', due).state).toBe('late');
  expect(settle({ notified })).toMatchObject({ state: 'met', metAt: notified.at, metBy: 'filing' });
  expect(settle({ notified }, 'yes', aware, 'uk-gdpr').state).toBe('running');
  expect(settle({}, 'no')).toMatchObject({ state: 'dropped', because: 'not-due' });
  expect(settle({ isWithdrawn: true })).toMatchObject({ state: 'dropped', because: 'withdrawn' });
  expect(settle({ isClosed: true })).toMatchObject({ state: 'dropped', because: 'closed' });
});

test('a decision not to tell holds until the facts say a yes that they did not say when it was made', () => {
  expect(settle({ decided: { authority: 'no', proposed: 'unknown', others: {}, proposedOthers: {} } }).state).toBe('dropped');
  expect(settle({ decided: { authority: 'no', proposed: 'unknown', others: {}, proposedOthers: {} } }, 'yes').state).toBe('running');
  expect(settle({ decided: { authority: 'no', proposed: 'yes', others: {}, proposedOthers: {} } }, 'yes').state).toBe('dropped');
  expect(settle({ decided: { authority: 'yes', proposed: 'yes', others: {}, proposedOthers: {} } }, 'yes').state).toBe('running');
});

test('reminders fall at 50, 75, 90 percent and at the end, are sent once, and again only for a deadline that moved ahead', () => {
  const term = { anchorAt: aware, dueAt: due, isRunning: true };
  const first = planReminders(term, [], aware);
  expect(first.map((one) => (one.remindAt.getTime() - aware.getTime()) / HOUR)).toEqual([36, 54, 64.8, 72]);
  const sent = first.map((one) => (one.share === 50 ? { ...one, state: 'sent' as const } : one));
  // The machine's clock is set back: nothing is pending again.
  expect(planReminders(term, sent, new Date(0)).map((one) => one.state)).toEqual(['sent', 'pending', 'pending', 'pending']);
  const moved = { ...term, anchorAt: new Date(aware.getTime() + 60 * HOUR), dueAt: new Date(due.getTime() + 60 * HOUR) };
  expect(planReminders(moved, sent, new Date(aware.getTime() + 40 * HOUR))[0]?.state).toBe('pending');
  const earlier = { ...term, anchorAt: new Date(aware.getTime() - 10 * HOUR), dueAt: new Date(due.getTime() - 10 * HOUR) };
  expect(planReminders(earlier, sent, new Date(aware.getTime() + 40 * HOUR))[0]?.state).toBe('sent');
  expect(planReminders({ ...term, isRunning: false }, sent, aware).map((one) => one.state)).toEqual([
    'sent',
    'dropped',
    'dropped',
    'dropped',
  ]);
});

const zones = [
  'Europe/Warsaw',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const instants = fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-01-01T00:00:00Z'), noInvalidDate: true });

test('in every zone a deadline is its anchor and exactly the elapsed hours, and reminders stand in their order between', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), fc.integer({ min: 1, max: 2_000 }), (at, zone, hours) => {
      const wall = new Date(asWallTime(at, zone)).toISOString().slice(0, 16);
      // What a person types as local time names an instant whose clock shows just that, unless that minute is skipped there.
      const read = readWallTime(wall, zone);
      if (read === null) throw new Error('a local time was not read');
      const shows = new Date(asWallTime(read, zone)).toISOString().slice(0, 16);
      expect(Math.abs(Date.parse(`${shows}Z`) - Date.parse(`${wall}Z`))).toBeLessThanOrEqual(HOUR);
      const end = computeDeadline(read, hours);
      expect(end.getTime() - read.getTime()).toBe(hours * HOUR);
      const moments = reminderShares.map((share) => momentOf(share, read, end).getTime());
      expect([...moments].sort((a, b) => a - b)).toEqual(moments);
      expect(moments.at(-1)).toBe(end.getTime());
    }),
  );
});
