import type { CompiledRule } from '#sigma/index.ts';

/** What own rules can look at: web requests, applications' events, spans of traces, browsers' reports. */
export const storedSources = ['requests', 'events', 'spans', 'reports'] as const;
/** Where a rule's events are stored here. */
export type StoredSource = (typeof storedSources)[number];

/** The log source that a rule names to look there; others that mean the same are in `storedSourceOf`. */
export const logsourceOf: Readonly<Record<StoredSource, Readonly<Record<string, string>>>> = {
  requests: { category: 'webserver' },
  events: { category: 'application' },
  spans: { category: 'span' },
  reports: { category: 'browser_report' },
};

const SERVERS = new Set(['apache', 'nginx', 'iis', 'caddy', 'traefik', 'envoy', 'haproxy']);

/**
 * Where a rule looks; `null`: nowhere. Web servers' and proxies' access logs are requests; what applications tell, and servers' error logs
 * that are sent as events, are events; traces are spans, what browsers report are reports; everything else (processes, registries, other
 * companies' clouds) is not stored here.
 */
export function storedSourceOf(rule: CompiledRule): StoredSource | null {
  const { category, product, service } = rule.rule.logsource;
  if (category === 'webserver' || category === 'proxy') return 'requests';
  if (category === 'span' || (product === 'opentelemetry' && service === 'traces')) return 'spans';
  if (category === 'browser_report' || (product === 'browser' && service === 'reports')) return 'reports';
  // Findings are judged by filters alone; see own/compose-rules.ts.
  if (product === 'shopbell' && service === 'finding') return null;
  if (category === 'application' || product === 'shopbell' || (product === 'opentelemetry' && service === 'logs')) return 'events';
  const server = [product, service].some((name) => name !== undefined && SERVERS.has(name));
  if (!server || category !== undefined) return null;
  return service === 'access' ? 'requests' : 'events';
}
