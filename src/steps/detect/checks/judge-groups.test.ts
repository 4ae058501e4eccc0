import { describe, expect, it } from 'vitest';
import type { LegalGroup } from '#kernel/people.ts';
import { type Counted, joinMembership, judgeNow, judgePeopleCount, type Membership, type PersonFacts } from './judge-groups.ts';

const NOBODY_ENTERED = { certain: 0, all: 0 };
const UNKNOWN: Membership = {
  'protected-address': 'unknown',
  minor: 'unknown',
  'health-inferring-goods': 'unknown',
  'special-category-goods': 'unknown',
};
const person = (groups: Partial<Membership>, sure: PersonFacts['sure'] = 'certain'): PersonFacts => ({
  sure,
  groups: { ...UNKNOWN, ...groups },
});
const count = (people: readonly PersonFacts[], change: Partial<Counted> = {}, atMost: number | null = people.length) =>
  judgePeopleCount(
    { records: people.length, people, unknownRecords: 0, ...change },
    { people: { atLeast: 1, atMost }, records: people.length, entered: NOBODY_ENTERED },
  );
const of = (result: { readonly groups: ReturnType<typeof count>['groups'] }, group: LegalGroup) => {
  const found = result.groups.find((one) => one.group === group);
  if (found === undefined) throw new Error(`no ${group}`);
  return { ...found, because: found.because.map((reason) => reason.code) };
};

describe('how many of each group', () => {
  it('three of five are told, two are not: at least what is certain, at most with what is not known', () => {
    const result = count([person({ minor: 'yes' }), person({ minor: 'yes' }, 'possible'), person({ minor: 'no' }), person({}), person({})]);
    expect(of(result, 'minor')).toEqual({
      ...{ group: 'minor', answer: 'some', atLeast: 1, atMost: 4, unknown: 2 },
      because: ['some-birth-dates', 'not-certain'],
    });
  });
  it('where the shop tells nothing the answer is unknown, with the reason, and never nobody', () => {
    const result = count([person({}), person({})]);
    expect(of(result, 'minor')).toMatchObject({ answer: 'unknown', atMost: 2, unknown: 2, because: ['no-birth-dates'] });
    expect(of(result, 'protected-address')).toMatchObject({ answer: 'unknown', because: ['no-marks'] });
  });
  it('nobody is only said when everybody was told of', () => {
    const none = [person({ minor: 'no' }), person({ minor: 'no' })];
    expect(of(count(none), 'minor')).toMatchObject({ answer: 'nobody', atLeast: 0, atMost: 0, unknown: 0, because: [] });
    expect(of(count(none, { unknownRecords: 1 }), 'minor')).toMatchObject({ answer: 'unknown', atMost: 1, because: ['not-in-directory'] });
    expect(of(count(none, {}, null), 'minor')).toMatchObject({
      answer: 'unknown',
      atMost: null,
      unknown: null,
      because: ['no-upper-bound'],
    });
    expect(of(count(none, {}, 12), 'minor')).toMatchObject({ answer: 'unknown', atMost: 10, because: ['in-exports'] });
  });
  it('people are counted once: records of one person, records of nobody known, and what exports add', () => {
    const counted = { records: 9, people: [person({}), person({}, 'likely')], unknownRecords: 3 };
    expect(judgePeopleCount(counted, { people: { atLeast: 1, atMost: 9 }, records: 9, entered: NOBODY_ENTERED }).people).toEqual({
      atLeast: 1,
      atMost: 5,
    });
    expect(judgePeopleCount(counted, { people: { atLeast: 4, atMost: 16 }, records: 9, entered: NOBODY_ENTERED }).people).toEqual({
      atLeast: 4,
      atMost: 12,
    });
  });
});

it('what came after the directory was asked is not known of any group', () => {
  const result = count([person({ minor: 'no' })]);
  const affected = {
    ...{ people: { atLeast: 1, atMost: 3 }, records: 3, entered: NOBODY_ENTERED },
    reasons: [{ code: 'nobody-asked', values: { count: 3 } }],
  };
  const now = judgeNow(affected, result);
  expect(now.people).toEqual({ atLeast: 1, atMost: 3 });
  expect(of(now, 'minor')).toMatchObject({ answer: 'unknown', atMost: 2, unknown: 2, because: ['since-asked'] });
  expect(now.reasons.map((reason) => reason.code)).toEqual(['asked', 'since-asked']);
  expect(of(judgeNow(affected, null), 'minor')).toMatchObject({
    answer: 'unknown',
    atMost: 3,
    unknown: 3,
    because: ['nobody-asked'],
  });
});

it('one yes of a person is a yes, a no needs a no of every record', () => {
  expect(joinMembership({ ...UNKNOWN, minor: 'no' }, { ...UNKNOWN, minor: 'yes' }).minor).toBe('yes');
  expect(joinMembership({ ...UNKNOWN, minor: 'no' }, UNKNOWN).minor).toBe('unknown');
  expect(joinMembership({ ...UNKNOWN, minor: 'no' }, { ...UNKNOWN, minor: 'no' }).minor).toBe('no');
});

it('the owners of entered accounts count, and nobody is said not to be of a group before they were asked about', () => {
  const nothing = { people: { atLeast: 0, atMost: 0 }, records: 0, entered: NOBODY_ENTERED, reasons: [] };
  expect(judgeNow(nothing, null).groups.every((one) => one.answer === 'nobody')).toBe(true);
  const reasons = [{ code: 'entered', values: { count: 3 } }];
  const entered = { people: { atLeast: 2, atMost: 3 }, records: 0, entered: { certain: 2, all: 3 }, reasons };
  const now = judgeNow(entered, null);
  expect(now).toMatchObject({ people: { atLeast: 2, atMost: 3 }, reasons });
  expect(now.groups.every((one) => one.answer === 'unknown' && one.atMost === 3 && one.unknown === 3)).toBe(true);
  const asked = judgePeopleCount({ records: 2, people: [person({ minor: 'no' }), person({ minor: 'no' })], unknownRecords: 0 }, entered);
  expect(judgeNow({ ...entered, entered: { certain: 2, all: 2 } }, asked).groups.find((one) => one.group === 'minor')).toMatchObject({
    answer: 'nobody',
  });
  expect(of(judgeNow(entered, asked), 'minor')).toMatchObject({ answer: 'unknown', unknown: 1, because: ['since-asked'] });
});
