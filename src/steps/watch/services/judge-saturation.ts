/** The last and the first point of one series in ten minutes; times in ms. */
export interface SeriesEnds {
  readonly service: string;
  readonly host: string;
  readonly name: string;
  /** What tells its series apart: `state`, `mode`, the processor, the disk. */
  readonly state: string;
  readonly part: string;
  readonly first: number;
  readonly last: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface SaturationReading {
  readonly service: string;
  readonly host: string;
  readonly what: 'cpu' | 'memory' | 'disk' | 'pool' | 'queue';
  /** 0 to 1; `null` where only a length is told, in `length`. */
  readonly share: number | null;
  readonly length: number | null;
}

type Read = (series: readonly SeriesEnds[]) => number | null;
type What = SaturationReading['what'];

const named =
  (name: string, state?: string) =>
  (all: readonly SeriesEnds[]): readonly SeriesEnds[] =>
    all.filter((one) => one.name === name && (state === undefined || one.state === state));
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
const sum = (series: readonly SeriesEnds[]): number | null =>
  series.length === 0 ? null : series.reduce((all, { last }) => all + last, 0);
const most = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
const ratio = (part: number | null, whole: number | null): number | null => (part === null || !whole ? null : part / whole);
const less = (value: number | null): number | null => (value === null ? null : 1 - value);
const lasts = (series: readonly SeriesEnds[]): number[] => series.map(({ last }) => last);

/** The share of a part that a second series bounds, the fullest of its parts: a pool, a disk. */
function fullest(used: readonly SeriesEnds[], bound: readonly SeriesEnds[], share: (used: number, bound: number) => number): number | null {
  const bounds = new Map(bound.map(({ part, last }) => [part, last]));
  return most(used.flatMap(({ part, last }) => (bounds.get(part) ? [share(last, bounds.get(part) ?? 1)] : [])));
}

/** How fast counters rise, mean over processors, in seconds a second. */
function idleOf(series: readonly SeriesEnds[]): number | null {
  return mean(
    series.flatMap(({ first, last, firstAt, lastAt }) =>
      lastAt > firstAt && last >= first ? [Math.min(1, (last - first) / ((lastAt - firstAt) / 1_000))] : [],
    ),
  );
}

/** Semantic names of OpenTelemetry and its collector's receivers, and those of Prometheus' node exporter. The first that tells counts. */
const SHARES: readonly (readonly [What, Read])[] = [
  ['cpu', (all) => most(lasts(named('k8s.container.cpu_limit_utilization')(all)))],
  ['cpu', (all) => less(mean(lasts(named('system.cpu.utilization', 'idle')(all))))],
  ['cpu', (all) => less(idleOf(named('node_cpu_seconds_total', 'idle')(all)))],
  ['cpu', (all) => mean(lasts(named('jvm.cpu.recent_utilization')(all)))],
  ['cpu', (all) => mean(lasts(named('nodejs.eventloop.utilization')(all)))],
  ['cpu', (all) => sum(named('process.cpu.utilization')(all))],
  ['memory', (all) => most(lasts(named('k8s.container.memory_limit_utilization')(all)))],
  ['memory', (all) => sum(named('system.memory.utilization', 'used')(all))],
  ['memory', (all) => less(ratio(sum(named('node_memory_MemAvailable_bytes')(all)), sum(named('node_memory_MemTotal_bytes')(all))))],
  ['memory', (all) => ratio(sum(named('jvm.memory.used')(all)), sum(named('jvm.memory.limit')(all)))],
  ['disk', (all) => most(lasts(named('system.filesystem.utilization')(all)))],
  [
    'disk',
    (all) => fullest(named('node_filesystem_avail_bytes')(all), named('node_filesystem_size_bytes')(all), (free, size) => 1 - free / size),
  ],
  ['pool', (all) => fullest(named('db.client.connection.count', 'used')(all), named('db.client.connection.max')(all), (a, b) => a / b)],
  ['pool', (all) => fullest(named('db.client.connections.usage', 'used')(all), named('db.client.connections.max')(all), (a, b) => a / b)],
];
const QUEUES = ['queue.length', 'rabbitmq.message.current', 'kafka.consumer_group.lag', 'db.client.connection.pending_requests'] as const;

export const saturationNames: readonly string[] = [
  ...['k8s.container.cpu_limit_utilization', 'system.cpu.utilization', 'node_cpu_seconds_total', 'jvm.cpu.recent_utilization'],
  ...['nodejs.eventloop.utilization', 'process.cpu.utilization', 'k8s.container.memory_limit_utilization', 'system.memory.utilization'],
  ...['node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 'jvm.memory.used', 'jvm.memory.limit'],
  ...['system.filesystem.utilization', 'node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
  ...['db.client.connection.count', 'db.client.connection.max', 'db.client.connections.usage', 'db.client.connections.max'],
  ...QUEUES,
];

/** How full each machine and service is, as far as its metrics tell. */
export function judgeSaturation(series: readonly SeriesEnds[]): SaturationReading[] {
  const owners = new Map<string, SeriesEnds[]>();
  for (const one of series) {
    const key = JSON.stringify([one.service, one.host]);
    owners.set(key, [...(owners.get(key) ?? []), one]);
  }
  return [...owners.values()].flatMap((mine) => {
    const [{ service, host } = { service: '', host: '' }] = mine;
    const readings = new Map<What, SaturationReading>();
    for (const [what, read] of SHARES) {
      const share = readings.has(what) ? null : read(mine);
      if (share !== null) readings.set(what, { service, host, what, share: Math.min(1, Math.max(0, share)), length: null });
    }
    const length = QUEUES.map((name) => sum(named(name)(mine))).find((value) => value !== null);
    if (length !== undefined) readings.set('queue', { service, host, what: 'queue', share: null, length });
    return [...readings.values()];
  });
}
