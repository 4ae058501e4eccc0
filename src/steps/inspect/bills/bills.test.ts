import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAdvisoryFiles } from '#engines/advisories/open-advisory-files.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { goldenInspection } from '../checks/golden-inspection.ts';
import { defineJobs, finishInspection, startInspection } from '../index.ts';
import type { Inspection } from '../inspection.ts';
import { readOpenFindings } from '../read-overview.ts';
import { routes } from '../routes.tsx';
import { judgeGivenBill, refreshAndJudge } from './judge-bills.ts';
import { listBills, readBill } from './read-bills.ts';
import { takeBill } from './take-bill.ts';

interface World {
  osv: Record<string, object[]>;
  exploited: string[];
  isDown: boolean;
}
const world: World = { osv: {}, exploited: [], isDown: false };
const asked: string[] = [];
let house: TestHouse;
let server: Server;
let scope: Scope;
let shop: ShopId;

const lodash = (more: object = {}) => ({
  ...{ id: 'GHSA-lodash', aliases: ['CVE-2021-23337'], modified: '2026-11-01T00:00:00Z', summary: 'Command Injection' },
  affected: [
    { package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }] },
  ],
  database_specific: { severity: 'HIGH' },
  ...more,
});
const express = {
  ...{ id: 'GHSA-express', aliases: ['CVE-2024-1'], modified: '2026-11-20T00:00:00Z', summary: 'Open redirect' },
  affected: [
    { package: { ecosystem: 'npm', name: 'express' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.20.0' }] }] },
  ],
  database_specific: { severity: 'MODERATE' },
};
const bill = (...parts: readonly string[]) =>
  new TextEncoder().encode(
    JSON.stringify({
      ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
      components: parts.map((part) => ({
        type: 'library',
        name: part.split('@')[0],
        version: part.split('@')[1],
        purl: `pkg:npm/${part}`,
      })),
    }),
  );

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (world.isDown) return response.destroy();
    if (request.url === '/kev.json') {
      const vulnerabilities = world.exploited.map((cveID) => ({ cveID, dateAdded: '2026-11-25' }));
      return response.end(JSON.stringify({ dateReleased: '2026-11-25T00:00:00Z', vulnerabilities }));
    }
    const rows = world.osv[request.url?.split('/')[1] ?? ''];
    if (rows === undefined) return response.writeHead(404).end();
    const files = rows.map((row, nth) => [`${nth}.json`, new TextEncoder().encode(JSON.stringify(row))] as const);
    return response.end(zipSync(Object.fromEntries(files)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  house = await openTestHouse((folder) => ({
    http: openHttpClient(),
    advisories: openAdvisoryFiles(join(folder, 'advisories'), {
      osv: address,
      exploited: `${address}/kev.json`,
      libraries: null,
      allowPrivate: true,
    }),
  }));
  defineJobs(house);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  server.close();
});
beforeEach(async () => {
  Object.assign(world, { osv: { npm: [lodash()] }, exploited: [], isDown: false });
  asked.length = 0;
  scope = house.scope(house.newOrg(), 'owner');
  shop = await newShop(scope);
  house.setNow(new Date());
});

async function newShop(of: Scope, url = 'https://shop.example.com'): Promise<ShopId> {
  const made = await registerShop(of, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Care', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });
  return made.shop;
}
const give = async (bytes: Uint8Array, more: { system?: string; release?: string; to?: ShopId } = {}) => {
  const given = { shop: more.to ?? shop, system: more.system ?? '', release: more.release ?? null, fileName: 'shop.cdx.json', bytes };
  const kept = await takeBill(scope, given);
  house.advance(1_000);
  await judgeGivenBill(house.scope(scope.org), kept.sbom);
  return kept;
};
const open = async (of: ShopId = shop) => {
  const rows = await house.state.inOrg(scope.org, (db) => readOpenFindings(db, scope.org, of));
  return rows.filter(({ check_id }) => check_id.startsWith('sbom-')).map(({ severity, key }) => `${severity} ${key}`);
};
const nightly = async () => {
  house.setNow(new Date(Date.now() + 86_400_000));
  await refreshAndJudge(house, [house.scope(scope.org)]);
};
const events = async (kind: string) => {
  const all = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
  return all.filter((entry) => entry.kind === kind).map((entry) => entry.payload as Record<string, unknown>);
};

describe('a bill of materials that was given', () => {
  it('is compared, and again when the data change: a hole becomes known, then attackers use it, then it is mended', async () => {
    const { sbom } = await give(bill('lodash@4.17.20', 'express@4.19.0'));
    expect(await open()).toEqual(['high |lodash@4.17.20']);
    world.osv = { npm: [lodash(), express] };
    await nightly();
    expect(await open()).toEqual(['high |lodash@4.17.20', 'medium |express@4.19.0']);
    world.exploited = ['CVE-2024-1'];
    await nightly();
    expect(await open()).toEqual(['critical |express@4.19.0', 'high |lodash@4.17.20']);
    const told = (await events('inspect.finding-opened')).map(({ severity, title }) => `${severity} ${title}`);
    expect(told).toEqual([
      'high lodash@4.17.20 has a known hole: CVE-2021-23337',
      'medium express@4.19.0 has a known hole: CVE-2024-1',
      'critical express@4.19.0 has a known hole, which attackers are known to use: CVE-2024-1',
    ]);
    await give(bill('lodash@4.17.21', 'express@4.20.0'), { release: '2' });
    expect(await open()).toEqual([]);
    const kept = await house.state.inOrg(scope.org, (db) => readBill(db, scope.org, sbom));
    expect(kept.report?.holes, 'what an older one said stays').toHaveLength(2);
    expect(
      asked.every((path) => ['/npm/all.zip', '/kev.json'].includes(path)),
      'whole files only',
    ).toBe(true);
  });

  it('of one part closes nothing of another part, of another shop, or of an inspection; nor does an inspection of these', async () => {
    const other = await newShop(scope, 'https://other.example.com');
    await give(bill('lodash@4.17.20'), { system: 'storefront' });
    await give(bill('lodash@4.17.20'), { to: other });
    await give(bill('lodash@4.17.21'), { system: 'back office' });
    await give(bill('lodash@4.17.21'));
    expect(await open()).toEqual(['high storefront|lodash@4.17.20']);
    const machine = house.scope(scope.org);
    const inspect = async (of: ShopId, home: Inspection['home']) => {
      const { run } = await startInspection(machine, { shop: of, queue: false });
      const inspection = goldenInspection({ startedAt: house.clock.now().toISOString(), home });
      await finishInspection(machine, { run, inspection, artifact: 'none', elapsedMs: 1 });
    };
    const good = goldenInspection({}).home;
    await inspect(other, good.kind === 'got' ? { ...good, value: { ...good.value, headers: { server: 'nginx/1.18.0' } } } : good);
    const before = await house.state.inOrg(scope.org, (db) => readOpenFindings(db, scope.org, other));
    expect(before.some(({ check_id }) => check_id === 'version-disclosure')).toBe(true);
    await inspect(shop, good);
    expect(await house.state.inOrg(scope.org, (db) => readOpenFindings(db, scope.org, other)), 'another shop’s').toHaveLength(
      before.length,
    );
    expect(await open()).toEqual(['high storefront|lodash@4.17.20']);
    expect(await open(other)).toEqual(['high |lodash@4.17.20']);
  });

  it('without data, or with old ones, is unknown and closes nothing', async () => {
    await give(bill('lodash@4.17.20'));
    world.isDown = true;
    house.setNow(new Date(Date.now() + 20 * 86_400_000));
    const { sbom } = await give(bill('lodash@4.17.21', 'left-pad@1.0.0'), { release: '2' });
    expect(await open(), 'advisories of twenty days ago mend nothing').toEqual(['high |lodash@4.17.20']);
    const { report, counts } = await house.state.inOrg(scope.org, (db) => readBill(db, scope.org, sbom));
    expect(report?.advisories[0]).toMatchObject({ ecosystem: 'npm', isOld: true, isExcerpt: false });
    expect(counts).toMatchObject({ components: 2, compared: 0 });
  });

  it('given twice is one; going back to an older release counts again', async () => {
    const [first, second] = [await give(bill('lodash@4.17.20'), { release: '1' }), await give(bill('lodash@4.17.20'), { release: '1' })];
    expect(second).toMatchObject({ sbom: first.sbom, isNew: false });
    await give(bill('lodash@4.17.21'), { release: '2' });
    expect(await open()).toEqual([]);
    expect((await give(bill('lodash@4.17.20'), { release: '1' })).isNew).toBe(true);
    expect(await open()).toEqual(['high |lodash@4.17.20']);
    expect(await house.state.inOrg(scope.org, (db) => listBills(db, scope.org, shop))).toHaveLength(3);
  });
});

describe('what is hostile', () => {
  const deep = (opening: string, closing: string, times: number) =>
    new TextEncoder().encode(`${opening.repeat(times)}${closing.repeat(times)}`);
  it.each<[string, () => Uint8Array, string]>([
    ['nothing', () => new Uint8Array(0), 'SBOM_INVALID'],
    ['too large', () => new Uint8Array(20_000_001), 'TOO_LARGE'],
    ['UTF-16', () => new Uint8Array(Buffer.from('\ufeff{"bomFormat":"CycloneDX"}', 'utf16le')), 'SBOM_INVALID'],
    ['deep lists', () => deep('[', ']', 5_000_000), 'SBOM_INVALID'],
    [
      'deep components',
      () =>
        new TextEncoder().encode(
          `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${'{"name":"a","components":['.repeat(100_000)}${']}'.repeat(100_000)}]}`,
        ),
      'SBOM_INVALID',
    ],
    ['deep XML', () => deep('<a>', '</a>', 1_500_000), 'SBOM_INVALID'],
    [
      'XML without an end',
      () => new TextEncoder().encode(`<bom xmlns="http://cyclonedx.org/schema/bom/1.5">${'<!--'.repeat(2_000_000)}`),
      'SBOM_INVALID',
    ],
    ['too many', () => bill(...Array.from({ length: 20_001 }, (_, nth) => `a${nth}@1.0.0`)), 'SBOM_INVALID'],
    ['without components', () => bill(), 'SBOM_INVALID'],
  ])(
    '%s is refused with a code, soon',
    async (_, bytes, code) => {
      const body = bytes();
      const started = performance.now();
      const thrown = await takeBill(scope, { shop, system: '', release: null, fileName: 'x', bytes: body }).catch(
        (error: unknown) => error,
      );
      expect(thrown).toBeInstanceOf(ShopbellError);
      expect((thrown as ShopbellError).code).toBe(code);
      expect(performance.now() - started).toBeLessThan(5_000);
    },
    60_000,
  );

  it('another organisation sees and changes nothing, and a viewer gives none', async () => {
    const { sbom } = await give(bill('lodash@4.17.20'));
    const stranger = house.scope(house.newOrg(), 'owner');
    const theirs = serveRooms(productFiles, () => stranger, { '/inspect': routes() });
    expect((await theirs.request(`/inspect/shops/${shop}/sboms/${sbom}`)).status).toBe(404);
    expect((await theirs.request(`/inspect/shops/${shop}/sboms/${sbom}/remove`, { method: 'POST', body: new FormData() })).status).toBe(
      404,
    );
    const given = { shop, system: '', release: null, fileName: 'x', bytes: bill('a@1.0.0') };
    await expect(takeBill(stranger, given)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(takeBill(house.scope(scope.org, 'viewer'), given)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('pages', () => {
  const app = () => serveRooms(productFiles, () => scope, { '/inspect': routes() });
  const upload = (bytes: Uint8Array, fields: Record<string, string> = {}) => {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(bytes)], 'shop.cdx.json'));
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return app().request(`/inspect/shops/${shop}/sboms`, { method: 'POST', body: form });
  };

  it('take a file, show what is wrong and what changed, and remove it', async () => {
    await give(bill('lodash@4.17.20', 'gone@1.0.0'), { system: 'storefront', release: '1' });
    const answer = await upload(bill('lodash@4.17.19', 'new@1.0.0'), { system: 'storefront', release: '2' });
    expect(answer.status).toBe(303);
    const at = answer.headers.get('location') ?? '';
    expect(await (await app().request(at)).text()).toContain('is being compared');
    await judgeGivenBill(house.scope(scope.org), at.split('/').at(-1) as `sbom_${string}`);
    const html = await (await app().request(at)).text();
    expect(html).toContain('CVE-2021-23337');
    expect(html).toContain('1 added, 1 removed, 1 in another version');
    expect(html).toMatch(/of 2026-11-\d\d, /);
    const refused = await upload(new TextEncoder().encode('{"a":1}'));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('is not readable');
    expect((await upload(new Uint8Array(0))).status).toBe(400);
    expect((await upload(new Uint8Array(20_200_000))).status).toBe(413);
    expect(await (await app().request(`/inspect/shops/${shop}`)).text()).toContain('storefront');
    for (const { sbom_id } of await house.state.inOrg(scope.org, (db) => listBills(db, scope.org, shop))) {
      await app().request(`/inspect/shops/${shop}/sboms/${sbom_id}/remove`, { method: 'POST', body: new FormData() });
    }
    expect(await open()).toEqual([]);
    expect(await (await app().request(`/inspect/shops/${shop}/sboms`)).text()).toContain('No bill of materials was given yet');
  });
});
