import type { TargetDraft } from './harvest.ts';
import { hideInHeaders, hideInText, hideInUrl } from './hide-secrets.ts';
import type { Monitor } from './kuma-monitor.ts';
import { timeoutOf, webOf } from './kuma-web.ts';
import { mailTarget } from './mail-target.ts';
import { fieldsOf, hostAndPort, listOf, numberOf, parseJson, textOf } from './parse-source.ts';
import { sqlServerUrl } from './sql-server-url.ts';

/** By type: the target, or why there is none. */
export const kumaKinds: Readonly<Record<string, (monitor: Monitor) => TargetDraft | string>> = {
  http: webOf,
  keyword: webOf,
  'json-query': webOf,
  port: (monitor) => ({ kind: 'tcp', host: monitor.text('hostname'), port: monitor.number('port'), ...limit(monitor) }),
  ping: (monitor) => {
    const size = monitor.number('packetsize');
    if (size !== null && size !== 56) monitor.change('the echo has a usual size');
    return { kind: 'icmp', host: monitor.text('hostname'), ...limit(monitor) };
  },
  dns: dnsOf,
  push: (monitor) => {
    monitor.change('the job must call another address, which `shopbell apply` tells once');
    const grace = (monitor.number('maxretries') ?? 0) * (monitor.number('retryinterval') ?? monitor.number('interval') ?? 60);
    return { kind: 'heartbeat', period: monitor.number('interval') ?? 60, grace: Math.max(1, Math.round(grace)) };
  },
  'grpc-keyword': grpcOf,
  'websocket-upgrade': (monitor) => {
    for (const field of ['wssubprotocol', 'wsignoresecwebsocketacceptheader'] as const)
      if (monitor.text(field) !== '' && monitor.text(field) !== '0' && monitor.text(field) !== 'false')
        monitor.change(`${field === 'wssubprotocol' ? 'no subprotocol is asked for' : 'Sec-WebSocket-Accept is always checked'}`);
    const { url, basic } = hideInUrl(monitor.box, monitor.text('url'));
    if (basic) return 'its address holds a user and a password, which a WebSocket check does not send';
    const headers = parseJson(monitor.text('headers') || '{}');
    return {
      kind: 'websocket',
      url,
      headers: hideInHeaders(monitor.box, typeof headers === 'string' ? {} : textsOnly(headers.value)),
      ...limit(monitor),
    };
  },
  postgres: (monitor) => sqlOf(monitor, /^postgres(?:ql)?:/i),
  mysql: (monitor) => sqlOf(monitor, /^(?:mysql|mariadb):/i),
  sqlserver: (monitor) => {
    const { box, change } = monitor;
    const url = sqlServerUrl(monitor.text('databaseconnectionstring'), { box, change });
    return url === null ? 'its connection string is not like Server=host,1433;Database=…;User Id=…;Password=…' : askedOf(monitor, url);
  },
  smtp: (monitor) =>
    mailTarget(monitor.text('hostname'), monitor.number('port'), monitor.text('smtpsecurity'), { ...limit(monitor), days: 0 }),
  'real-browser': (monitor) => {
    const { url, basic } = hideInUrl(monitor.box, monitor.text('url'));
    if (basic) return 'its address holds a user and a password, which a browser does not send';
    monitor.change('its page is opened by a journey, which waits for proof that the shop is yours, and is made once a minute at most');
    return { kind: 'journey', url, file: OPENS };
  },
};

/** What that browser monitor does: the page opens with a status that is none of an error. */
const OPENS = `import { expect, test } from '@playwright/test';

test('the page opens', async ({ page }) => {
  await page.goto('');
  await expect(page.locator('body')).toBeVisible();
});
`;

/** Why a type is left. */
export const kumaLeft: Readonly<Record<string, string>> = {
  group: 'a group looks at nothing itself; its members are taken one by one. Where one cannot be up without another, write dependsOn',
  docker: 'containers are not looked at; watch what runs in it',
  mqtt: 'no kind of check speaks MQTT; tcp sees whether its port takes connections',
  'kafka-producer': 'no kind of check speaks Kafka; tcp sees whether its port takes connections',
  rabbitmq: 'no kind of check is for RabbitMQ; its management API can be asked by http',
  radius: 'no kind of check speaks RADIUS',
  redis: 'no kind of check speaks Redis; tcp sees whether its port takes connections',
  mongodb: 'no kind of check speaks MongoDB; tcp sees whether its port takes connections',
  oracledb: 'sql speaks to PostgreSQL, MySQL, MariaDB and SQL Server only; tcp sees whether its port takes connections',
  gamedig: 'no kind of check speaks to game servers',
  steam: 'no kind of check speaks to game servers',
  'tailscale-ping': 'no kind of check pings over Tailscale; icmp pings over the network of this machine',
  snmp: 'no kind of check speaks SNMP',
  manual: 'somebody sets its state by hand; there is nothing to look at',
  globalping: 'it looks from other places than this one',
  ntp: 'no kind of check speaks NTP',
};

function limit(monitor: Monitor): { readonly maxMs?: number } {
  const maxMs = timeoutOf(monitor);
  return maxMs === null ? {} : { maxMs };
}

function textsOnly(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, one]) => [name, textOf(one)]));
}

interface Expression {
  readonly variable: string;
  readonly operator: string;
  readonly value: string;
}

/** Conditions of newer versions, when all of them must be true; `null`: they are in groups or alternatives. */
function expressionsOf(monitor: Monitor): readonly Expression[] | null {
  const raw = monitor.raw('conditions');
  const parsed = typeof raw === 'string' && raw.trim() !== '' ? parseJson(raw) : { value: raw ?? [] };
  const all = typeof parsed === 'string' ? [] : listOf(parsed.value).map(fieldsOf);
  const isPlain = all.every((one, nth) => textOf(one.type) === 'expression' && (nth === 0 || textOf(one.andOr) === 'and'));
  if (!isPlain) return null;
  return all.map((one) => ({ variable: textOf(one.variable), operator: textOf(one.operator), value: textOf(one.value) }));
}

function dnsOf(monitor: Monitor): TargetDraft | string {
  const server = monitor.text('dnsresolveserver');
  if (server !== '') monitor.change(`it is asked over the resolver of this machine, not over ${server}`);
  const asked = expressionsOf(monitor);
  const [only, ...more] = asked ?? [];
  const isTaken = only !== undefined && more.length === 0 && only.variable === 'record' && /^(?:equals|contains)$/.test(only.operator);
  if ((asked === null || asked.length > 0) && !isTaken)
    monitor.change('its conditions on the record are left out: only that there is one is looked at');
  if (isTaken && only.operator === 'equals') monitor.change('a record must contain the value; there it had to be it');
  const type = monitor.text('dnsresolvetype') || 'A';
  return { kind: 'dns', domain: monitor.text('hostname'), type, ...(isTaken ? { contains: only.value } : {}) };
}

/** Only the health protocol is spoken here. */
function grpcOf(monitor: Monitor): TargetDraft | string {
  const service = monitor.text('grpcservicename').replace(/^grpc\.health\.v1\./, '');
  if (service !== 'Health' || !/^check$/i.test(monitor.text('grpcmethod')))
    return 'it calls a method of its own; a grpc check asks by the health protocol only';
  if (monitor.flag('invertkeyword') || !/^"?serving"?$/i.test(monitor.text('keyword').trim()))
    return 'it looks for another word than SERVING; a grpc check asks by the health protocol only';
  const { host, port } = hostAndPort(monitor.text('grpcurl').replace(/^[a-z]+:\/\//i, ''));
  const body = parseJson(monitor.text('grpcbody') || '{}');
  const about = typeof body === 'string' ? '' : textOf(fieldsOf(body.value).service);
  if (monitor.text('grpcmetadata').replace(/[{}\s]/g, '') !== '') monitor.change('no metadata is sent');
  return { kind: 'grpc', host, port, tls: monitor.flag('grpcenabletls'), service: about, ...limit(monitor) };
}

const READS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|values|table|show|explain|\()/i;
const NUMERIC: Readonly<Record<string, string>> = {
  equals: 'is',
  not_equals: 'is not',
  lt: 'below',
  lte: 'at most',
  gt: 'above',
  gte: 'at least',
};

function sqlOf(monitor: Monitor, scheme: RegExp): TargetDraft | string {
  const text = monitor.text('databaseconnectionstring').trim();
  const [, start = '', user = '', password, place = '', query = ''] =
    /^([a-z]+:\/\/)([^:@/]*)(?::([\s\S]*))?@([^@?]+)(\?.*)?$/i.exec(text) ?? [];
  if (!scheme.test(start)) return 'its connection string is not like postgres://user:password@host/database or mysql://…';
  const needsPassword = (password ?? '') !== '' || monitor.text('radiuspassword') !== '';
  const secret = needsPassword ? `:${monitor.box.add('password', 'the password of the database, as it is, without % codes')}` : '';
  return askedOf(monitor, `${start.toLowerCase()}${user}${secret}@${place}${tlsOf(query, monitor)}`);
}

function askedOf(monitor: Monitor, url: string): TargetDraft | string {
  const asked = monitor.text('databasequery').trim() || 'SELECT 1';
  if (!READS.test(asked)) return 'its statement does more than read: only SELECT, WITH, SHOW and the like are sent';
  return {
    kind: 'sql',
    url,
    query: hideInText(monitor.box, asked, true),
    conditions: tableLines(monitor),
    ...limit(monitor),
  };
}

function tlsOf(query: string, monitor: Monitor): string {
  const pairs = new URLSearchParams(query);
  const asked = pairs.get('sslmode');
  const others = [...pairs.keys()].filter((name) => name !== 'sslmode');
  if (others.length > 0) monitor.change(`of its connection string is left out: ${others.map((name) => name.slice(0, 40)).join(', ')}`);
  if (asked !== null && asked !== 'disable') return asked === 'require' || asked === 'no-verify' ? '?tls=on' : '?tls=verify';
  monitor.change('it connects without TLS, as there; take ?tls=off away where the server speaks it');
  return '?tls=off';
}

function tableLines(monitor: Monitor): string[] {
  const asked = expressionsOf(monitor);
  const lines = (asked ?? []).flatMap(({ variable, operator, value }) => {
    const words = Object.hasOwn(NUMERIC, operator) ? NUMERIC[operator] : undefined;
    return variable === 'result' && words !== undefined && numberOf(value) !== null ? [`value ${words} ${Number(value)}`] : [];
  });
  if (asked === null || lines.length < asked.length)
    monitor.change('conditions on other than one number are left out: only numbers leave a database');
  return lines.length > 0 ? lines : ['rows at least 0'];
}
