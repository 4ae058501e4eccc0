import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongsTo, dayIn } from '#kernel/belongs-to.ts';
import { legalGroups } from '#kernel/people.ts';
import { groupsShape, joinGroupRules, keepGroups } from './group-rules.ts';

const TODAY = '2026-11-27';
const minorOn = (born: string | undefined, day: string, flags?: readonly string[]) =>
  belongsTo(keepGroups({ born, flags }, {}, TODAY), 'minor', day);

describe('minors by birth date', () => {
  it.each([
    ['2008-06-15', '2026-06-14', 'yes'],
    // The day of turning 18 is one of being of age, from its beginning.
    ['2008-06-15', '2026-06-15', 'no'],
    ['2008-06-15', '2026-06-16', 'no'],
    // Born on 29 February: of age on 1 March, the later and more careful day; in a leap year on the day itself.
    ['2008-02-29', '2026-02-28', 'yes'],
    ['2008-02-29', '2026-03-01', 'no'],
    ['2012-02-29', '2030-02-28', 'yes'],
    ['2012-02-29', '2030-03-01', 'no'],
    ['2008-03-01', '2026-02-28', 'yes'],
    ['1950-01-01', '2026-06-15', 'no'],
    [undefined, '2026-06-15', 'unknown'],
    ['0000-00-00', '2026-06-15', 'unknown'],
    // A date that cannot be true says nothing.
    ['2031-01-01', '2026-06-15', 'unknown'],
    ['1850-01-01', '2026-06-15', 'unknown'],
    ['2025-02-29', '2026-06-15', 'unknown'],
  ])('born %s, on %s: %s', (born, day, expected) => {
    expect(minorOn(born, day)).toBe(expected);
  });

  it('in a leap year somebody born on 29 February is of age on that day', () => {
    const rules = groupsShape.parse({ minor: { below: 16 } });
    const card = keepGroups({ born: '2012-02-29' }, rules, TODAY);
    expect(card.adultFrom).toBe('2028-02-29');
  });

  it('a birth date wins over a flag that nobody took back, and a flag counts where no date is known', () => {
    expect(minorOn('2000-01-01', '2026-06-15', ['minor'])).toBe('no');
    expect(minorOn(undefined, '2026-06-15', ['minor'])).toBe('yes');
  });

  it('keeps no birth date of somebody who has been of age for long', () => {
    expect(keepGroups({ born: '1980-05-04' }, {}, TODAY)).toEqual({ flags: [], tells: [], adultFrom: null });
    expect(JSON.stringify(keepGroups({ born: '2010-05-04', goods: ['lamps'], groups: ['b2c'] }, {}, TODAY))).not.toMatch(/2010|lamps|b2c/);
  });

  it('what is kept answers every day of the last two years as the birth date would', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2026-11-26'), noInvalidDate: true });
    const asked = fc.date({ min: new Date('2024-11-28'), max: new Date('2026-11-27'), noInvalidDate: true });
    fc.assert(
      fc.property(day, asked, (birth, on) => {
        const [born, then] = [birth.toISOString().slice(0, 10), on.toISOString().slice(0, 10)];
        // Months and days compare as texts; 29 February is before 1 March and after 28 February.
        const age = Number(then.slice(0, 4)) - Number(born.slice(0, 4)) - (then.slice(5) < born.slice(5) ? 1 : 0);
        expect(minorOn(born, then)).toBe(age < 18 ? 'yes' : 'no');
      }),
    );
  });
});

describe('flags, customer groups and goods, as the data map says', () => {
  const rules = groupsShape.parse({
    'protected-address': { flags: ['address-blocked'], complete: true },
    'health-inferring-goods': { productCategories: ['health'], customerGroups: ['patients'], complete: true },
    'special-category-goods': { productCategories: ['erotic'] },
  });
  const of = (told: Parameters<typeof keepGroups>[0], group: (typeof legalGroups)[number]) =>
    belongsTo(keepGroups(told, rules, TODAY), group, TODAY);

  it('nothing told is not known, of every group', () => {
    for (const group of legalGroups) expect(of({}, group)).toBe('unknown');
  });
  it('the shop’s own flag counts, and without it the answer is no only when the shop marks everybody', () => {
    expect(of({ flags: ['address-blocked'] }, 'protected-address')).toBe('yes');
    expect(of({ flags: [] }, 'protected-address')).toBe('no');
    expect(belongsTo(keepGroups({ flags: [] }, {}, TODAY), 'protected-address', TODAY)).toBe('unknown');
    expect(belongsTo(keepGroups({ flags: [], tells: ['protected-address'] }, {}, TODAY), 'protected-address', TODAY)).toBe('no');
  });
  it('goods count with what lies under them; a no needs everything that the data map names', () => {
    expect(of({ goods: ['Health > Eyes', 'lamps'] }, 'health-inferring-goods')).toBe('yes');
    expect(of({ goods: ['healthy-plants'] }, 'health-inferring-goods')).toBe('unknown');
    expect(of({ goods: ['lamps'], groups: ['b2c'] }, 'health-inferring-goods')).toBe('no');
    expect(of({ groups: ['Patients'] }, 'health-inferring-goods')).toBe('yes');
    expect(of({ goods: ['lamps'] }, 'special-category-goods')).toBe('unknown');
  });
  it('the nearest map wins, group by group', () => {
    const near = groupsShape.parse({ 'protected-address': { flags: ['blocked'] } });
    expect(joinGroupRules([near, rules])).toEqual({ ...rules, ...near });
  });
});

it('the day is the shop’s own', () => {
  expect(dayIn(new Date('2026-03-01T22:30:00Z'), 'Europe/Warsaw')).toBe('2026-03-01');
  expect(dayIn(new Date('2026-03-01T23:30:00Z'), 'Europe/Warsaw')).toBe('2026-03-02');
  expect(dayIn(new Date('2026-03-01T23:30:00Z'), 'America/New_York')).toBe('2026-03-01');
});
