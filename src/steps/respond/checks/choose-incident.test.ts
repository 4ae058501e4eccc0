import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { chooseIncident, countClass, type OpenSource } from './choose-incident.ts';
import { firstContacts, nextContacts } from './next-contacts.ts';
import { isWorse } from './page-need.ts';
import { isLate, retryDelay } from './retry-delay.ts';

const at = (minutes: number) => new Date(1_700_000_000_000 + minutes * MINUTE);
const source = (over: Partial<OpenSource> = {}): OpenSource => ({
  incident: 'inc_A' as IncidentId,
  shop: 'shop_1',
  groupedBy: 'enumeration',
  address: null,
  session: null,
  lastSeen: at(0),
  answeredAt: null,
  ...over,
});
const sighting = { shop: 'shop_1', groupedBy: 'enumeration', address: null, session: null, firstSeen: at(10) };

describe('which incident something belongs to', () => {
  test.each([
    ['the same rule soon after', [source()], sighting, 'inc_A'],
    ['the same rule later', [source()], { ...sighting, firstSeen: at(31) }, null],
    ['another rule', [source()], { ...sighting, groupedBy: 'stuffing' }, null],
    ['another shop', [source({ shop: 'shop_2', address: 'a' })], { ...sighting, address: 'a' }, null],
    ['the same address, whenever', [source({ address: 'a' })], { ...sighting, groupedBy: 'x', address: 'a', firstSeen: at(900) }, 'inc_A'],
    ['no address is not the same address', [source({ address: '' })], { ...sighting, groupedBy: 'x', address: '' }, null],
    [
      'the actor counts more than the rule',
      [source(), source({ incident: 'inc_B' as IncidentId, groupedBy: 'y', session: 's', lastSeen: at(-99) })],
      { ...sighting, session: 's' },
      'inc_B',
    ],
    ['an attack that goes on, though somebody has it', [source({ answeredAt: at(1) })], sighting, 'inc_A'],
    ['another outage before anybody has it', [source({ groupedBy: 'watch' })], { ...sighting, groupedBy: 'watch' }, 'inc_A'],
    [
      'another outage while whoever answered still looks',
      [source({ groupedBy: 'watch', answeredAt: at(9) })],
      { ...sighting, groupedBy: 'watch' },
      'inc_A',
    ],
    [
      'another outage later: it must wake somebody',
      [source({ groupedBy: 'watch', answeredAt: at(1) })],
      { ...sighting, groupedBy: 'watch' },
      null,
    ],
    ['an outage beside what comes and goes', [source({ groupedBy: 'flapping' })], { ...sighting, groupedBy: 'watch' }, null],
  ] as const)('%s', (_name, open, seen, expected) => {
    expect(chooseIncident(seen, open)).toBe(expected);
  });

  test('the order of rows does not matter', () => {
    const one = fc.record({
      incident: fc.constantFrom('inc_A', 'inc_B', 'inc_C') as fc.Arbitrary<IncidentId>,
      shop: fc.constantFrom('shop_1', 'shop_2'),
      groupedBy: fc.constantFrom('enumeration', 'stuffing'),
      address: fc.constantFrom(null, '', 'a', 'b'),
      session: fc.constantFrom(null, 's'),
      lastSeen: fc.integer({ min: -60, max: 60 }).map(at),
      answeredAt: fc.constantFrom(null, at(0)),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.constantFrom(null, 'a'), (open, address) => {
        const seen = { ...sighting, address };
        expect(chooseIncident(seen, open)).toBe(chooseIncident(seen, [...open].reverse()));
      }),
    );
  });
});

test('count classes are 0, 1, 2–9, 10–99, …', () => {
  expect([0, 1, 2, 9, 10, 99, 100, 999, 1000].map(countClass)).toEqual([0, 1, 2, 2, 3, 3, 4, 4, 5]);
});

test('everybody is paged in turn, three rounds, then nobody', () => {
  const contacts = [1, 1, 2, 5].map((position, i) => ({ id: String(i), position }));
  expect(firstContacts(contacts).map((one) => one.id)).toEqual(['0', '1']);
  const turns: string[] = [];
  for (let turn: ReturnType<typeof nextContacts<(typeof contacts)[0]>> = { contacts: firstContacts(contacts), round: 1 }; turn; ) {
    turns.push(`${turn.round}:${turn.contacts.map((one) => one.id).join('')}`);
    turn = nextContacts(contacts, turn.contacts[0]?.position ?? 0, turn.round);
  }
  expect(turns).toEqual(['1:01', '1:2', '1:3', '2:01', '2:2', '2:3', '3:01', '3:2', '3:3']);
});

test('people are woken again only for what is really worse', () => {
  const mild = { severity: 'medium', touchesPeople: false } as const;
  expect(isWorse(mild, { severity: 'high', touchesPeople: false })).toBe(true);
  expect(isWorse(mild, { severity: 'medium', touchesPeople: true })).toBe(true);
  expect(isWorse({ severity: 'low', touchesPeople: true }, { severity: 'medium', touchesPeople: true })).toBe(false);
});

test('retries grow and end', () => {
  const delays = [1, 2, 3, 4, 5].map((attempt) => retryDelay(attempt, 0.5) ?? 0);
  expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  expect([isLate(5), isLate(6)]).toEqual([false, true]);
  // An outage of a night is outlasted.
  expect([retryDelay(6, 0), retryDelay(99, 0), retryDelay(100, 0)]).toEqual([900_000, 900_000, null]);
});
