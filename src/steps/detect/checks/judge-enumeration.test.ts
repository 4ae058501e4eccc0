import { describe, expect, it } from 'vitest';
import { type EnumerationFacts, judgeEnumeration } from './judge-enumeration.ts';

const facts: EnumerationFacts = {
  ...{ peakTenMinutes: 4, peakDay: 30, usualTenMinutes: 3, usualDay: 5, sequential: 0.95, bare: true, countable: true },
  ...{ steadyDays: 1, knownDays: 10, signIns: 0, staff: false, page: false, crawler: false, sameSize: false, records: 30 },
};

describe('readers who are hard to see', () => {
  it('ring when a sequence grows over days, however slowly', () => {
    expect(judgeEnumeration({ ...facts, records: 60 })).toMatchObject({ how: 'slow', level: 'high' });
    expect(judgeEnumeration({ ...facts, records: 30 })).toBeNull();
    expect(judgeEnumeration({ ...facts, records: 60, sequential: 0.6 })).toBeNull();
  });

  it('ring when they load images like a browser, but read what nobody owns', () => {
    const browser = { ...facts, bare: false, peakDay: 150, records: 150 };
    expect(judgeEnumeration(browser)).toMatchObject({ how: 'slow', level: 'critical' });
    expect(judgeEnumeration({ ...browser, sequential: 0 })).toBeNull();
  });
});

describe('ordinary readers', () => {
  it('many customers behind one address do not ring: each signed in', () => {
    const nat = { ...facts, bare: false, peakDay: 150, records: 150, sequential: 0.3 };
    expect(judgeEnumeration({ ...nat, signIns: 60 })).toBeNull();
    expect(judgeEnumeration({ ...nat, sequential: 0, countable: false, signIns: 12 })).toBeNull();
  });

  it('on a page for customers, a browser that reads far more than those who signed in could own does ring', () => {
    const browser = { ...facts, page: true, bare: false, peakDay: 130, records: 130, sequential: 0, countable: false };
    expect(judgeEnumeration(browser)).toMatchObject({ how: 'slow', threshold: 100 });
    expect(judgeEnumeration({ ...browser, signIns: 9 })).toBeNull();
    expect(judgeEnumeration({ ...browser, peakDay: 70, records: 70 })).toBeNull();
  });

  it('staff at home where ids are random do not ring: nobody can tell them from a thief', () => {
    expect(judgeEnumeration({ ...facts, bare: false, peakDay: 150, records: 150, sequential: 0, countable: false })).toBeNull();
  });

  it('a customer with all his orders, a crawler and a program that reads so every day do not ring', () => {
    expect(
      judgeEnumeration({ ...facts, bare: false, peakDay: 35, records: 35, peakTenMinutes: 19, sequential: 0.1, signIns: 1 }),
    ).toBeNull();
    expect(judgeEnumeration({ ...facts, peakDay: 500, records: 500, crawler: true })).toBeNull();
    expect(judgeEnumeration({ ...facts, peakDay: 500, records: 900, steadyDays: 9 })).toBeNull();
  });
});
