import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import { loadDataMap, localKeys, makeRequestReader } from '#intake/index.ts';
import { makeId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { assessAffected } from './affected/assess-affected.ts';
import { detectInArea } from './detect-in-area.ts';
import { titleOf } from './explain.ts';
import { nothingUsual } from './finding.ts';
import { nothingKnown } from './knowledge.ts';

const T = Date.UTC(2026, 4, 24, 3);
const map = await loadDataMap('magento');
let telemetry: TestTelemetry;
beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

const stamp = (at: number) => `${new Date(at).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
const line = (at: number, who: string, sql: string, rows = 1) =>
  `${stamp(at)} [8] user=${who},db=shop,app=php,client=10.0.0.${who.length} LOG:  AUDIT: SESSION,1,1,READ,SELECT,,,"${sql}",<none>,${rows}`;

/** Twenty ordinary days: pages of the shop, and a backup at night. */
function ordinary(): string[] {
  return Array.from({ length: 20 }, (_, nth) => T - (nth + 1) * DAY).flatMap((day) => [
    ...Array.from({ length: 30 }, (_, page) => line(day + page * MINUTE, 'shop', `select * from sales_order where id = ${page}`)),
    line(day + HOUR, 'backup', 'copy customer_entity to stdout', 90_000),
  ]);
}

async function look(shop: string, lines: readonly string[]) {
  const org = makeId('org', T, new Uint8Array(16).fill(8));
  const keys = localKeys(new Uint8Array(32));
  const reader = makeRequestReader({ shop, source: 'db', map, keys, now: () => new Date(T + 2 * HOUR) });
  reader.push(Buffer.from(`${lines.join('\n')}\n`));
  reader.end();
  const { events, rejected } = reader.take();
  expect(rejected).toEqual([]);
  await telemetry.insert(org, 'application_events', events);
  const span = { from: new Date(T), to: new Date(T + 2 * HOUR) };
  const found = await detectInArea({ telemetry, org, shop, span, usual: nothingUsual, knowledge: nothingKnown });
  return { found, affected: await assessAffected({ telemetry, org, shop, until: span.to }, found) };
}

it('tables of people that are taken past the shop ring, with how many rows, by whom and by which statement', async () => {
  const taken = line(T + 5 * MINUTE, 'shop', "select * from customer_entity where email like '%' or 'anna@example.com' = ''", 48_000);
  const { found, affected } = await look('robbed', [
    ...ordinary(),
    line(T + HOUR, 'backup', 'copy customer_entity to stdout', 90_500),
    taken,
  ]);
  expect(found).toMatchObject([
    {
      ...{ rule: 'database-read', subject: 'customer', level: 'high', succeeded: 'yes', actor: { address: '10.0.0.4' } },
      categories: ['name', 'email', 'phone', 'postal-address'],
      facts: { how: 'many', user: 'shop', records: 48_000, usual: 0, days: 20, place: 'known' },
    },
  ]);
  expect(found[0]?.evidence[0]?.text).toContain(
    'by shop @ 10.0.0.4: select * from customer_entity where email like ? or ? = ? → 48000 rows',
  );
  expect(JSON.stringify(found)).not.toContain('anna');
  expect(found[0] && titleOf(found[0])).toBe('Far more people’s records than ever were read in the database: customer');
  expect(affected.people).toEqual({ atLeast: 1, atMost: 48_000 });
  expect(affected.reasons.map((reason) => reason.code)).toContain('table-rows');
});

it('a dump by somebody new is the worst, and its size is not made up when the log does not tell it', async () => {
  const dump = `${stamp(T + 60_000)} [9] user=anna,db=shop,app=pg_dump,client=203.0.113.9 LOG:  AUDIT: SESSION,1,1,MISC,COPY,,,"COPY public.sales_order TO stdout;",<none>`;
  const { found, affected } = await look('dumped', [...ordinary(), dump]);
  expect(found).toMatchObject([
    { rule: 'database-read', level: 'critical', subject: 'order', facts: { how: 'dumped', records: 'unknown', place: 'new' } },
  ]);
  expect(affected.people.atMost).toBeNull();
});

it('one statement whose rows nobody tells leaves no upper bound, whatever others gave out', async () => {
  const copy = `${stamp(T + 60_000)} [9] user=anna,db=shop,app=psql,client=203.0.113.9 LOG:  AUDIT: SESSION,1,1,READ,COPY,,,copy sales_order to stdout,<none>,0`;
  const { affected } = await look('half-told', [
    ...ordinary(),
    copy,
    copy.replace('READ,COPY,,,copy sales_order to stdout,<none>,0', 'READ,SELECT,,,select * from sales_order,<none>,900'),
  ]);
  expect(affected.people.atMost).toBeNull();
});

it('ordinary days and the backup do not', async () => {
  const { found } = await look('calm', [...ordinary(), line(T + HOUR, 'backup', 'copy customer_entity to stdout', 91_000)]);
  expect(found).toEqual([]);
});
