import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { MINUTE } from '#kernel/time.ts';
import { noLists } from '#sigma/values/placeholders.ts';
import { makeRequest } from '../testing/make-request.ts';
import { huntByFilter, huntBySql } from './hunt.ts';
import { writeRule } from './write-rule.ts';

const T = Date.UTC(2026, 4, 4, 10);
let house: TestHouse;
let org: OrgId;
let shop: ShopId;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  org = house.newOrg();
  shop = makeId('shop', Date.now(), house.random.bytes(16));
  house.setNow(new Date(T + 60 * MINUTE));
  await house.telemetry.insert(org, 'requests', [
    makeRequest(shop, T, { path: '/account/orders', status: 200, address: '198.51.100.1' }),
    makeRequest(shop, T + 1, { path: '/account/orders', status: 403, address: '198.51.100.2' }),
    makeRequest(shop, T + 2, { path: '/cart', status: 200, address: '198.51.100.3', agent: 'Toolbox/1' }),
  ]);
  await house.telemetry.insert(house.newOrg(), 'requests', [makeRequest(shop, T, { path: '/account/secret', address: '203.0.113.9' })]);
});
afterAll(() => house[Symbol.asyncDispose]());

const filter = async (text: string, hours = 24) =>
  (await huntByFilter(house, org, { shop, source: 'requests', filter: text, hours }, noLists)).map((row) => row.address);

it('a filter finds requests by all of its lines, without those behind a minus', async () => {
  expect(await filter('cs-uri-stem|startswith: /account')).toEqual(['198.51.100.1', '198.51.100.2']);
  expect(await filter('cs-uri-stem|startswith: /account\n- sc-status: [403, 404]')).toEqual(['198.51.100.1']);
  expect(await filter('toolbox')).toEqual(['198.51.100.3']);
  expect(await filter('c-ip|cidr: 198.51.100.0/31\nsc-status|lt: 400')).toEqual(['198.51.100.1']);
  expect(await filter('\n  \n')).toEqual([]);
  expect(writeRule('t', '')).toBeNull();
});

it('says which line of a filter is wrong', async () => {
  await expect(filter('sc-status|above: 3')).rejects.toMatchObject({ code: 'RULE_NOT_VALID' });
});

it('a typed query sees one organisation, reads only, and is cut short', async () => {
  const count = 'select count() as n from @requests';
  expect(await huntBySql(house, org, count)).toEqual([{ n: 3 }]);
  expect(await huntBySql(house, org, `${count} -- where 1\n;`)).toEqual([{ n: 3 }]);
  expect(await huntBySql(house, org, 'with x as (select address from @requests) select address from x order by address limit 1')).toEqual([
    { address: '198.51.100.1' },
  ]);
  expect(await huntBySql(house, org, 'select number from numbers(100000)')).toHaveLength(201);
});

it.each([
  'select * from requests',
  'select * from system.tables',
  'drop table requests',
  'insert into requests select 1',
  'select 1 settings max_execution_time = 0',
  'select 1) union all (select 1 from requests',
  "select * from url('http://127.0.0.1/')",
  'select 1; select 2',
  'selec 1',
  "select 'unfinished",
])('refuses %s', async (sql) => {
  await expect(huntBySql(house, org, sql)).rejects.toMatchObject({ code: 'QUERY_REFUSED' });
});

it('ends what takes too long', async () => {
  const endless = house.telemetry.ask(org, 'select max(cityHash64(number)) as n from numbers(1000000000000)', { rows: 1, seconds: 1 });
  await expect(endless).rejects.toMatchObject({ code: 'QUERY_REFUSED' });
}, 20_000);
