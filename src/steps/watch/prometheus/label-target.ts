import type { MetricSample } from '#kernel/metric-sample.ts';

interface ScrapeTarget {
  readonly url: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly isUp: boolean;
  readonly seconds: number;
}

/**
 * What a scrape told as it is kept: every series carries the target's labels (`instance` is its host and port unless told; a series' own
 * label of that name becomes `exported_…`), and `up`, `scrape_duration_seconds` and `scrape_samples_scraped` are added, as Prometheus does. Pure.
 */
export function labelTarget({ url, labels }: ScrapeTarget, samples: readonly MetricSample[], { isUp, seconds }: Outcome): MetricSample[] {
  const nodename = samples.find(({ name }) => name === 'node_uname_info')?.labels.nodename ?? '';
  // A machine's own name is the one that its programs put into their traces.
  const named = nodename === '' ? {} : { host: nodename };
  const own = { instance: URL.parse(url)?.host ?? url, ...named, ...labels };
  const told = samples.map((sample) => ({ ...sample, labels: joined(sample.labels, own) }));
  const gauge = (name: string, value: number): MetricSample => ({ name, labels: own, value, at: null, kind: 'gauge' });
  return [
    ...told,
    gauge('up', isUp ? 1 : 0),
    ...(isUp ? [gauge('scrape_duration_seconds', seconds), gauge('scrape_samples_scraped', samples.length)] : []),
  ];
}

function joined(theirs: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): Record<string, string> {
  const all = Object.entries(theirs).map(([name, value]) => [Object.hasOwn(own, name) ? `exported_${name}` : name, value]);
  return { ...Object.fromEntries(all), ...own };
}
