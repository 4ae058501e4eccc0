import type { SaturationReading } from './saturation-reading.ts';
import type { SeriesEnds } from './series-ends.ts';

type What = SaturationReading['what'];

interface Part {
  readonly part: string;
  readonly value: number;
}

type Read = (series: readonly SeriesEnds[]) => readonly Part[];

const named = (all: readonly SeriesEnds[], name: string, state?: string): readonly SeriesEnds[] =>
  all.filter((one) => one.name === name && (state === undefined || one.state === state));
const whole = (value: number | null): readonly Part[] => (value === null || !Number.isFinite(value) ? [] : [{ part: '', value }]);
const less = (value: number | null): number | null => (value === null ? null : 1 - value);
const lasts = (series: readonly SeriesEnds[]): number[] => series.map(({ last }) => last);
const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : add(values) / values.length);
const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const most = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const sum = (series: readonly SeriesEnds[]): number | null => (series.length === 0 ? null : add(lasts(series)));
const ratio = (part: number | null, total: number | null): number | null => (part === null || !total ? null : part / total);

/** Of every part the share that another series bounds: a disk, a pool. */
function each(used: readonly SeriesEnds[], bound: readonly SeriesEnds[], share: (used: number, bound: number) => number): Part[] {
  const bounds = new Map(bound.map(({ part, last }) => [part, last]));
  return used.flatMap(({ part, last }) => (bounds.get(part) ? [{ part, value: share(last, bounds.get(part) ?? 1) }] : []));
}

/** How much of the time processors had nothing to do, by counters in seconds, mean over them. */
function idleOf(series: readonly SeriesEnds[]): number | null {
  return mean(
    series.flatMap(({ first, last, firstAt, lastAt }) =>
      lastAt > firstAt && last >= first ? [Math.min(1, (last - first) / ((lastAt - firstAt) / 1_000))] : [],
    ),
  );
}

/** OpenTelemetry tells bytes by state; what is reserved belongs to nobody, as `df` has it. */
function disksByState(all: readonly SeriesEnds[]): Part[] {
  const free = named(all, 'system.filesystem.usage', 'free');
  return each(named(all, 'system.filesystem.usage', 'used'), free, (used, left) => (used + left > 0 ? used / (used + left) : 0));
}

/** Linux counts the kernel's slabs among `cached` and `used` already; the collector tells them once more. */
function memoryByState(all: readonly SeriesEnds[]): number | null {
  const own = named(all, 'system.memory.usage').filter(({ state }) => !state.startsWith('slab_'));
  const states = new Map(own.map(({ state, last }) => [state, last]));
  const used = states.get('used');
  return used === undefined || states.size < 2 ? null : ratio(used, add([...states.values()]));
}

const over = (a: string, b: string): Read => {
  return (all) => whole(ratio(sum(named(all, a)), sum(named(all, b))));
};

/** Semantic names of OpenTelemetry and its collector's receivers, and those of Prometheus' exporters. The first that tells counts. */
export const saturationShares: readonly (readonly [What, Read])[] = [
  ['cpu', (all) => whole(most(lasts(named(all, 'k8s.container.cpu_limit_utilization'))))],
  ['cpu', (all) => whole(less(mean(lasts(named(all, 'system.cpu.utilization', 'idle')))))],
  ['cpu', (all) => whole(less(idleOf(named(all, 'system.cpu.time', 'idle'))))],
  ['cpu', (all) => whole(less(idleOf(named(all, 'node_cpu_seconds_total', 'idle'))))],
  ['cpu', (all) => whole(mean(lasts(named(all, 'jvm.cpu.recent_utilization'))))],
  ['cpu', (all) => whole(mean(lasts(named(all, 'nodejs.eventloop.utilization'))))],
  ['cpu', (all) => whole(sum(named(all, 'process.cpu.utilization')))],
  ['memory', (all) => whole(most(lasts(named(all, 'k8s.container.memory_limit_utilization'))))],
  ['memory', (all) => whole(sum(named(all, 'system.memory.utilization', 'used')))],
  ['memory', (all) => whole(memoryByState(all))],
  ['memory', (all) => whole(less(ratio(sum(named(all, 'node_memory_MemAvailable_bytes')), sum(named(all, 'node_memory_MemTotal_bytes')))))],
  ['memory', (all) => whole(ratio(sum(named(all, 'jvm.memory.used')), sum(named(all, 'jvm.memory.limit'))))],
  ['memory', over('redis_memory_used_bytes', 'redis_memory_max_bytes')],
  ['disk', (all) => named(all, 'system.filesystem.utilization').map(({ part, last }) => ({ part, value: last }))],
  ['disk', disksByState],
  [
    'disk',
    (all) => each(named(all, 'node_filesystem_avail_bytes'), named(all, 'node_filesystem_size_bytes'), (free, size) => 1 - free / size),
  ],
  ['pool', (all) => each(named(all, 'db.client.connection.count', 'used'), named(all, 'db.client.connection.max'), (a, b) => a / b)],
  ['pool', (all) => each(named(all, 'db.client.connections.usage', 'used'), named(all, 'db.client.connections.max'), (a, b) => a / b)],
  ['pool', over('pg_stat_activity_count', 'pg_settings_max_connections')],
  ['pool', over('mysql_global_status_threads_connected', 'mysql_global_variables_max_connections')],
  ['pool', over('redis_connected_clients', 'redis_config_maxclients')],
];

const total = (name: string): Read => {
  return (all) => whole(sum(named(all, name)));
};

/** A machine that two tell of has one load. */
const highest = (name: string): Read => {
  return (all) => whole(most(lasts(named(all, name))));
};

/** What has no bound of its own. */
export const saturationLengths: readonly (readonly [What, Read])[] = [
  ['queue', total('queue.length')],
  ['queue', total('rabbitmq.message.current')],
  ['queue', total('rabbitmq_queue_messages')],
  ['queue', total('kafka.consumer_group.lag')],
  ['queue', total('kafka_consumergroup_lag')],
  ['queue', total('db.client.connection.pending_requests')],
  ['load', highest('system.cpu.load_average.1m')],
  ['load', highest('node_load1')],
];

/** Every metric that is read here, and `up`, which says when a target was scraped. */
export const saturationNames: readonly string[] = [
  ...['up', 'k8s.container.cpu_limit_utilization', 'system.cpu.utilization', 'system.cpu.time', 'node_cpu_seconds_total'],
  ...['jvm.cpu.recent_utilization', 'nodejs.eventloop.utilization', 'process.cpu.utilization', 'k8s.container.memory_limit_utilization'],
  ...['system.memory.utilization', 'system.memory.usage', 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'],
  ...['jvm.memory.used', 'jvm.memory.limit', 'redis_memory_used_bytes', 'redis_memory_max_bytes'],
  ...['system.filesystem.utilization', 'system.filesystem.usage', 'node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
  ...['db.client.connection.count', 'db.client.connection.max', 'db.client.connections.usage', 'db.client.connections.max'],
  ...['pg_stat_activity_count', 'pg_settings_max_connections', 'mysql_global_status_threads_connected'],
  ...['mysql_global_variables_max_connections', 'redis_connected_clients', 'redis_config_maxclients'],
  ...['queue.length', 'rabbitmq.message.current', 'rabbitmq_queue_messages', 'kafka.consumer_group.lag', 'kafka_consumergroup_lag'],
  ...['db.client.connection.pending_requests', 'system.cpu.load_average.1m', 'node_load1'],
];
