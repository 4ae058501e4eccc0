import type { Told } from './gatus-conditions.ts';
import { clientOf, conditionsOf, type Endpoint, plainCondition, requestOf, tellUnknown } from './gatus-endpoint.ts';
import type { TargetDraft } from './harvest.ts';
import { hideInHeaders, hideInText, hideInUrl, shownAddress } from './hide-secrets.ts';
import { mailTarget } from './mail-target.ts';
import { fieldsOf, hostAndPort, isEmpty, textOf, textsOf } from './parse-source.ts';
import { webTarget } from './web-target.ts';

export interface ReadEndpoint {
  readonly target: TargetDraft;
  readonly domainDays: number | null;
}

const LEFT: Readonly<Record<string, string>> = {
  sctp: 'no kind of check speaks SCTP',
  mqtt: 'no kind of check speaks MQTT; tcp sees whether its port takes connections',
  redis: 'no kind of check speaks Redis; tcp sees whether its port takes connections',
  sftp: 'no kind of check speaks SFTP; tcp sees whether its port takes connections',
};

/** One endpoint as a target; a text says why there is none. */
export function endpointTarget(endpoint: Endpoint): ReadEndpoint | string {
  const { fields, name, harvest } = endpoint;
  const address = textOf(fields.url);
  if (!isEmpty(fields.dns)) return dnsTarget(endpoint);
  const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'http' || kind === 'https') {
    const read = requestOf(endpoint);
    if (typeof read === 'string') return read;
    const target = webTarget(read.request, (what) => harvest.change(name, what));
    return typeof target === 'string' ? target : { target, domainDays: read.domainDays };
  }
  const read = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (read === undefined) return (Object.hasOwn(LEFT, kind) ? LEFT[kind] : undefined) ?? 'its address has a scheme that is not known here';
  return read(endpoint, endpoint.fill(address.slice(kind.length + 3)));
}

const KINDS: Readonly<Record<string, (endpoint: Endpoint, place: string) => ReadEndpoint | string>> = {
  tcp: (endpoint, place) => {
    if (textOf(endpoint.fields.body) !== '')
      endpoint.harvest.change(endpoint.name, 'nothing is sent: only whether the port takes connections is looked at');
    return plain(endpoint, (maxMs) => ({ kind: 'tcp', ...hostAndPort(place), ...maxMs }));
  },
  udp: (endpoint, place) => {
    const send = hideInText(endpoint.box, endpoint.fill(textOf(endpoint.fields.body)));
    if (send === '') return 'it sends nothing; a udp check must send something that is answered, since silence proves nothing';
    endpoint.harvest.change(endpoint.name, 'an answer must come');
    return plain(endpoint, (maxMs) => ({ kind: 'udp', ...hostAndPort(place), send, ...maxMs }));
  },
  icmp: (endpoint, place) => plain(endpoint, (maxMs) => ({ kind: 'icmp', host: place.replace(/\/$/, ''), ...maxMs })),
  ssh: (endpoint, place) => {
    const { host, port } = hostAndPort(place);
    endpoint.harvest.change(endpoint.name, 'nobody logs in: only whether the port takes connections is looked at');
    return plain(endpoint, (maxMs) => ({ kind: 'tcp', host, port: port ?? 22, ...maxMs }));
  },
  tls: tlsTarget,
  // Gatus itself greets as a mail program does.
  starttls: (endpoint, place) => {
    const { host, port } = hostAndPort(place);
    const make = ({ maxMs }: Limit, lines: readonly string[]): TargetDraft =>
      mailTarget(host, port, 'starttls', { days: daysOf(lines), ...(maxMs === undefined ? {} : { maxMs }) });
    return plain(endpoint, make, ['[CERTIFICATE_EXPIRATION]']);
  },
  ws: (endpoint) => socketTarget(endpoint),
  wss: (endpoint) => socketTarget(endpoint),
  grpc: (endpoint, place) => grpcTarget(endpoint, place, false),
  grpcs: (endpoint, place) => grpcTarget(endpoint, place, true),
};

type Limit = { readonly maxMs?: number };

const CONNECTS: ReadonlySet<string> = new Set(['[CONNECTED]', '[RESPONSE_TIME]', '[DOMAIN_EXPIRATION]']);

function plain(
  endpoint: Endpoint,
  make: (limit: Limit, lines: readonly string[]) => TargetDraft,
  more: readonly string[] = [],
): ReadEndpoint | string {
  const client = clientOf(endpoint);
  if (typeof client === 'string') return client;
  const { told, missed } = conditionsOf(endpoint, plainCondition(new Set([...CONNECTS, ...more])));
  if (told.length === 0) return missed === 0 ? 'it has no conditions' : 'none of its conditions can be said here';
  const lines = told.flatMap((one) => one.lines ?? []);
  tellUnknown(endpoint.fields, endpoint.name, endpoint.harvest);
  return { target: make(limitOf(lines, client.maxMs), lines), domainDays: domainOf(told) };
}

function limitOf(lines: readonly string[], timeout: number | null): Limit {
  const times = lines.flatMap((line) => {
    const [, amount] = /^time (?:below|at most) (\d+) ms$/.exec(line) ?? [];
    return amount === undefined ? [] : [Number(amount)];
  });
  const all = timeout === null ? times : [timeout, ...times];
  return all.length === 0 ? {} : { maxMs: Math.min(...all) };
}

function domainOf(told: readonly Told[]): number | null {
  const days = told.flatMap((one) => (one.domainDays === undefined ? [] : [one.domainDays]));
  return days.length === 0 ? null : Math.max(...days);
}

function tlsTarget(endpoint: Endpoint, place: string): ReadEndpoint | string {
  const { host, port } = hostAndPort(place);
  const make = (_: Limit, lines: readonly string[]): TargetDraft => ({ kind: 'tls', host, port: port ?? 443, days: daysOf(lines) });
  return plain(endpoint, make, ['[CERTIFICATE_EXPIRATION]']);
}

function daysOf(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => Number(/^certificate valid for (\d+) days$/.exec(line)?.[1] ?? 0)));
}

function socketTarget(endpoint: Endpoint): ReadEndpoint | string {
  const { fields, fill, box } = endpoint;
  const { url, basic } = hideInUrl(box, fill(textOf(fields.url)));
  if (basic) return 'its address holds a user and a password, which a WebSocket check does not send';
  const send = hideInText(box, fill(textOf(fields.body)));
  const headers = Object.fromEntries(Object.entries(textsOf(fields.headers)).map(([header, value]) => [header, fill(value)]));
  const hidden = hideInHeaders(box, headers);
  return plain(
    endpoint,
    (maxMs, lines) => {
      const [contains = ''] = lines.flatMap(
        (line) => /^body contains "((?:[^"\\]|\\.)*)"$/s.exec(line)?.[1]?.replace(/\\(.)/gs, '$1') ?? [],
      );
      const others = lines.filter((line) => line.startsWith('body ') && !line.startsWith('body contains '));
      for (const line of others)
        endpoint.harvest.leave(`${endpoint.name}: ${line}`, 'of a WebSocket’s message only a text that it contains can be asked');
      return { kind: 'websocket', url, headers: hidden, send, contains, ...maxMs };
    },
    send === '' ? [] : ['[BODY]'],
  );
}

function grpcTarget(endpoint: Endpoint, place: string, tls: boolean): ReadEndpoint | string {
  if (textOf(endpoint.fields.body) !== '')
    endpoint.harvest.change(endpoint.name, 'nothing but the question of the health protocol is sent');
  return plain(endpoint, (maxMs) => ({ kind: 'grpc', ...hostAndPort(place), tls, ...maxMs }));
}

function dnsTarget(endpoint: Endpoint): ReadEndpoint | string {
  const { fields, name, harvest, fill } = endpoint;
  const asked = fieldsOf(fields.dns);
  const server = shownAddress(textOf(fields.url));
  harvest.change(name, `it is asked over the resolver of this machine, not over ${server.slice(0, 100)}`);
  const contains: string[] = [];
  const rcode = plainCondition(new Set(['[DNS_RCODE]', '[CONNECTED]']));
  const read = (text: string): Told | string => {
    const [, whole] = /^\[BODY\] == (.+)$/i.exec(text.trim()) ?? [];
    const inside =
      whole === undefined ? null : (/^pat\(\*?([^*?[\]\\]+)\*?\)$/.exec(whole)?.[1] ?? (/^(?:pat|any)\(/.test(whole) ? null : whole));
    if (inside === null || contains.length > 0) return rcode(text);
    contains.push(inside);
    return { remark: `a record must contain ${inside.slice(0, 100)}` };
  };
  const { told, missed } = conditionsOf({ ...endpoint, fill }, read);
  if (told.length === 0) return missed === 0 ? 'it has no conditions' : 'none of its conditions can be said here';
  tellUnknown(fields, name, harvest);
  const domain = textOf(asked['query-name']).replace(/\.$/, '');
  return {
    target: { kind: 'dns', domain, type: textOf(asked['query-type']).toUpperCase() || 'A', contains: contains[0] ?? '' },
    domainDays: null,
  };
}
