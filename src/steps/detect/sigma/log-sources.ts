import type { CompiledRule } from '#sigma/index.ts';

/** Where a rule's events are stored here; `null`: nowhere. */
export type StoredSource = 'requests' | 'events';

const SERVERS = new Set(['apache', 'nginx', 'iis', 'caddy', 'traefik', 'envoy', 'haproxy']);

/**
 * Where a rule looks. Web servers' and proxies' access logs are requests; what applications tell, and servers' error logs that are
 * sent as events, are events; everything else (processes, registries, other companies' clouds) is not stored here.
 */
export function storedSourceOf(rule: CompiledRule): StoredSource | null {
  const { category, product, service } = rule.rule.logsource;
  if (category === 'webserver' || category === 'proxy') return 'requests';
  // Findings are judged by filters alone; see own/compose-rules.ts.
  if (product === 'shopbell' && service === 'finding') return null;
  if (category === 'application' || product === 'shopbell') return 'events';
  const server = [product, service].some((name) => name !== undefined && SERVERS.has(name));
  if (!server || category !== undefined) return null;
  return service === 'access' ? 'requests' : 'events';
}
