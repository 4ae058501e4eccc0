import { AKAMAI, AZURE, CADDY, CLOUDFLARE, GOOGLE, type JsonNames, PLAIN } from './json-names.ts';
import { at, isObject, type Json } from './json-values.ts';
import type { LogLine } from './log-line.ts';
import { readAnyDate } from './scan-date.ts';

/** What one maker of JSON logs does unlike others. */
export interface JsonDialect {
  readonly names: JsonNames;
  /** Whether a line without address or status is a broken one: these makers always write both. */
  readonly whole: boolean;
  /** Why the line is no request of a visitor, or ''. */
  refuse(entry: Json): string;
  /** How long the request took in ms, or null when the line does not say so for sure. */
  duration(entry: Json): number | null;
  /** Undoes what this maker does to texts. */
  mend?(into: LogLine): void;
}

const ANOTHER = 'not an access log';
const INNER = 'a request between servers';

/** Tells by a few fields who wrote the line. */
export function dialectOf(entry: Json): JsonDialect {
  if (Object.hasOwn(entry, 'EdgeResponseStatus') || Object.hasOwn(entry, 'EdgeStartTimestamp')) return cloudflare;
  if (Object.hasOwn(entry, 'reqTimeSec')) return akamai;
  if (isObject(entry.httpRequest)) return google;
  if (isObject(entry.properties) && Object.hasOwn(entry, 'category')) return azure;
  return isObject(entry.request) ? caddy : plain;
}

const SECONDS = ['request_time', 'duration', 'upstream_response_time', 'elapsed'];
const MILLISECONDS = ['duration_ms', 'durationMs', 'request_time_ms', 'response_time_ms', 'elapsed_ms', 'ms'];

const plain: JsonDialect = {
  names: PLAIN,
  whole: false,
  refuse: () => '',
  duration(entry) {
    for (const name of MILLISECONDS) {
      const value = amount(at(entry, name));
      if (value !== null) return value;
    }
    const traefik = at(entry, 'Duration');
    if (typeof traefik === 'number') return traefik / 1e6;
    const fastly = amount(at(entry, 'time_elapsed'));
    if (fastly !== null) return fastly / 1e3;
    for (const name of SECONDS) {
      const value = amount(at(entry, name));
      if (value !== null) return value * 1000;
    }
    return null;
  },
};

const caddy: JsonDialect = {
  ...plain,
  names: CADDY,
  refuse(entry) {
    const logger = typeof entry.logger === 'string' ? entry.logger : '';
    // A failed request is written twice, once as an error.
    return logger.startsWith('http.') && !logger.startsWith('http.log.access') ? ANOTHER : '';
  },
  mend(into) {
    if (into.tls !== '') into.tls = into.tls.replace(/^77([0-2]) (\d+)$/, (_, minor: string, suite: string) => handshake(minor, suite));
  },
};

const cloudflare: JsonDialect = {
  names: CLOUDFLARE,
  whole: true,
  refuse: (entry) => (entry.WorkerSubrequest === true ? INNER : ''),
  duration(entry) {
    const spent = readAnyDate(entry.EdgeEndTimestamp) - readAnyDate(entry.EdgeStartTimestamp);
    return spent >= 0 ? Math.round(spent * 1000) / 1000 : null;
  },
};

const google: JsonDialect = {
  names: GOOGLE,
  whole: true,
  refuse: () => '',
  duration(entry) {
    const latency = at(entry, 'httpRequest.latency');
    return typeof latency === 'string' && latency.endsWith('s') ? inMs(latency.slice(0, -1)) : null;
  },
};

const azure: JsonDialect = {
  names: AZURE,
  whole: true,
  refuse(entry) {
    if (!/access/i.test(String(entry.category))) return ANOTHER;
    const inner = at(entry, 'properties.isReceivedFromClient');
    return inner === false || inner === 'false' ? INNER : '';
  },
  duration(entry) {
    const value = at(entry, 'properties.timeTaken');
    const word = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
    // Seconds with a fraction; whole numbers are milliseconds in older and seconds in newer gateways.
    return word.includes('.') && !/containers|trafficcontroller/i.test(String(entry.category)) ? inMs(word) : null;
  },
  mend(into) {
    if (into.agent.includes('+') && !into.agent.includes(' ')) into.agent = into.agent.replaceAll('+', ' ');
  },
};

const akamai: JsonDialect = {
  names: AKAMAI,
  whole: true,
  refuse: (entry) => (Number(entry.isMidgress ?? entry.midgress ?? 0) > 0 ? INNER : ''),
  duration(entry) {
    const waited = amount(entry.turnAroundTimeMSec);
    const sent = amount(entry.transferTimeMSec);
    return waited === null && sent === null ? null : (waited ?? 0) + (sent ?? 0);
  },
  mend(into) {
    into.agent = decoded(into.agent);
    into.referrer = decoded(into.referrer);
    into.cookies = decoded(into.cookies);
    if (into.target !== '' && !into.target.startsWith('/')) into.target = `/${into.target}`;
  },
};

/** A number that is not negative, or null. */
function amount(value: unknown): number | null {
  const found = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  return found >= 0 ? found : null;
}

function inMs(seconds: string): number | null {
  const value = amount(seconds);
  return value === null ? null : Math.round(value * 1e6) / 1e3;
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that encodes nothing is kept as it stands.
    return text;
  }
}

/** Caddy tells both by their numbers on the wire. */
function handshake(minor: string, suite: string): string {
  const name = SUITES[Number(suite)] ?? `0x${Number(suite).toString(16).padStart(4, '0')}`;
  return `TLSv1.${Number(minor) + 1} ${name}`;
}

// IANA's registry of cipher suites: those that servers of today still speak.
const SUITES: Readonly<Record<number, string>> = {
  4865: 'TLS_AES_128_GCM_SHA256',
  4866: 'TLS_AES_256_GCM_SHA384',
  4867: 'TLS_CHACHA20_POLY1305_SHA256',
  49195: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  49196: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  49199: 'ECDHE-RSA-AES128-GCM-SHA256',
  49200: 'ECDHE-RSA-AES256-GCM-SHA384',
  52392: 'ECDHE-RSA-CHACHA20-POLY1305',
  52393: 'ECDHE-ECDSA-CHACHA20-POLY1305',
};
