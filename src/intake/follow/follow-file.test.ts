import { appendFileSync, copyFileSync, renameSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { sourceHealth } from '../health/source-health.ts';
import { houseKeys } from '../seal-keys.ts';
import { followFile } from './follow-file.ts';

let house: TestHouse;
const map = await loadDataMap('practice');

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

let count = 0;
let nth = 0;
function line(): string {
  const stamp = new Date(Date.now() + nth++ * 7).toUTCString().split(' ');
  return `192.0.2.${nth % 250} - - [${stamp[1]}/${stamp[2]}/${stamp[3]}:${stamp[4]} +0000] "GET /line/${nth} HTTP/1.1" 200 ${nth} "-" "Agent with a rather long name, as agents have them today"\n`;
}
const lines = (many: number): string => Array.from({ length: many }, line).join('');

interface Log {
  readonly org: OrgId;
  readonly path: string;
  start(checkDisk?: () => Promise<void>): void;
  stop(): Promise<void>;
  /** Waits until so many lines are stored, then gives how often each was. */
  stored(many: number): Promise<{ lines: number; distinct: number }>;
}

async function aLog(): Promise<Log> {
  const org = house.newOrg();
  const path = join(house.folder, `access-${++count}.log`);
  let ended: Promise<void> = Promise.resolve();
  let stopping = new AbortController();
  const read = async () => {
    const [row] = await house.telemetry.query<{ lines: number; distinct: number }>(
      org,
      'select count() as lines, uniqExact(path) as distinct from @requests',
    );
    return row ?? { lines: 0, distinct: 0 };
  };
  return {
    org,
    path,
    start(checkDisk = async () => undefined) {
      stopping = new AbortController();
      const { signal } = stopping;
      ended = followFile({
        house,
        org,
        source: 'src_1',
        shop: 'shop_1',
        path,
        map,
        keys: houseKeys(house.secrets, org),
        signal,
        checkDisk,
        maxAgeMs: 90 * 86_400_000,
      });
    },
    async stop() {
      stopping.abort();
      await ended;
    },
    async stored(many) {
      for (let tries = 0; tries < 120 && (await read()).lines < many; tries++) await house.clock.sleep(50);
      await house.clock.sleep(300);
      return read();
    },
  };
}

const exactly = (many: number) => ({ lines: many, distinct: many });

describe('following a file', () => {
  test('it grows, in halves of lines too, and across a restart', async () => {
    const log = await aLog();
    writeFileSync(log.path, lines(300));
    log.start();
    expect(await log.stored(300)).toEqual(exactly(300));
    const next = line();
    appendFileSync(log.path, next.slice(0, 30));
    await house.clock.sleep(300);
    appendFileSync(log.path, next.slice(30));
    expect(await log.stored(301)).toEqual(exactly(301));
    await log.stop();
    appendFileSync(log.path, lines(50));
    log.start();
    expect(await log.stored(351)).toEqual(exactly(351));
    await log.stop();
  });

  test('an audit log of a database whose statement goes over lines, written in halves and across a restart', async () => {
    const log = await aLog();
    const stamp = `${new Date(Date.now() - 60_000).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
    const audit = (rows: number) => [
      `${stamp} [8] app@shop LOG:  AUDIT: SESSION,1,1,READ,SELECT,,,"select *\n`,
      `\tfrom orders\n`,
      `\twhere number > 1",<none>,${rows}\n`,
    ];
    const taken = async () => {
      const [row] = await house.telemetry.query<{ n: number; records: number }>(
        log.org,
        `select count() as n, sum(records) as records from @application_events where name = 'shop.database.read' and object_kind = 'order'`,
      );
      return row ?? { n: 0, records: 0 };
    };
    const until = async (records: number) => {
      for (let tries = 0; tries < 120 && (await taken()).records < records; tries++) await house.clock.sleep(50);
      await house.clock.sleep(300);
      return taken();
    };
    const [first = '', ...rest] = audit(500);
    writeFileSync(log.path, lines(20) + audit(300).join('') + first);
    log.start();
    expect(await log.stored(20)).toEqual(exactly(20));
    expect(await until(300)).toEqual({ n: 1, records: 300 });
    await log.stop();
    appendFileSync(log.path, rest[0] ?? '');
    log.start();
    await house.clock.sleep(400);
    appendFileSync(log.path, rest[1] ?? '');
    expect(await until(800)).toEqual({ n: 2, records: 800 });
    const [health] = await sourceHealth(house.scope(log.org));
    expect(health?.rejected).toEqual({});
    await log.stop();
  });

  test('rotation by rename: the old file is read to its end, late lines too', async () => {
    const log = await aLog();
    writeFileSync(log.path, lines(40));
    log.start();
    await log.stored(40);
    renameSync(log.path, `${log.path}.1`);
    appendFileSync(`${log.path}.1`, lines(5));
    writeFileSync(log.path, lines(10));
    await log.stored(55);
    appendFileSync(`${log.path}.1`, lines(3));
    expect(await log.stored(58)).toEqual(exactly(58));
    await log.stop();
  });

  test('rotation by copy and truncate, while nobody looks', async () => {
    const log = await aLog();
    writeFileSync(log.path, lines(40));
    log.start();
    await log.stored(40);
    await log.stop();
    appendFileSync(log.path, lines(7));
    copyFileSync(log.path, `${log.path}.1`);
    truncateSync(log.path);
    appendFileSync(log.path, lines(90));
    log.start();
    expect(await log.stored(137)).toEqual(exactly(137));
    await log.stop();
  });

  test('two rotations while it was down, the first one compressed', async () => {
    const log = await aLog();
    const first = lines(20);
    writeFileSync(log.path, first);
    log.start();
    await log.stored(20);
    await log.stop();
    writeFileSync(`${log.path}.2.gz`, gzipSync(first + lines(11)));
    unlinkSync(log.path);
    await house.clock.sleep(20);
    writeFileSync(`${log.path}.1`, lines(13));
    writeFileSync(log.path, lines(17));
    log.start();
    expect(await log.stored(61)).toEqual(exactly(61));
    await log.stop();
  });

  test('the first time, rotated files of the last week are filled in, older ones not', async () => {
    const log = await aLog();
    writeFileSync(`${log.path}.3.gz`, gzipSync(lines(10)));
    const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000);
    utimesSync(`${log.path}.3.gz`, tenDaysAgo, tenDaysAgo);
    writeFileSync(`${log.path}.2.gz`, gzipSync(lines(20)));
    writeFileSync(`${log.path}.1`, lines(30));
    writeFileSync(log.path, lines(40));
    log.start();
    expect(await log.stored(90)).toEqual(exactly(90));
    await log.stop();
  });

  test('a nearly full disk makes it wait; nothing is lost', async () => {
    const log = await aLog();
    writeFileSync(log.path, lines(100));
    let low = true;
    log.start(async () => {
      if (low) throw new ShopbellError('DISK_LOW', { path: '/data', free: 10, need: 300 });
    });
    for (let tries = 0; tries < 60 && (await sourceHealth(house.scope(log.org)))[0]?.state !== 'waiting'; tries++)
      await house.clock.sleep(50);
    const [health] = await sourceHealth(house.scope(log.org));
    expect(health?.reason).toContain('Only 10 MB are free');
    expect(health?.lagBytes).toBeGreaterThan(5_000);
    low = false;
    expect(await log.stored(100)).toEqual(exactly(100));
    expect((await sourceHealth(house.scope(log.org)))[0]).toMatchObject({ state: 'following', lagBytes: 0 });
    await log.stop();
  });

  test('a damaged compressed file does not keep the others waiting', async () => {
    const log = await aLog();
    writeFileSync(`${log.path}.2.gz`, gzipSync(lines(2_000)).subarray(0, 9_000));
    writeFileSync(`${log.path}.1`, lines(5));
    writeFileSync(log.path, lines(10));
    log.start();
    const { lines: all, distinct } = await log.stored(15);
    expect(all).toBe(distinct);
    expect(all).toBeGreaterThanOrEqual(15);
    appendFileSync(log.path, lines(3));
    await log.stored(all + 3);
    expect((await sourceHealth(house.scope(log.org)))[0]).toMatchObject({ state: 'following' });
    await log.stop();
  });

  test('health says what was rejected, and when the file is missing', async () => {
    const log = await aLog();
    log.start();
    await house.clock.sleep(200);
    expect((await sourceHealth(house.scope(log.org)))[0]).toMatchObject({ state: 'missing' });
    writeFileSync(log.path, `${lines(10)}anna@shop.example said hello\n${'x'.repeat(200_000)}\n${line().replace(/\/20\d\d:/, '/2001:')}`);
    await log.stored(10);
    const [health] = await sourceHealth(house.scope(log.org));
    expect(health).toMatchObject({
      state: 'following',
      read: 13,
      stored: 10,
      lagBytes: 0,
      rejected: { 'not a log line': 1, 'line too long': 1, 'too old': 1 },
    });
    expect(JSON.stringify(health?.samples)).toContain('[email] said hello');
    await log.stop();
  });
});
