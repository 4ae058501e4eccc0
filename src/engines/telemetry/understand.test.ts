import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeId, type OrgId } from '#kernel/ids.ts';
import { type Driver, openLocalDriver } from './driver.ts';
import { understand } from './understand.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-tree-'));
const org: OrgId = makeId('org', 1, new Uint8Array(16));
let driver: Driver;
beforeAll(async () => {
  driver = await openLocalDriver(folder);
});
afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true, force: true });
});

const judge = async (sql: string): Promise<void> => {
  await understand(driver, org, sql);
};
const guarded = '(select * from spans where org_id = {org:String})';

describe('what the engine itself understood', () => {
  it.each([
    `select count() from ${guarded}`,
    `with t as (select service from ${guarded}) select * from t union all select service from t where service in t`,
    `select a.service, n from ${guarded} as a left join (select service, count() as n from ${guarded} group by service) as b using service`,
    'select number from numbers(3)',
    "select 'TableIdentifier spans', trim(both 'x' from 'y')",
  ])('lets %s through', async (sql) => {
    await expect(judge(sql)).resolves.toBeUndefined();
  });

  it.each([
    'select count() from spans',
    `select count() from ${guarded} union all select count() from spans`,
    "select count() from (select * from spans where org_id = 'org_00000000000000000000000000')",
    'select count() from (select * from spans where org_id = {org:String} or 1)',
    'select count() from system.tables',
    `select 1 where 'x' in (spans)`,
    'select in(1, `sp\\x61ns`)',
    "select `fil\\x65`('/etc/passwd')",
    "select * from `fil\\x65`('/etc/passwd', LineAsString)",
    "select * from values('a Int8', 1)",
    "select ‘ ' ’, (select count() from spans)",
    'select 1 settings max_threads = 1',
  ])('refuses %s', async (sql) => {
    await expect(judge(sql)).rejects.toMatchObject({ code: 'TELEMETRY_QUERY_UNGUARDED' });
  });
});
