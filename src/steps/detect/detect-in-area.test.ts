import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestTelemetry, type TestTelemetry } from '#engines/telemetry/testing/open-test-telemetry.ts';
import type { RequestRow } from '#engines/telemetry/types.ts';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { HOUR, MINUTE, SECOND } from '#kernel/time.ts';
import { detectInArea } from './detect-in-area.ts';
import type { Finding } from './finding.ts';
import { nothingKnown } from './knowledge.ts';
import { readTouched } from './read-touched.ts';
import { readUsual } from './rules/read-usual.ts';
import { makeCustomers, makeRequest, readOrder } from './testing/make-request.ts';

const T = Date.UTC(2026, 4, 4, 10);
const TOOL = 'python-requests/2.32';
let telemetry: TestTelemetry;
let serial = 0;

beforeAll(async () => {
  telemetry = await openTestTelemetry();
});
afterAll(() => telemetry[Symbol.asyncDispose]());

async function detect(rows: readonly RequestRow[]): Promise<{ findings: Finding[]; org: OrgId }> {
  const org = makeId('org', serial++, new Uint8Array(16));
  await telemetry.insert(org, 'requests', rows);
  const times = rows.map((row) => row.at.getTime());
  const span = { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
  const usual = await readUsual(telemetry, org, 's', { from: span.from, to: new Date(span.to.getTime() + 1) });
  return { findings: await detectInArea({ telemetry, org, shop: 's', span, usual, knowledge: nothingKnown }), org };
}

async function touchedBy(org: OrgId, finding: Finding | undefined): Promise<string[]> {
  const refs: string[] = [];
  if (!finding?.reads) return refs;
  for await (const batch of readTouched(telemetry, org, [{ shop: 's', reads: finding.reads }]))
    refs.push(...batch.map((record) => record.ref));
  return refs.sort();
}

const orders = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);
const attack = (numbers: readonly number[], everyMs: number, change: Partial<RequestRow> = {}, from = T + 20 * MINUTE): RequestRow[] =>
  numbers.map((order, i) => readOrder('s', from + i * everyMs, order, { address: '203.0.113.66', agent: TOOL, ...change }));
const refs = (numbers: readonly number[]): string[] => numbers.map((order) => `ref-${order}`).sort();
const only = (findings: readonly Finding[], rule: Finding['rule']): Finding[] => findings.filter((finding) => finding.rule === rule);

describe('record enumeration', () => {
  it('is found among ordinary customers, with exactly the records that were read', async () => {
    const numbers = orders(5000, 150);
    const { findings, org } = await detect([...makeCustomers('s', T, 200, 20 * SECOND), ...attack(numbers, 700)]);
    const [found, ...more] = only(findings, 'enumeration');
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      level: 'critical',
      succeeded: 'yes',
      count: 150,
      touched: [{ kind: 'order', distinct: 150 }],
      actor: { address: '203.0.113.66' },
    });
    expect(found?.facts).toMatchObject({ how: 'fast', route: '/account/orders/{order}' });
    expect(await touchedBy(org, found)).toEqual(refs(numbers));
    expect(found?.evidence[0]).toMatchObject({ file: 'log', text: expect.stringContaining('/account/orders/{order} → 200') });
  });

  it('counts what was read slowly before it became conspicuous, and refused tries not at all', async () => {
    const early = attack(orders(100, 6), 4 * MINUTE, {}, T);
    const late = attack(orders(106, 40), SECOND, {}, T + 30 * MINUTE);
    const refused = attack(orders(300, 50), SECOND, { status: 403, categories: [] }, T + 31 * MINUTE);
    const { findings, org } = await detect([...early, ...late, ...refused]);
    expect(await touchedBy(org, only(findings, 'enumeration')[0])).toEqual(refs(orders(100, 46)));
  });

  it('is found when it is slow, over hours', async () => {
    const numbers = orders(200, 60);
    const { findings, org } = await detect([...makeCustomers('s', T, 100, 5 * MINUTE), ...attack(numbers, 8 * MINUTE, {}, T)]);
    const [found] = only(findings, 'enumeration');
    expect(found?.facts.how).toBe('slow');
    expect(await touchedBy(org, found)).toEqual(refs(numbers));
  });

  it('is one campaign when two addresses share one sequence', async () => {
    const numbers = orders(5000, 30);
    const odd = attack(
      numbers.filter((n) => n % 2 === 1),
      60 * SECOND,
      { address: '203.0.113.7', agent: 'a' },
    );
    const even = attack(
      numbers.filter((n) => n % 2 === 0),
      60 * SECOND,
      { address: '203.0.113.8', agent: 'b' },
    );
    const { findings, org } = await detect([...makeCustomers('s', T, 150, 20 * SECOND), ...odd, ...even]);
    const found = only(findings, 'enumeration');
    expect(found).toHaveLength(1);
    expect(found[0]?.actor.addresses).toBe(2);
    expect(await touchedBy(org, found[0])).toEqual(refs(numbers));
  });

  it('follows a session over addresses, and one who changes names with every request', async () => {
    const numbers = orders(400, 25);
    const roaming = numbers.flatMap((order, i) => attack([order], 0, { session: 'sess', address: `203.0.113.${i}` }, T + i * SECOND));
    expect(await detect(roaming).then(({ findings, org }) => touchedBy(org, findings[0]))).toEqual(refs(numbers));
    const masked = numbers.flatMap((order, i) =>
      attack([order], 0, { agent: `Mozilla/5.0 (${i})`, address: '203.0.113.9' }, T + i * SECOND),
    );
    const { findings, org } = await detect([...makeCustomers('s', T, 100, 20 * SECOND), ...masked]);
    expect(await touchedBy(org, only(findings, 'enumeration')[0])).toEqual(refs(numbers));
  });

  it('does not say yes when every answer was the same page', async () => {
    const { findings } = await detect(attack(orders(1, 40), SECOND, { bytes: 1234 }));
    expect(only(findings, 'enumeration')[0]).toMatchObject({ succeeded: 'unknown', level: 'medium' });
  });

  it.each<[string, () => RequestRow[]]>([
    ['customers who look at their own orders', () => makeCustomers('s', T, 400, 10 * SECOND)],
    ['a sale day, ten times as many', () => makeCustomers('s', T, 3000, SECOND)],
    [
      'a carrier that puts many people behind one address',
      () =>
        makeCustomers('s', T, 300, 3 * SECOND).map((row, i) => ({
          ...row,
          address: '203.0.113.200',
          session: `s${row.agent}${row.address}`,
          file_offset: i,
        })),
    ],
    [
      'a carrier whose people have no sessions in the log but different devices',
      () =>
        makeCustomers('s', T, 300, 3 * SECOND).map((row) => ({ ...row, agent: `${row.agent} ${row.address}`, address: '203.0.113.200' })),
    ],
    [
      'somebody who reads every product',
      () => orders(1, 500).map((n) => makeRequest('s', T + n * SECOND, { agent: TOOL, path: `/products/${n}`, route: '/products/{*}' })),
    ],
    [
      'a crawler from its own addresses',
      () => attack(orders(1, 60), SECOND, { address: '66.249.66.1', agent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }),
    ],
    [
      'a customer with many own orders',
      () => [...makeCustomers('s', T, 100, SECOND), ...attack([3, 90, 210, 300, 450, 600, 777, 801, 950, 1001, 1200, 1300], 5 * SECOND)],
    ],
    ['staff who work through orders', () => attack(orders(1, 45), 10 * SECOND, { route: '/admin/orders/{order}', route_kind: 'admin' })],
    ['refused tries', () => attack(orders(1, 500), SECOND, { status: 403, categories: [] })],
  ])('does not ring for %s', async (_, rows) => {
    expect(only((await detect(rows())).findings, 'enumeration')).toEqual([]);
  });

  it('rings for one who only calls himself a crawler', async () => {
    const { findings } = await detect(attack(orders(1, 60), SECOND, { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' }));
    expect(only(findings, 'enumeration')).toHaveLength(1);
  });

  it('names exactly the records of any attack of any size, pace and start', async () => {
    const shape = fc.record({
      first: fc.integer({ min: 20_000, max: 80_000 }),
      count: fc.integer({ min: 24, max: 120 }),
      everyMs: fc.integer({ min: 20, max: 20 * SECOND }),
      step: fc.integer({ min: 1, max: 3 }),
      shuffle: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ first, count, everyMs, step, shuffle }) => {
        const numbers = orders(0, count).map((i) => first + (shuffle ? (i * 7919) % count : i) * step);
        const { findings, org } = await detect([...makeCustomers('s', T, 120, 20 * SECOND), ...attack(numbers, everyMs)]);
        expect(only(findings, 'enumeration')).toHaveLength(1);
        expect(await touchedBy(org, only(findings, 'enumeration')[0])).toEqual(refs([...new Set(numbers)]));
      }),
      { numRuns: 12 },
    );
  });
});

describe('dump taken', () => {
  const get = (path: string, bytes: number, change: Partial<RequestRow> = {}): RequestRow =>
    makeRequest('s', T, { path, bytes, route_kind: 'other', ...change });

  it('rings once for a dump that was answered', async () => {
    const { findings } = await detect([
      ...makeCustomers('s', T, 50, SECOND),
      get('/backup/shop.sql.gz', 4_800_000, { address: '203.0.113.70' }),
    ]);
    expect(only(findings, 'dump-taken')).toMatchObject([
      {
        level: 'critical',
        subject: 'database-dump',
        succeeded: 'yes',
        count: 1,
        categories: expect.arrayContaining(['name', 'password-hash']),
        actor: { address: '203.0.113.70' },
      },
    ]);
  });

  it.each(['/.env', '/%2eenv', '/.git/config', '/wp-config.php.bak', '/id_rsa', '/old/customers.csv', '/var/log/system.log'])(
    'knows %s',
    async (path) => {
      expect(only((await detect([get(path, 900)])).findings, 'dump-taken')).toHaveLength(1);
    },
  );

  it.each<[string, () => RequestRow[]]>([
    ['a try that was refused', () => [get('/dump.sql', 500, { status: 404 })]],
    ['a look at the size only', () => [get('/dump.sql', 5000, { method: 'HEAD' })]],
    ['an empty answer', () => [get('/dump.sql', 0)]],
    ['a page for everything', () => [get('/dump.sql', 5120), get('/.env', 5120), get('/no/such/page', 5120), get('/else', 5120)]],
    [
      'ordinary files',
      () => [get('/assets/app.js', 9000), get('/sitemap.xml.gz', 9000), get('/blog/backup-your-photos', 9000), get('/environment', 9000)],
    ],
  ])('does not ring for %s', async (_, rows) => {
    expect(only((await detect(rows())).findings, 'dump-taken')).toEqual([]);
  });
});

describe('credential stuffing', () => {
  const signIn = (at: number, change: Partial<RequestRow>): RequestRow =>
    makeRequest('s', at, {
      method: 'POST',
      path: '/account/sign-in',
      route: '/account/sign-in',
      route_kind: 'sign-in',
      status: 401,
      auth: 'sign-in-failed',
      ...change,
    });
  const tries = (count: number, everyMs: number, change: Partial<RequestRow> = {}): RequestRow[] =>
    orders(0, count).map((i) => signIn(T + i * everyMs, { address: '203.0.113.50', agent: TOOL, tried: `acc-${i}`, ...change }));

  it('names what was read with the accounts that were taken over', async () => {
    const who = { address: '203.0.113.50', agent: TOOL };
    const won = [signIn(T + 61 * SECOND, { ...who, auth: 'sign-in-ok', status: 303, session: 'won', tried: 'acc-7' })];
    const loot = orders(1, 4).map((n) => readOrder('s', T + 70 * SECOND + n * SECOND, n, { ...who, session: 'won' }));
    const elsewhere = [readOrder('s', T + 30 * MINUTE, 5, { address: '203.0.113.99', agent: 'other', session: 'won' })];
    const { findings, org } = await detect([...makeCustomers('s', T, 200, SECOND), ...tries(60, SECOND), ...won, ...loot, ...elsewhere]);
    const [found, ...more] = only(findings, 'stuffing');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ level: 'critical', succeeded: 'yes', facts: { how: 'stuffing', takenOver: 1, reads: 5 } });
    expect(await touchedBy(org, found)).toEqual(refs(orders(1, 5)));
  });

  it('is found when every address tries only twice', async () => {
    const spread = orders(0, 60).flatMap((i) => tries(2, SECOND, { address: `203.0.113.${i}` }));
    const { findings } = await detect([...makeCustomers('s', T, 300, SECOND), ...spread]);
    expect(only(findings, 'stuffing')).toMatchObject([
      { subject: 'population', succeeded: 'no', level: 'medium', facts: { addresses: 60, failed: 120 } },
    ]);
  });

  it.each<[string, () => RequestRow[]]>([
    ['a customer who forgot a password', () => tries(6, 5 * SECOND)],
    [
      'an office where everybody signs in',
      () =>
        orders(0, 80).map((i) => signIn(T + i * SECOND, { address: '203.0.113.4', ...(i % 4 ? { auth: 'sign-in-ok', status: 303 } : {}) })),
    ],
    ['a sale day with many mistakes', () => makeCustomers('s', T, 2000, 200)],
  ])('does not ring for %s', async (_, rows) => {
    expect(only((await detect(rows())).findings, 'stuffing')).toEqual([]);
  });
});

describe('known attacks', () => {
  it('are joined by family and address, and rated by the answer', async () => {
    const rows = [
      ...orders(0, 5).map((i) =>
        makeRequest('s', T + i, { path: '/search', query: `q=1'+union+select+${i}`, status: 403, address: '203.0.113.20' }),
      ),
      makeRequest('s', T, { path: '/uploads/c99.php', status: 200, address: '203.0.113.21' }),
      makeRequest('s', T, { path: '/product', query: 'f=..%2f..%2fetc%2fpasswd', status: 200, address: '203.0.113.22' }),
    ];
    const { findings } = await detect([...makeCustomers('s', T, 100, SECOND), ...rows]);
    expect(only(findings, 'known-attack').map((one) => [one.subject, one.actor.address, one.succeeded, one.level, one.count])).toEqual(
      expect.arrayContaining([
        ['sql-injection', '203.0.113.20', 'no', 'low', 5],
        ['backdoors', '203.0.113.21', 'yes', 'critical', 1],
        ['traversal', '203.0.113.22', 'unknown', 'low', 1],
      ]),
    );
    expect(findings).toHaveLength(3);
  });

  it('probing is a low signal', async () => {
    const { findings } = await detect(
      orders(0, 30).map((i) => makeRequest('s', T + i * SECOND, { path: `/x${i}`, status: 404, route_kind: 'other' })),
    );
    expect(findings).toMatchObject([{ rule: 'probing', level: 'low', count: 30 }]);
  });

  it('an hour of nothing but customers rings nothing at all', async () => {
    expect((await detect(makeCustomers('s', T, 360, HOUR / 360))).findings).toEqual([]);
  });
});
