import { describe, expect, it } from 'vitest';
import { fullestOf, judgeSaturation } from './judge-saturation.ts';
import type { SeriesEnds } from './series-ends.ts';

const one = (name: string, last: number, change: Partial<SeriesEnds> = {}): SeriesEnds => ({
  ...{ service: '', host: 'db-1', name, state: '', part: '', source: 'src_1', kind: 'gauge' },
  ...{ first: last, last, firstAt: 0, lastAt: 60_000, ...change },
});
const told = (series: readonly SeriesEnds[]) =>
  Object.fromEntries(
    judgeSaturation(series).map(({ what, part, share, length }) => [part === '' ? what : `${what} ${part}`, share ?? length]),
  );

const node = [
  one('node_cpu_seconds_total', 115, { state: 'idle', part: '0', first: 100 }),
  one('node_cpu_seconds_total', 145, { state: 'idle', part: '1', first: 100 }),
  one('node_memory_MemAvailable_bytes', 2e9),
  one('node_memory_MemTotal_bytes', 8e9),
  one('node_filesystem_avail_bytes', 10, { part: '/' }),
  one('node_filesystem_size_bytes', 100, { part: '/' }),
  one('node_filesystem_avail_bytes', 50, { part: '/data' }),
  one('node_filesystem_size_bytes', 100, { part: '/data' }),
  one('node_load1', 1.5),
];
const opentelemetry = [
  one('system.cpu.time', 115, { state: 'idle', part: 'cpu0', first: 100 }),
  one('system.cpu.time', 145, { state: 'idle', part: 'cpu1', first: 100 }),
  one('system.memory.usage', 6e9, { state: 'used' }),
  one('system.memory.usage', 1e9, { state: 'free' }),
  one('system.memory.usage', 1e9, { state: 'cached' }),
  one('system.filesystem.usage', 90, { state: 'used', part: '/' }),
  one('system.filesystem.usage', 10, { state: 'free', part: '/' }),
  one('system.filesystem.usage', 50, { state: 'used', part: '/data' }),
  one('system.filesystem.usage', 50, { state: 'free', part: '/data' }),
  one('system.filesystem.usage', 5, { state: 'reserved', part: '/data' }),
  one('system.cpu.load_average.1m', 1.5),
];

describe('a machine has processor, memory, disks and load', () => {
  it.each([
    ['node_exporter', node],
    ['OpenTelemetry', opentelemetry],
  ])('by the names of %s', (_, series) => {
    expect(told(series)).toEqual({ cpu: 0.5, memory: 0.75, 'disk /': 0.9, 'disk /data': 0.5, load: 1.5 });
  });
});

it('memory of a machine of 16 GB, as the collector tells it by default: its slabs are counted once', () => {
  const usage = { used: 14e9, free: 0.5e9, buffered: 0.2e9, cached: 1.3e9, slab_reclaimable: 1e9, slab_unreclaimable: 0.8e9 };
  expect(told(Object.entries(usage).map(([state, bytes]) => one('system.memory.usage', bytes, { state })))).toEqual({ memory: 0.875 });
});

it('databases tell how many connections they have left', () => {
  expect(told([one('pg_stat_activity_count', 30), one('pg_stat_activity_count', 30), one('pg_settings_max_connections', 100)])).toEqual({
    pool: 0.6,
  });
});

it('what ended is not taken for what is', () => {
  const gone = { source: 'chk_1', lastAt: 30_000 };
  expect(told([one('node_load1', 9, gone), one('up', 0, { source: 'chk_1' })])).toEqual({});
  expect(told([one('node_load1', 9, { source: 'chk_1' }), one('up', 1, { source: 'chk_1' })])).toEqual({ load: 9 });
  expect(told([one('node_load1', 0, { kind: 'stale' })])).toEqual({});
});

it('of several disks the fullest stands for all', () => {
  expect(fullestOf(judgeSaturation(node)).filter(({ what }) => what === 'disk')).toMatchObject([{ part: '/', share: 0.9 }]);
});
