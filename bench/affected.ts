import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import type { Telemetry } from '#engines/telemetry/types.ts';
import { makeId } from '#kernel/ids.ts';
import { select } from '../src/steps/detect/finding.ts';
import { assessAffected, type Finding, readTouched } from '../src/steps/detect/index.ts';
import type { BenchRow } from './bench-row.ts';

const ORG = makeId('org', 0, new Uint8Array(16).fill(3));
const MILLION = 1_000_000;
const FROM = Date.parse('2026-05-01T00:00:00Z');
const DAYS = 30;
/** The attacker's account: its reads are spread over six hours of the twentieth day. */
const ACCOUNT = 'v1.attacker';
const ATTACK = { from: FROM + 19 * 86_400_000, hours: 6, records: 20_000 } as const;

/** Requests of a month, every tenth of them a look at an order by one of a million customers; made by the engine itself. */
function ordinary(from: number, count: number, all: number): string {
  const step = (DAYS * 86_400_000) / all;
  return `select '${ORG}', 's', 'src', fromUnixTimestamp64Milli(toInt64(${FROM} + number * ${step}), 'UTC'), now64(3),
    concat('198.51.', toString(cityHash64(number, 1) % 250), '.', toString(cityHash64(number, 2) % 250)),
    if(number % 10 = 0, concat('v1.c', toString(cityHash64(number, 3) % 1000000)), ''), concat('agent ', toString(number % 40)), 'GET',
    if(number % 10 = 0, '/account/orders/{order}', concat('/products/', toString(number % 4000))), 200, 3000 + cityHash64(number, 4) % 3000,
    if(number % 10 = 0, '/account/orders/{order}', ''), 'page', if(number % 10 = 0, 'order', ''),
    if(number % 10 = 0, concat('v1.o', toString(cityHash64(number, 5) % 3000000)), ''),
    if(number % 10 = 0, ['name', 'email', 'postal-address', 'order-contents'], []::Array(String))
  from numbers(${from}, ${count})`;
}

function attack(): string {
  const step = (ATTACK.hours * 3_600_000) / ATTACK.records;
  return `select '${ORG}', 's', 'src', fromUnixTimestamp64Milli(toInt64(${ATTACK.from} + number * ${step}), 'UTC'), now64(3), '203.0.113.66', '${ACCOUNT}',
    'tool', 'GET', '/account/orders/{order}', 200, 3000 + number % 700, '/account/orders/{order}', 'page', 'order', concat('v1.o', toString(number)),
    ['name', 'email', 'postal-address', 'order-contents'] from numbers(${ATTACK.records})`;
}

const COLUMNS =
  'org_id, shop_id, source_id, at, received_at, address, account, agent, method, path, status, bytes, route, route_kind, object_kind, object_ref, categories';

/** Whose data a leak touched, among ten and a hundred million stored requests. */
export async function benchAffected(): Promise<readonly BenchRow[]> {
  const small = await measure(10 * MILLION);
  const large = await measure(100 * MILLION);
  return [
    {
      what: 'the affected of a leak of 20,000 records among 100,000,000 requests, with bounds and reasons',
      value: large.assess,
      unit: 's',
      against: { what: 'aim at most', value: 2 },
    },
    { what: 'the same, CPU', value: large.cpu, unit: 'CPU-s', against: { what: 'among 10,000,000 requests', value: small.cpu } },
    { what: 'the same, by the clock', value: large.assess, unit: 's', against: { what: 'among 10,000,000 requests', value: small.assess } },
    {
      what: 'each of the 20,000 records with what it shows, when and how often',
      value: large.list,
      unit: 's',
      against: { what: 'among 10,000,000 requests', value: small.list },
    },
    {
      what: 'was one order read, by whom and when',
      value: large.lookUp,
      unit: 's',
      against: { what: 'among 10,000,000 requests', value: small.lookUp },
    },
  ];
}

interface Times {
  readonly assess: number;
  readonly cpu: number;
  readonly list: number;
  readonly lookUp: number;
}

async function measure(rows: number): Promise<Times> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-affected-'));
  try {
    const place = join(folder, 'telemetry');
    await (await openTelemetry({ path: place, retentionDays: null })).close();
    const session = new Session(place);
    for (let from = 0; from < rows; from += 5 * MILLION) {
      session.query(`insert into requests (${COLUMNS}) ${ordinary(from, Math.min(5 * MILLION, rows - from), rows)}`);
      process.stderr.write(`  ${(from + 5 * MILLION) / MILLION} million rows\n`);
    }
    session.query(`insert into requests (${COLUMNS}) ${attack()}`);
    session.close();
    const telemetry = await openTelemetry({ path: place, retentionDays: null });
    try {
      return await timesOf(telemetry);
    } finally {
      await telemetry.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timesOf(telemetry: Telemetry): Promise<Times> {
  const [row] = await telemetry.query<{ actor: number }>(ORG, 'select any(actor) as actor from @reads where account = {account:String}', {
    account: ACCOUNT,
  });
  const span = { from: new Date(ATTACK.from).toISOString(), to: new Date(ATTACK.from + ATTACK.hours * 3_600_000).toISOString() };
  const reads = select('personal-reads', span, { actors: [row?.actor ?? 0] });
  const told = { rule: 'enumeration', succeeded: 'yes', selection: reads, reads, categories: [], facts: {} } satisfies Parameters<
    typeof assessAffected
  >[1][number];
  const findings: readonly Pick<Finding, 'rule' | 'succeeded' | 'selection' | 'reads' | 'categories' | 'facts'>[] = [told];
  const until = new Date(FROM + DAYS * 86_400_000);
  const begun = process.cpuUsage();
  const assess = await seconds(async () => {
    const affected = await assessAffected({ telemetry, org: ORG, shop: 's', until }, findings);
    if (affected.records !== ATTACK.records) throw new Error(`${affected.records} records instead of ${ATTACK.records}`);
  });
  const { user, system } = process.cpuUsage(begun);
  const list = await seconds(async () => {
    let count = 0;
    for await (const batch of readTouched(telemetry, ORG, [{ shop: 's', reads }])) count += batch.length;
    if (count !== ATTACK.records) throw new Error(`${count} records instead of ${ATTACK.records}`);
  });
  const lookUp = await seconds(async () => {
    await telemetry.query(
      ORG,
      "select actor, min(at) as first, max(at) as last, count() as times from @reads where object_kind = 'order' and object_ref = {ref:String} group by actor",
      {
        ref: 'v1.o17',
      },
    );
  });
  return { assess, cpu: (user + system) / 1e6, list, lookUp };
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
