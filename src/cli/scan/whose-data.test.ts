import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { toDocument, toText } from './report.ts';
import { runScan, type ScanResult } from './run-scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-whose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const T = Date.UTC(2026, 9, 12, 8);
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const stamp = (at: number): string => {
  const [, day, month, year, time] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
};
const line = (at: number, address: string, request: string, bytes: number, agent: string): [number, string] => [
  at,
  `${address} - - [${stamp(at)}] "${request} HTTP/1.1" 200 ${bytes} "-" "${agent}"`,
];
/** An ordinary page every ten seconds for two hours. */
const visitors = Array.from({ length: 720 }, (_, nth) =>
  line(T + nth * 10_000, `198.51.100.${nth % 200}`, `GET /product/shirt-${nth % 40}/`, 20_000 + nth, BROWSER),
);

function scan(name: string, lines: readonly [number, string][]): Promise<ScanResult> {
  const path = join(folder, name);
  const sorted = [...visitors, ...lines].sort((a, b) => a[0] - b[0]);
  writeFileSync(path, `${sorted.map(([, text]) => text).join('\n')}\n`);
  return runScan({ files: [path], dataMap: 'woocommerce', since: null, until: null, rules: null, progress: () => undefined });
}

it('a record that two actors read is one, read as often as both did together', async () => {
  const walk = (address: string, from: number, since: number) =>
    Array.from({ length: 120 }, (_, nth) =>
      line(since + nth * 1000, address, `GET /wp-json/wc/v3/orders/${from + nth}`, 2_400 + ((from + nth) % 900), 'python-httpx/0.27.2'),
    );
  const result = await scan('two.log', [...walk('203.0.113.11', 24_000, T + 60_000), ...walk('203.0.113.19', 24_080, T + 600_000)]);
  expect(result.records).toHaveLength(200);
  expect(result.records.filter((one) => one.times === 2).map((one) => Number(one.id))).toEqual(
    Array.from({ length: 40 }, (_, nth) => 24_080 + nth),
  );
  expect(result.records.find((one) => one.id === '24090')).toMatchObject({
    first: new Date(T + 60_000 + 90_000).toISOString(),
    last: new Date(T + 600_000 + 10_000).toISOString(),
    sure: 'certain',
    categories: expect.arrayContaining(['email', 'postal-address']),
  });
  expect(toDocument(result)).toMatchObject({ affected: { times: 240, first: new Date(T + 60_000), last: new Date(T + 719_000) } });
});

it('of a back door that answered nobody can say how many people it showed; a try that every site sees leaves the bounds alone', async () => {
  const shell = Array.from({ length: 8 }, (_, nth) =>
    line(T + nth * 20_000, '203.0.113.2', 'POST /wp-content/uploads/2026/09/wso.php', 3_000 + nth * 7_919, 'Mozilla/5.0'),
  );
  const worked = await scan('shell.log', shell);
  expect(toDocument(worked)).toMatchObject({
    affected: { people: { atLeast: 0, atMost: null }, reasons: [{ code: 'untold', values: { way: 'attack', count: 1 } }] },
  });
  expect(toText(worked)).toContain('People: at least 0, at most unknown.\n  One attack was answered: what an answer showed');
  const injection = 'GET /product/?id=1%27%20UNION%20SELECT%20user_email,user_pass%20FROM%20wp_users--%20-';
  const tried = await scan('tried.log', [line(T + 5_000, '203.0.113.2', injection, 20_500, 'sqlmap/1.8')]);
  expect(tried.signals).toMatchObject([{ rule: 'known-attack', level: 'low', succeeded: 'unknown' }]);
  expect(toDocument(tried)).toMatchObject({
    affected: { people: { atLeast: 0, atMost: 0 }, reasons: [{ code: 'tries-unclear', values: { count: 1 } }] },
  });
});

it('tables that the data map does not describe and that were taken whole are told, and leave no upper bound', async () => {
  const path = join(folder, 'server_audit.log');
  const record = (query: number, sql: string): string => `20261012 10:0${query}:00,db1,app,203.0.113.9,8,${query},QUERY,shop,'${sql}',0`;
  const described = ["SELECT option_value FROM wp_options WHERE option_name=\\'siteurl\\'", 'SELECT * FROM information_schema.tables'];
  const of = async (...statements: readonly string[]) => {
    writeFileSync(path, `${statements.map((sql, nth) => record(nth, sql)).join('\n')}\n`);
    return await runScan({ files: [path], dataMap: 'woocommerce', since: null, until: null, rules: null, progress: () => undefined });
  };
  expect(toDocument(await of(...described))).toMatchObject({ affected: { people: { atLeast: 0, atMost: 0 }, reasons: [] } });
  const taken = await of(...described, 'SELECT * FROM crm_kontakte', 'SELECT /*!40001 SQL_NO_CACHE */ * FROM `newsletter_abonnenten`');
  expect(toDocument(taken)).toMatchObject({
    affected: {
      people: { atLeast: 0, atMost: null },
      reasons: ['crm_kontakte', 'newsletter_abonnenten'].map((table) => ({ code: 'table-undescribed', values: { table, times: 1 } })),
    },
  });
  expect(toText(taken)).not.toContain('Nothing conspicuous');
  expect(toText(taken)).toContain('  The table crm_kontakte was read once; the data map does not describe it');
});
