import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrgId } from '#kernel/ids.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { RequestRow, Telemetry } from './types.ts';

const orgA = 'org_0000000000000000000000000A' as OrgId;
const orgB = 'org_0000000000000000000000000B' as OrgId;
const folder = mkdtempSync(join(tmpdir(), 'shopbell-telemetry-'));
let telemetry: Telemetry;

function request(change: Partial<RequestRow> = {}): RequestRow {
  return {
    shop_id: 'shop_1',
    source_id: 'src_1',
    at: new Date('2026-05-01T10:00:00.123Z'),
    received_at: new Date('2026-05-01T10:00:01Z'),
    address: '203.0.113.5',
    session: '',
    account: '',
    agent: 'Mozilla/5.0',
    method: 'GET',
    host: '',
    path: '/',
    query: '',
    status: 200,
    bytes: 5,
    referrer: '',
    duration_ms: null,
    route: '',
    route_kind: 'page',
    object_kind: '',
    object_ref: '',
    object_position: null,
    categories: [],
    auth: '',
    tried: '',
    file_id: 'f1',
    file_offset: 0,
    ...change,
  };
}

beforeAll(async () => {
  telemetry = await openTelemetry({ path: join(folder, 'a'), retentionDays: null });
});
afterAll(async () => {
  await telemetry.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (org: OrgId, where = '1'): Promise<number> => {
  const [row] = await telemetry.query<{ n: number }>(org, `select count() as n from @requests where ${where}`);
  return row?.n ?? -1;
};

describe('the telemetry engine', () => {
  it('takes lists of any length, and looks a row up in them', async () => {
    const org = 'org_0000000000000000000000000L' as OrgId;
    const addressOf = (nth: number): string => `2001:db8:aaaa:bbbb:cccc:dddd:${nth >> 16}:${(nth & 0xffff).toString(16)}`;
    const rows = Array.from({ length: 60_000 }, (_, nth) => request({ address: addressOf(nth), file_offset: nth }));
    await telemetry.insert(org, 'requests', rows);
    const addresses = Array.from({ length: 40_000 }, (_, nth) => addressOf(nth * 2));
    const offsets = Array.from({ length: 40_000 }, (_, nth) => nth * 3);
    const [answer] = await telemetry.query(
      org,
      `select countIf(address in {addresses:Array(String)}) as inside, countIf(address not in {addresses:Array(String)}) as outside,
         countIf(file_offset in {offsets:Array(UInt64)}) as numbered from @requests`,
      { addresses, offsets },
    );
    expect(answer).toEqual({ inside: 30_000, outside: 30_000, numbered: 20_000 });
  });

  it('gives back what was stored, whatever it contains', async () => {
    const row = request({
      path: '/tab\there\nline\\back\0zero\'quote"',
      agent: 'żółć 日本 🛎',
      categories: ["it's", 'a\\b', 'name'],
      duration_ms: 1.5,
      object_position: -12,
      bytes: 9_000_000_000,
      file_id: 'odd',
    });
    await telemetry.insert(orgA, 'requests', [row]);
    const [back] = await telemetry.query<Record<string, unknown>>(orgA, "select * from @requests where file_id = 'odd'");
    expect(back).toMatchObject({ ...row, at: '2026-05-01T10:00:00.123Z', received_at: '2026-05-01T10:00:01.000Z', org_id: orgA });
    expect(Number.isSafeInteger(back?.actor)).toBe(true);
  });

  it('passes parameters of every kind, times to the millisecond', async () => {
    const at = new Date('2026-05-01T10:00:00.123Z');
    const [row] = await telemetry.query<{ n: number }>(
      orgA,
      'select count() as n from @requests where at = {at:DateTime64(3)} and path in {paths:Array(String)} and status > {low:UInt16}',
      { at, paths: ['/tab\there\nline\\back\0zero\'quote"', "x'y"], low: 100 },
    );
    expect(row?.n).toBe(1);
  });

  it('keeps organisations apart', async () => {
    await telemetry.insert(orgB, 'requests', [request({ file_id: 'b' })]);
    expect(await count(orgA, "file_id = 'b'")).toBe(0);
    expect(await count(orgB)).toBe(1);
    await telemetry.remove(orgA, 'requests', '1 or file_id = {f:String}', { f: 'b' });
    expect(await count(orgB)).toBe(1);
    expect(await count(orgA)).toBe(0);
  });

  it.each([2, 1200])('stores a batch of %i with a token once, per organisation, over days and after it was opened again', async (size) => {
    const name = `t${size}`;
    const rows = Array.from({ length: size }, (_, nth) =>
      request({ file_id: name, file_offset: nth, at: new Date(Date.UTC(2026, 4, 1 + (nth % 2), 10)) }),
    );
    await telemetry.insert(orgA, 'requests', rows, { token: `${name}-1` });
    await telemetry.insert(orgA, 'requests', rows, { token: `${name}-1` });
    await telemetry.insert(orgB, 'requests', rows, { token: `${name}-1` });
    await telemetry.insert(orgA, 'requests', rows, { token: `${name}-2` });
    expect(await count(orgA, `file_id = '${name}'`)).toBe(2 * size);
    expect(await count(orgB, `file_id = '${name}'`)).toBe(size);
    await telemetry.close();
    telemetry = await openTelemetry({ path: join(folder, 'a'), retentionDays: null });
    await telemetry.insert(orgA, 'requests', rows, { token: `${name}-1` });
    expect(await count(orgA, `file_id = '${name}'`)).toBe(2 * size);
  });

  it('refuses a column it does not know and says which', async () => {
    const row = { ...request(), password: 'x' };
    await expect(telemetry.insert(orgA, 'requests', [row])).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('password'),
    });
  });

  it('stores measurements and application events with defaults for what is left out', async () => {
    await telemetry.insert(orgA, 'measurements', [
      { shop_id: 's', check_id: 'c', at: new Date(), state: 'unknown', ms: null, phases: '', reason: 'x' },
    ]);
    await telemetry.insert(orgA, 'application_events', [
      { shop_id: 's', at: new Date(), received_at: new Date(), name: 'shop.login', attributes: '{}' },
    ]);
    expect(await telemetry.query(orgA, 'select state, ms from @measurements')).toEqual([{ state: 'unknown', ms: null }]);
    expect(await telemetry.query(orgA, 'select name, body from @application_events')).toEqual([{ name: 'shop.login', body: '' }]);
  });

  it('a long question holds up neither a short one nor what is stored', async () => {
    const order: string[] = [];
    const done = (what: string) => () => order.push(what);
    const long = telemetry.query(orgA, 'select sum(cityHash64(sipHash64(number))) as sum from numbers(100000000)');
    await Promise.all([
      long.then(done('long')),
      telemetry.query(orgA, 'select 1 as one').then(done('short')),
      telemetry.insert(orgA, 'requests', [request({ path: '/meanwhile' })]).then(done('stored')),
    ]);
    expect(order.at(-1)).toBe('long');
  });

  it('describes itself and finishes running work before it closes', async () => {
    expect(await telemetry.describe()).toMatch(/^ClickHouse \d+\.\d+/);
    const running = telemetry.insert(orgA, 'requests', [request({ file_id: 'last' })]);
    await telemetry.close();
    await running;
    await expect(telemetry.query(orgA, 'select 1')).rejects.toMatchObject({ code: 'TELEMETRY_DOWN' });
    telemetry = await openTelemetry({ path: join(folder, 'a'), retentionDays: null });
    expect(await count(orgA, "file_id = 'last'")).toBe(1);
  });

  it.each([10, 1500])('keeps every acknowledged row of batches of %i when its process is killed', async (size) => {
    const path = join(folder, `killed-${size}`);
    const child = spawn(process.execPath, [
      '--import',
      './src/cli/load-sources.ts',
      new URL('./testing/insert-until-killed.ts', import.meta.url).pathname,
      path,
      orgA,
      String(size),
    ]);
    let acknowledged = 0;
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => resolve());
      child.stdout.on('data', (chunk: Buffer) => {
        for (const line of chunk.toString().trim().split('\n')) acknowledged = Number(line);
        if (acknowledged >= 20) child.kill('SIGKILL');
      });
    });
    await telemetry.close();
    telemetry = await openTelemetry({ path, retentionDays: null });
    const [row] = await telemetry.query<{ distinct: number; all: number }>(
      orgA,
      'select uniqExact(file_offset) as distinct, count() as all from @requests',
    );
    expect(acknowledged).toBeGreaterThanOrEqual(20);
    expect(row?.distinct).toBeGreaterThanOrEqual(acknowledged * size);
    expect(row?.all).toBe(row?.distinct);
  });
});
