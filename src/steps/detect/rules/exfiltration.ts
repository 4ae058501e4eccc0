import { DAY, HOUR } from '#kernel/time.ts';
import { type HostExcess, type HostHour, judgeHosts, judgeOutbound, type Outbound, type OutboundDay } from '../checks/judge-outbound.ts';
import { type Area, type EvidenceLine, type Finding, select, slowArea } from '../finding.ts';

const MEMORY = 28 * DAY;

/**
 * Data that leaves through the application: its own calls to places that it never called, far more than usual to known ones, and machines
 * that send far more than they ever did. By the spans and the host metrics that OpenTelemetry sends; looked for once a minute.
 */
export async function findExfiltration(near: Area): Promise<Finding[]> {
  const area = slowArea(near);
  if (area === null) return [];
  return [...(await findByCalls(area)), ...(await findByHosts(area))];
}

async function findByCalls(area: Area): Promise<Finding[]> {
  const today = Math.floor(area.span.to.getTime() / DAY);
  const first = Math.floor(area.span.from.getTime() / DAY);
  const rows = await area.telemetry.query<OutboundDay>(
    area.org,
    `select service, peer, toUInt32(day) as day, sum(calls) as calls, sum(sent) as sent from @outbound
     where shop_id = {shop:String} and day > toDate({from:DateTime64(3)}) and day <= toDate({to:DateTime64(3)}) group by service, peer, day limit 100000`,
    { shop: area.shop, from: new Date(area.span.from.getTime() - MEMORY), to: area.span.to },
  );
  const findings: Finding[] = [];
  for (let day = Math.max(first, today - 28); day <= today; day++) {
    const upTo = rows.filter((row) => row.day <= day);
    for (const one of judgeOutbound(upTo, day)) findings.push(await describe(area, one, day));
  }
  return findings;
}

async function describe(area: Area, one: Outbound, day: number): Promise<Finding> {
  const span = { from: new Date(day * DAY), to: new Date((day + 1) * DAY - 1) };
  const lines = await area.telemetry.query<{ at: string; name: string; bytes: number; first: string; last: string }>(
    area.org,
    `select at, name, bytes_sent as bytes, min(at) over () as first, max(at) over () as last from @spans
     where shop_id = {shop:String} and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)} and service = {service:String} and peer = {peer:String}
       and kind in ('client', 'producer') order by bytes desc, at limit 5`,
    { shop: area.shop, ...span, service: one.service, peer: one.peer },
  );
  const firstSeen = lines[0]?.first ?? span.from.toISOString();
  const lastSeen = lines[0]?.last ?? firstSeen;
  const isTold = one.sent > 0;
  return {
    ...shared(firstSeen, lastSeen),
    subject: `${one.service} → ${one.peer}`,
    level: one.level,
    // It went out; whether it was people's data the spans do not tell.
    succeeded: isTold ? 'yes' : 'unknown',
    count: one.calls,
    evidence: lines.map(
      ({ at, name, bytes }): EvidenceLine => ({ at, file: '', offset: 0, text: `${name} → ${one.peer}, ${bytes} bytes` }),
    ),
    facts: {
      how: one.how,
      what: one.peer,
      service: one.service,
      calls: one.calls,
      megabytes: isTold ? rounded(one.sent) : 'unknown',
      usual: rounded(one.usualMost),
      days: one.knownDays,
    },
  };
}

async function findByHosts(area: Area): Promise<Finding[]> {
  const direction =
    "if(JSONHas(attributes, 'network.io.direction'), JSONExtractString(attributes, 'network.io.direction'), JSONExtractString(attributes, 'direction'))";
  const device =
    "if(JSONHas(attributes, 'network.interface.name'), JSONExtractString(attributes, 'network.interface.name'), JSONExtractString(attributes, 'device'))";
  const rows = await area.telemetry.query<HostHour>(
    area.org,
    `select host, intDiv(toUnixTimestamp(hour), 3600) as hour, sum(more) as sent from (
       select host, toStartOfHour(at) as hour, if(kind = 'counter-delta', value, greatest(0, value - lagInFrame(value, 1, value) over (
         partition by host, ${device} order by at rows between 1 preceding and current row))) as more
       from @metric_points where shop_id = {shop:String} and name = 'system.network.io' and at >= {from:DateTime64(3)} and at <= {to:DateTime64(3)}
         and ${direction} = 'transmit' and ${device} != 'lo')
     group by host, hour order by hour limit 100000`,
    { shop: area.shop, from: new Date(area.span.from.getTime() - MEMORY), to: area.span.to },
  );
  const hours = judgeHosts(rows, Math.floor(area.span.from.getTime() / HOUR));
  return [...Map.groupBy(hours, (one) => `${one.host} ${Math.floor(one.hour / 24)}`).values()].flatMap((day) => describeHost(day) ?? []);
}

/** A machine's conspicuous hours of one day. */
function describeHost(hours: readonly HostExcess[]): Finding | null {
  const [most] = hours.toSorted((a, b) => b.sent - a.sent);
  const [first] = hours;
  const last = hours.at(-1);
  if (most === undefined || first === undefined || last === undefined) return null;
  const at = (hour: number): string => new Date(hour * HOUR).toISOString();
  return {
    ...shared(at(first.hour), at(last.hour)),
    subject: `host ${most.host}`,
    level: 'medium',
    succeeded: 'unknown',
    count: hours.length,
    evidence: hours.slice(0, 8).map(({ hour, host, sent }) => ({
      at: at(hour),
      file: '',
      offset: 0,
      text: `system.network.io transmit ${host}: ${sent} bytes in an hour`,
    })),
    facts: {
      how: 'host',
      what: most.host === '' ? '–' : most.host,
      service: '',
      calls: 0,
      megabytes: rounded(most.sent),
      usual: rounded(most.usualMost),
      days: most.knownDays,
    },
  };
}

function shared(firstSeen: string, lastSeen: string) {
  return {
    rule: 'exfiltration',
    attack: 'T1567',
    actor: {},
    selection: select('requests', { from: firstSeen, to: lastSeen }, {}),
    reads: null,
    firstSeen,
    lastSeen,
    touched: [],
    categories: [],
  } as const;
}

function rounded(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}
