import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import type { MetricSample } from '#kernel/metric-sample.ts';
import { placesIn } from '../checks/fill-in.ts';
import { countersIn, judgeMetrics } from '../checks/judge-metrics.ts';
import { type Judged, unknown } from '../checks/judged.ts';
import { type Counters, followCounters } from '../prometheus/follow-counters.ts';
import { labelTarget } from '../prometheus/label-target.ts';
import { readExposition } from '../prometheus/read-exposition.ts';
import { conditionLines, headers, maxMs, webAddress } from './fields.ts';
import { originOf } from './http.ts';
import { defineKind, type Looked, type Outside } from './kind.ts';

/** OpenMetrics first, then the older text; everything that exports understands one of them. */
const ACCEPT = 'application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.8,*/*;q=0.1';
const MOST_BYTES = 16 * 1_048_576;

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/, 'must be the name of a label');

const shape = z.strictObject({
  kind: z.literal('prometheus'),
  url: webAddress(/^https?:$/, 'http:// or https://'),
  /** What is added to every series, such as `host: db-1`. */
  labels: z
    .record(labelName, z.string().max(200))
    .refine((all) => Object.keys(all).length <= 20, 'has at most 20 labels')
    .default({}),
  headers,
  /** Lines that must all be true of what it tells, such as `node_load1 below 8`. */
  conditions: conditionLines('metrics'),
  /** A target that tells more series is not taken at all. */
  maxSeries: z.int().min(1).max(100_000).default(20_000),
  maxMs: maxMs(10_000),
});

/** A page of metrics of a host, database or queue, scraped as Prometheus does; everything on it is stored. */
export const prometheus = defineKind({
  shape,
  fields: [
    { name: 'url', as: 'text', required: true, example: 'http://db-1.example:9100/metrics' },
    {
      name: 'conditions',
      as: 'list',
      example:
        'up is 1 · node_filesystem_avail_bytes / node_filesystem_size_bytes of mountpoint / at least 10 % · max of node_load1 below 8',
    },
    { name: 'labels', as: 'pairs', example: 'host: db-1' },
    { name: 'headers', as: 'pairs', example: 'authorization: Bearer {{token}}' },
    { name: 'maxSeries', as: 'number' },
    { name: 'maxMs', as: 'number' },
  ],
  fromHere: 'metrics are scraped from here; from elsewhere a Prometheus there can send them (remote write)',
  destination: ({ url }) => originOf(url),
  look: async (outside, target, { allowPrivate }) => {
    const started = outside.clock.ticks();
    const [missing] = placesIn(`${target.url} ${JSON.stringify(target.headers)}`);
    const scraped =
      missing === undefined ? await scrape(outside, target, allowPrivate) : notScraped(`there is no value for {{${missing}}}`);
    const { samples, why } = scraped;
    const ms = outside.clock.ticks() - started;
    const told = labelTarget(target, samples ?? [], { isUp: samples !== null, seconds: ms / 1_000 });
    const judged =
      samples === null
        ? judgeNotScraped(target.conditions, told, why)
        : judgeMetrics(target.conditions, told, ratesOf(outside, target, told));
    return { ...{ judged, reach: scraped.reach, ms: samples === null ? null : ms, phases: scraped.phases }, samples: told };
  },
});

/** Of each target that is asked how fast something rises; lives as long as the process. */
const followed = new WeakMap<object, Map<string, Counters>>();
const MOST_TARGETS = 2_000;

function ratesOf({ http, clock }: Outside, target: Asked, told: readonly MetricSample[]): MetricSample[] {
  const names = countersIn(target.conditions);
  if (names.size === 0) return [];
  const targets = followed.get(http) ?? new Map<string, Counters>();
  followed.set(http, targets);
  const key = JSON.stringify(target);
  const counters = targets.get(key) ?? new Map();
  // What was looked at last stands last; what nobody looks at any more goes first.
  targets.delete(key);
  targets.set(key, counters);
  for (const oldest of targets.keys()) if (targets.size > MOST_TARGETS) targets.delete(oldest);
  return followCounters(counters, told, names, clock.ticks());
}

interface Scraped extends Pick<Looked, 'reach' | 'phases'> {
  /** `null`: it could not be scraped. */
  readonly samples: readonly MetricSample[] | null;
  readonly why: string;
}

function notScraped(why: string, reach: Looked['reach'] = 'answered'): Scraped {
  return { samples: null, why, reach, phases: {} };
}

type Asked = z.output<typeof shape>;

async function scrape(outside: Outside, target: Asked, allowPrivate: boolean): Promise<Scraped> {
  try {
    const answer = await outside.http.request({
      ...{ url: target.url, headers: { accept: ACCEPT, ...target.headers }, allowPrivate },
      ...{ timeoutMs: Math.max(target.maxMs, 1_000), maxBytes: MOST_BYTES },
    });
    const { total: _, ...phases } = answer.phases;
    if (answer.status !== 200) return notScraped(`it answered ${answer.status}`);
    if (answer.truncated) return notScraped(`its answer has more than ${MOST_BYTES / 1_048_576} MiB, or breaks off`);
    const type = answer.headers['content-type'] ?? '';
    if (/protobuf|text\/html/i.test(type)) return notScraped('it answered with something else than metrics as text');
    const read = readExposition(new TextDecoder().decode(answer.body), /openmetrics/i.test(type), target);
    return typeof read === 'string' ? notScraped(read) : { samples: read, why: '', reach: 'answered', phases };
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError)) throw thrown;
    return notScraped(String(thrown.details.reason ?? thrown.message), 'unreachable');
  }
}

/** Nobody knows how a target does that cannot be scraped; it is down only where `up` is asked for. */
function judgeNotScraped(conditions: readonly string[], told: readonly MetricSample[], why: string): Judged {
  const ups = conditions.filter((line) => /^up\b/.test(line));
  const judged = judgeMetrics(ups, told);
  return judged.saw === 'down' ? { saw: 'down', reason: `${why} (${judged.reason})` } : unknown(`it could not be scraped: ${why}`);
}
