import { expect, test } from 'vitest';
import type { LookResult } from '../orders/look-result.ts';
import { judgeOrders, type OpenTrouble } from './judge-orders.ts';

const now = new Date('2026-11-29T12:00:00Z');
const rhythm = (what: 'step' | 'method' | 'carrier', name: string, state: 'usual' | 'unknown' = 'usual'): LookResult['rhythm'][number] => ({
  ...{ key: { what, name }, last: 0, state, since: 0, seen: 0, expected: 0, perHour: 1 },
});
const look = (minutesAgo: number, ...all: LookResult['rhythm']) => ({
  at: new Date(now.getTime() - minutesAgo * 60_000),
  result: { rhythm: all },
});
const silent = (subject: string): OpenTrouble => ({ trouble: 'silent', subject, orders: 0, severity: 'high' });

test('silence of a step, a way to pay or a carrier is trouble of the part that customers know', () => {
  const of = (subject: string) => judgeOrders([silent(subject)], look(1), now);
  expect(of('step shop placed')).toMatchObject({ ordering: 'trouble', paying: null });
  expect(of('step payment paid')).toMatchObject({ paying: 'trouble', ordering: null });
  expect(of('method blik')).toMatchObject({ paying: 'trouble' });
  expect(of('carrier dhl')).toMatchObject({ delivery: 'trouble' });
  expect(of('step courier handed-over')).toMatchObject({ delivery: 'trouble' });
  expect(of('step erp exported')).toEqual({ ordering: null, paying: null, delivery: null, account: null });
});

test('one order’s trouble is not everybody’s, a broken link is', () => {
  const trouble = (orders: number, severity: 'low' | 'high') =>
    judgeOrders([{ trouble: 'not-shipped', subject: '', orders, severity }], look(1), now).delivery;
  expect(trouble(1, 'high')).toBeNull();
  expect(trouble(12, 'high')).toBe('trouble');
  expect(trouble(12, 'low')).toBeNull();
});

test('orders make a part fine only when its rhythm is judged, by a look of the last minutes', () => {
  const all = [rhythm('step', 'shop placed'), rhythm('step', 'payment paid', 'unknown')];
  expect(judgeOrders([], look(1, ...all), now)).toEqual({ ordering: 'fine', paying: null, delivery: null, account: null });
  expect(judgeOrders([], look(11, ...all), now).ordering).toBeNull();
  expect(judgeOrders([silent('step shop placed')], look(11, ...all), now).ordering).toBeNull();
  expect(judgeOrders([], null, now).ordering).toBeNull();
});
