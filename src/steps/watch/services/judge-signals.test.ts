import { expect, it } from 'vitest';
import { judgeSaturation } from './judge-saturation.ts';
import { judgeSignals } from './judge-signals.ts';
import type { SeriesEnds } from './series-ends.ts';
import { signalsOf } from './signals.ts';

/** `ms`: all of them took so long. */
const hour = (calls: number, errors: number, ms = 100) =>
  signalsOf({ calls, errors, durations: { [String(Math.floor(Math.log2(ms) * 8))]: calls } }, 60);

it('judges by itself, against a week ago, and says when it cannot', () => {
  expect(judgeSignals({ now: hour(600, 3), before: hour(600, 2), recent: 100 })).toEqual({ state: 'fine', why: [] });
  expect(judgeSignals({ now: hour(600, 0), before: null, recent: 0 })).toEqual({ state: 'unwatched', why: ['silent'] });
  expect(judgeSignals({ now: hour(600, 60), before: null, recent: 100 })).toEqual({ state: 'bad', why: ['fails'] });
  expect(judgeSignals({ now: hour(8, 1), before: null, recent: 2 })).toEqual({ state: 'few', why: [] });
  expect(judgeSignals({ now: hour(6, 4), before: null, recent: 2 }).state).toBe('bad');
  expect(judgeSignals({ now: hour(600, 12), before: hour(600, 1), recent: 9 })).toEqual({ state: 'unusual', why: ['fails-more'] });
  expect(judgeSignals({ now: hour(600, 0, 400), before: hour(600, 0), recent: 9 })).toEqual({ state: 'unusual', why: ['slower'] });
  expect(judgeSignals({ now: hour(60, 0), before: hour(600, 0), recent: 9 })).toEqual({ state: 'unusual', why: ['quieter'] });
});

it('how full machines are is read by the names of OpenTelemetry and of the node exporter', () => {
  const point = (name: string, last: number, more: Partial<SeriesEnds> = {}): SeriesEnds => ({
    ...{
      service: '',
      host: 'web-1',
      name,
      state: '',
      part: '',
      source: 'src_1',
      kind: 'gauge',
      first: last,
      last,
      firstAt: 0,
      lastAt: 600_000,
      ...more,
    },
  });
  const read = judgeSaturation([
    point('system.cpu.utilization', 0.3, { state: 'idle', part: 'cpu0' }),
    point('system.cpu.utilization', 0.1, { state: 'idle', part: 'cpu1' }),
    point('system.cpu.utilization', 0.6, { state: 'user', part: 'cpu0' }),
    point('node_memory_MemTotal_bytes', 1_000),
    point('node_memory_MemAvailable_bytes', 250),
    point('node_cpu_seconds_total', 540, { host: 'db-1', state: 'idle', part: '0', first: 0 }),
    point('db.client.connection.count', 9, { service: 'checkout', state: 'used', part: 'main' }),
    point('db.client.connection.max', 10, { service: 'checkout', part: 'main' }),
    point('rabbitmq.message.current', 70, { service: 'broker', host: '' }),
  ]).map(({ service, host, what, share, length }) => [service, host, what, share === null ? length : Number(share.toFixed(3))]);
  expect(read).toEqual([
    ['', 'web-1', 'cpu', 0.8],
    ['', 'web-1', 'memory', 0.75],
    ['', 'db-1', 'cpu', 0.1],
    ['checkout', 'web-1', 'pool', 0.9],
    ['broker', '', 'queue', 70],
  ]);
});
