import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '#kernel/time.ts';
import { judgeAdminDevices, networkOf, programOf, type StaffSignIn } from './judge-admin-device.ts';

const DESK = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
const signIn = (day: number, change: Partial<StaffSignIn> = {}): StaffSignIn => ({
  at: day * DAY,
  account: 'a',
  address: '192.0.2.10',
  agent: DESK,
  ...change,
});
const weeks = [0, 1, 2, 3, 4, 7, 8, 9].map((day) => signIn(day));

describe('a new device of staff', () => {
  it('is a network and a program that are both new', () => {
    const found = judgeAdminDevices([...weeks, signIn(10, { address: '203.0.113.9', agent: PHONE })], 10 * DAY);
    expect(found).toMatchObject([{ account: 'a', address: '203.0.113.9', known: 8 }]);
  });

  it.each<[string, StaffSignIn[]]>([
    ['a known program elsewhere: somebody travels', [signIn(10, { address: '203.0.113.9' })]],
    ['a new phone in the office', [signIn(10, { agent: PHONE })]],
    ['a colleague’s network', [signIn(9, { account: 'b', address: '203.0.113.4' }), signIn(10, { address: '203.0.113.9', agent: PHONE })]],
    ['an update of the browser from another line', [signIn(10, { address: '198.51.100.1', agent: DESK.replace('136', '137') })]],
    [
      'the second sign-in of the same',
      [signIn(9.5, { address: '203.0.113.9', agent: PHONE }), signIn(10, { address: '203.0.113.9', agent: PHONE })],
    ],
  ])('is not %s', (_, more) => expect(judgeAdminDevices([...weeks, ...more], 10 * DAY - HOUR / 2)).toEqual([]));

  it('is nothing in the first week of an account', () => {
    expect(judgeAdminDevices([signIn(0), signIn(3, { address: '203.0.113.9', agent: PHONE })], 2 * DAY)).toEqual([]);
  });

  it('networks and programs are told apart coarsely', () => {
    expect(networkOf('192.0.2.77')).toBe('192.0.2');
    expect(networkOf('2001:DB8:7::1')).toBe('2001:db8:7');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0');
    expect(programOf(DESK)).toBe('Windows Chrome');
    expect(programOf('erp/4')).toBe(' erp');
  });
});
