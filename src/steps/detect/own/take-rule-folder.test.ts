import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { makeId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { startDetectionLoop } from '../start-detection-loop.ts';
import { setRuleState } from '../verbs/set-rule-state.ts';
import { listRules } from './store-rules.ts';
import { takeRuleFolder } from './take-rule-folder.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({ telemetry: await openTelemetry({ path: join(folder, 'telemetry') }) }));
});
afterAll(() => house[Symbol.asyncDispose]());

const rule = (name: string, path: string) => `title: ${name}
id: ${name}
logsource: { category: webserver }
detection: { old: { cs-uri-stem|startswith: ${path} }, condition: old }
`;

it('rules follow the files of a folder: new and changed ones in shadow, those that are gone off, what is not valid as it was', async () => {
  const folder = join(house.folder, 'rules');
  mkdirSync(join(folder, 'more'), { recursive: true });
  writeFileSync(join(folder, 'a.yml'), rule('first', '/a/'));
  writeFileSync(join(folder, 'more', 'b.yml'), rule('second', '/b/'));
  const org = house.newOrg();
  const shop = makeId('shop', Date.now(), house.random.bytes(16));
  const refused = new Map<string, string>();
  const take = () => takeRuleFolder(house, org, shop, folder, refused);
  const told = async () =>
    (await house.state.inOrg(org, (db) => listRules(db))).map(({ file, title, state }) => `${file} ${title} ${state}`).sort();
  await take();
  await take();
  expect(await told()).toEqual(['a.yml first shadow', 'more/b.yml second shadow']);
  for (const row of await house.state.inOrg(org, (db) => listRules(db)))
    await setRuleState(house.scope(org, 'owner'), { rule: row.id, state: 'on' });
  await take();
  expect(await told()).toEqual(['a.yml first on', 'more/b.yml second on']);
  writeFileSync(join(folder, 'a.yml'), rule('first', '/changed/'));
  rmSync(join(folder, 'more', 'b.yml'));
  writeFileSync(join(folder, 'c.yml'), rule('third', '/c/').replace('startswith', 'begins'));
  await take();
  expect(await told()).toEqual(['a.yml first shadow', 'more/b.yml second off']);
  expect([...refused.keys()]).toEqual([`${shop}\nc.yml`]);
  writeFileSync(join(folder, 'c.yml'), rule('third', '/c/'));
  await take();
  expect(await told()).toContain('c.yml third shadow');
  rmSync(folder, { recursive: true });
  await expect(take()).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(await told()).toHaveLength(3);
});

it('the loop takes the folder for every shop', async () => {
  const folder = join(house.folder, 'looped');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.yml'), rule('looped', '/a/'));
  const org = house.newOrg();
  await registerShop(house.scope(org), {
    ...{ name: 'Shop', url: 'https://shop.example', platform: 'generic', allowPrivate: false, timeZone: 'UTC', country: 'DE' },
    ...{ contact: { name: 'Care', address: 'care@shop.example' }, privacyContact: { name: 'P', address: 'privacy@shop.example' } },
  });
  const loop = startDetectionLoop(house, { everyMs: 100, ruleFolder: folder });
  await expect
    .poll(async () => (await house.state.inOrg(org, (db) => listRules(db))).map(({ title }) => title), { timeout: 20_000 })
    .toEqual(['looped']);
  await loop.stop();
});
