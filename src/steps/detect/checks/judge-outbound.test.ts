import { expect, it } from 'vitest';
import { isInside, judgeHosts, judgeOutbound, type OutboundDay } from './judge-outbound.ts';

const TODAY = 20_000;
const MB = 1_000_000;
const day = (ago: number, peer: string, sent: number, calls = 50, service = 'shop'): OutboundDay => ({
  service,
  peer,
  day: TODAY - ago,
  calls,
  sent,
});
/** Ten days of calls to the payment gateway, a megabyte each. */
const history = Array.from({ length: 10 }, (_, ago) => day(ago + 1, 'api.gateway.example', MB));
const told = (...today: OutboundDay[]) =>
  judgeOutbound([...history, ...today], TODAY).map(({ peer, how, level }) => `${peer} ${how} ${level}`);

it('a place that was never called is told, by how much went there', () => {
  expect(told(day(0, 'drop.stranger.example', 50 * MB))).toEqual(['drop.stranger.example new high']);
  expect(told(day(0, 'drop.stranger.example', 2 * MB))).toEqual(['drop.stranger.example new medium']);
  expect(told(day(0, 'drop.stranger.example', 0, 5))).toEqual(['drop.stranger.example new low']);
  expect(told(day(0, 'drop.stranger.example', 0, 2000))).toEqual(['drop.stranger.example new medium']);
  expect(told(day(0, '203.0.113.9', 3 * MB))).toEqual(['203.0.113.9 new medium']);
});

it('what stays inside, a known one’s other name, a service that is still being learnt, and an ordinary day are not', () => {
  expect(told(day(0, '10.0.0.7', 900 * MB), day(0, 'redis', 900 * MB), day(0, 'db.shop.internal', 900 * MB))).toEqual([]);
  expect(told(day(0, 'eu.gateway.example', 2 * MB))).toEqual([]);
  expect(told(day(0, 'eu.gateway.example', 20 * MB))).toEqual(['eu.gateway.example new high']);
  expect(told(day(0, 'drop.stranger.example', 50 * MB, 50, 'worker'))).toEqual([]);
  expect(told(day(0, 'api.gateway.example', 3 * MB))).toEqual([]);
});

it('far more than ever to a known place is told, unless the day is as much busier for everything else', () => {
  expect(told(day(0, 'api.gateway.example', 40 * MB))).toEqual(['api.gateway.example more medium']);
  expect(told(day(0, 'api.gateway.example', 400 * MB))).toEqual(['api.gateway.example more high']);
  const mails = Array.from({ length: 10 }, (_, ago) => day(ago + 1, 'mail.example', MB, 100));
  const sale = [...history.map((one) => ({ ...one, sent: 10 * MB })), ...mails];
  const today = (calls: number) =>
    judgeOutbound([...sale, day(0, 'mail.example', 8 * MB, calls), day(0, 'api.gateway.example', 80 * MB, 400)], TODAY);
  expect(today(800)).toEqual([]);
  expect(today(100)).toMatchObject([{ peer: 'api.gateway.example', how: 'more', usualMost: 10 * MB }]);
});

it('a machine is told when an hour is a gigabyte and three times its busiest one', () => {
  const hours = Array.from({ length: 24 * 9 }, (_, nth) => ({ host: 'web-1', hour: nth, sent: (nth % 24 === 12 ? 500 : 100) * MB }));
  const at = (sent: number, host = 'web-1') => judgeHosts([...hours, { host, hour: 24 * 9, sent }], 24 * 9);
  expect(at(2000 * MB)).toMatchObject([{ host: 'web-1', usualMost: 500 * MB, knownDays: 9 }]);
  expect(at(1200 * MB)).toEqual([]);
  expect(at(2000 * MB, 'web-2')).toEqual([]);
});

it('knows what lies within the house', () => {
  for (const peer of [
    '10.1.2.3',
    '127.0.0.1',
    '172.20.0.5',
    '192.168.1.1',
    '::1',
    'fd00::1',
    'redis',
    'db.internal',
    'shop.svc.cluster.local',
  ])
    expect(isInside(peer), peer).toBe(true);
  for (const peer of ['172.40.0.5', '203.0.113.9', '2001:db8::1', 'api.example', 'internal.example'])
    expect(isInside(peer), peer).toBe(false);
});
