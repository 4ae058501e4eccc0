import { httpProbe } from './blackbox-http.ts';
import type { Probe } from './blackbox-probe.ts';
import type { TargetDraft } from './harvest.ts';
import { shownAddress } from './hide-secrets.ts';
import { type Fields, fieldsOf, flagOf, hostAndPort, isEmpty, listOf, textOf } from './parse-source.ts';

/** Why a module cannot be taken, whichever its prober. */
export function clientCertificate(settings: Fields): string | null {
  const tls = fieldsOf(settings.tls_config);
  return isEmpty(tls.cert_file) && isEmpty(tls.cert) ? null : 'it shows a client certificate, which no kind of check does';
}

const COMMON = ['tls_config', 'preferred_ip_protocol', 'ip_protocol_fallback', 'source_ip_address'];

/** By prober: the target, or why there is none. */
export const probers: Readonly<Record<string, (probe: Probe) => TargetDraft | string>> = {
  http: httpProbe,
  tcp: (probe) => {
    const { settings, change } = probe;
    probe.tellOthers(new Set([...COMMON, 'tls', 'query_response']));
    if (listOf(settings.query_response).length > 0)
      probe.leave('query_response', 'nothing is sent over a port; only whether it takes connections, or its certificate, is looked at');
    const { host, port } = hostAndPort(probe.target);
    if (!flagOf(settings.tls)) return { kind: 'tcp', host, port, maxMs: probe.timeoutMs };
    change('its certificate is looked at, which must be trusted and not have ended');
    return { kind: 'tls', host, port, days: 0 };
  },
  icmp: (probe) => {
    probe.tellOthers(new Set(COMMON));
    return { kind: 'icmp', host: probe.target, maxMs: probe.timeoutMs };
  },
  grpc: (probe) => {
    probe.tellOthers(new Set([...COMMON, 'service', 'tls']));
    const { host, port } = hostAndPort(probe.target);
    return { kind: 'grpc', host, port, tls: flagOf(probe.settings.tls), service: textOf(probe.settings.service), maxMs: probe.timeoutMs };
  },
  dns: dnsProbe,
};

function dnsProbe(probe: Probe): TargetDraft | string {
  const { settings, target } = probe;
  const codes = listOf(settings.valid_rcodes).map(textOf);
  if (codes.length > 0 && !codes.includes('NOERROR'))
    return 'it must answer that there is no such record; only that there is one can be asked';
  const answer = fieldsOf(settings.validate_answer_rrs);
  for (const [rule, patterns] of Object.entries(answer))
    for (const pattern of listOf(patterns).map(textOf))
      probe.leave(`${rule}: ${pattern}`, 'of a record only a text that it contains can be asked; write it as contains');
  probe.change(`it is asked over the resolver of this machine, not of ${shownAddress(target).slice(0, 100)}`);
  probe.tellOthers(new Set([...COMMON, 'query_name', 'query_type', 'valid_rcodes', 'validate_answer_rrs']));
  const type = textOf(settings.query_type).toUpperCase() || 'ANY';
  return { kind: 'dns', domain: textOf(settings.query_name).replace(/\.$/, ''), type };
}
