import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { registerShop } from '#registry/index.ts';
import { openSecrets } from '../check-secrets.ts';
import { addCheck, applyChecks, changeCheck, listChecks, planChecks } from '../index.ts';
import { readCheckFiles } from './read-check-files.ts';

const FILE = `shop: Practice
checks:
  - name: Home page
    kind: http
    url: https://shop.example/
    every: 30s
  - name: Cart
    key: cart
    kind: http
    url: https://shop.example/cart
    dependsOn: [home-page]
    headers: { authorization: 'Bearer {{token}}' }
    secrets: { token: CART_TOKEN }
  - name: Nightly export
    kind: heartbeat
    schedule: '30 3 * * *'
    timeZone: Europe/Warsaw
  - name: Mail records
    kind: dns
    domain: shop.example
    type: MX
`;

describe('reading files', () => {
  const read = (text: string) => readCheckFiles([{ path: 'checks.yaml', text }]);

  it('knows every check with its place, its key and its interval', () => {
    const { wanted, faults, shops } = read(FILE);
    expect(faults).toEqual([]);
    expect(shops).toEqual(['Practice']);
    expect(wanted.map(({ key, everyMs, where }) => `${key} ${everyMs} ${where}`)).toEqual([
      'home-page 30000 checks.yaml:3',
      'cart 20000 checks.yaml:7',
      'nightly-export 20000 checks.yaml:14',
      'mail-records 20000 checks.yaml:18',
    ]);
  });

  it.each([
    ['shop: [', /checks.yaml:\d+: /],
    ['checks: []', /checks.yaml:1: shop: /],
    ['shop: A\nchecks:\n  - name: x\n    kind: htp\n', /checks.yaml:4: checks.0.kind: /],
    ['shop: A\nchecks:\n  - name: x\n    kind: http\n    url: shop.example\n', /checks.yaml:5: checks.0.url: must be an address/],
    ['shop: A\nchecks:\n  - name: x\n    kind: http\n    url: http://a/\n    conditons: []\n', /checks.yaml:3: checks.0: .*conditons/],
    [
      'shop: A\nchecks:\n  - name: x\n    kind: http\n    url: http://a/\n    every: often\n',
      /checks.yaml:6: checks.0.every: must be like 20s/,
    ],
    ['shop: A\nchecks:\n  - name: x\n    kind: http\n    url: http://a/\n    every: 2d\n', /every: must be from 1s to 1d/],
    ['shop: A\nchecks:\n  - name: x\n    kind: mail\n    way: smtp\n    smtpHost: a\n    every: 5s\n', /:7: every: must be 20 s or more/],
    [
      'shop: A\nchecks:\n  - &a { name: x, kind: tcp, host: h, port: 1 }\n  - { <<: *a, name: x }\n',
      /key: “x” stands at checks.yaml:3 already/,
    ],
    ['shop: A\nchecks:\n  - { name: x, kind: tcp, host: h, port: 1, dependsOn: [y] }\n', /no check of these files has the key “y”/],
    ['shop: A\nchecks:\n  - { name: 店, kind: tcp, host: h, port: 1 }\n', /key: none can be made from this name/],
  ])('tells what is wrong with %j', (text, fault) => {
    expect(read(text).faults.join('\n')).toMatch(fault);
  });

  it('reads several documents, and nothing of a bomb', () => {
    expect(read(`${FILE}---\nshop: Other\nchecks: []\n`).shops).toEqual(['Practice', 'Other']);
    expect(read('').wanted).toEqual([]);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, nth) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[nth]}`).join()}]`)
      .join('\n')}\nshop: *j\nchecks: []\n`;
    expect(read(bomb).faults.length).toBeGreaterThan(0);
  });
});

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

async function openShop(names: readonly string[] = ['Practice']) {
  const scope = house.scope(house.newOrg());
  const person = { name: 'Shop', address: 'care@shop.example' };
  const shops: ShopId[] = [];
  for (const name of names) {
    const { shop } = await registerShop(scope, {
      ...{ name, url: `https://${name.toLowerCase()}.example`, platform: 'generic', allowPrivate: true, timeZone: 'UTC', country: 'PL' },
      ...{ contact: { ...person, phone: '555' }, privacyContact: person },
    });
    shops.push(shop);
  }
  return { scope, shops };
}

const checksOf = (scope: Scope) => house.state.inOrg(scope.org, (db) => listChecks(db, scope.org));
const filesOf = (text: string, secrets: Record<string, string> = { CART_TOKEN: 's3cret' }) => ({
  ...{ set: 'shops', files: [{ path: 'checks.yaml', text }], secrets },
  only: null,
});
const done = ({ changes }: { readonly changes: readonly { readonly action: string; readonly key: string }[] }) =>
  changes.map(({ action, key }) => `${action} ${key}`);

describe('applying files', () => {
  it('plans without doing, does what it planned, and then nothing', async () => {
    const { scope } = await openShop();
    const plan = await planChecks(scope, filesOf(FILE));
    expect(done(plan)).toEqual(['add home-page', 'add cart', 'add nightly-export', 'add mail-records']);
    expect(plan.applied).toBe(false);
    expect(await checksOf(scope)).toEqual([]);
    const applied = await applyChecks(scope, filesOf(FILE));
    expect(applied.applied).toBe(true);
    expect(applied.beats).toEqual([{ key: 'nightly-export', mail: null, url: expect.stringMatching(/\/in\/beat\/org_/) }]);
    const checks = await checksOf(scope);
    expect(checks.map((check) => check.name).sort()).toEqual(['Cart', 'Home page', 'Mail records', 'Nightly export']);
    const cart = checks.find((check) => check.name === 'Cart');
    expect(cart?.dependsOn).toEqual([checks.find((check) => check.name === 'Home page')?.id]);
    expect(cart && openSecrets(house, cart)).toEqual({ token: 's3cret' });
    const again = await applyChecks(scope, filesOf(FILE));
    expect(done(again).every((line) => line.startsWith('same '))).toBe(true);
    // A token that is not given again stays, another one is seen without being shown.
    expect(done(await planChecks(scope, filesOf(FILE, {})))).toContain('same cart');
    const other = await planChecks(scope, filesOf(FILE, { CART_TOKEN: 'other' }));
    expect(other.changes[0]).toMatchObject({
      action: 'change',
      key: 'cart',
      differences: [{ field: 'secrets', from: 'others', to: 'given anew' }],
    });
    expect(JSON.stringify(other)).not.toMatch(/s3cret|"other"/);
  });

  it('changes, renames, replaces another kind, and removes only its own', async () => {
    const { scope, shops } = await openShop();
    const [shop] = shops;
    if (!shop) throw new Error('no shop');
    await addCheck(scope, { shop, name: 'By hand', target: { kind: 'tcp', host: 'h', port: 1 } });
    await applyChecks(scope, filesOf(FILE));
    const before = await checksOf(scope);
    const changed = `shop: Practice
checks:
  - { key: home-page, name: Front, kind: http, url: 'https://shop.example/', every: 1m, conditions: ['time below 800 ms'] }
  - { key: cart, name: Cart, kind: tcp, host: shop.example, port: 443 }
`;
    const document = await applyChecks(scope, filesOf(changed));
    expect(done(document)).toEqual(['remove mail-records', 'remove nightly-export', 'replace cart', 'change home-page']);
    expect(document.changes.at(-1)?.differences).toEqual([
      { field: 'name', from: 'Home page', to: 'Front' },
      { field: 'everyMs', from: '30000', to: '60000' },
      { field: 'conditions', from: '[]', to: '["time below 800 ms"]' },
    ]);
    expect(document.unmanaged).toBe(1);
    const after = await checksOf(scope);
    expect(after.map((check) => check.name).sort()).toEqual(['By hand', 'Cart', 'Front']);
    const idOf = (list: typeof after, name: string) => list.find((check) => check.name === name)?.id;
    expect(idOf(after, 'Front')).toBe(idOf(before, 'Home page'));
    expect(idOf(after, 'Cart')).not.toBe(idOf(before, 'Cart'));
  });

  it('takes over what has the same name, and shows and ends what was changed by hand', async () => {
    const { scope, shops } = await openShop();
    const [shop] = shops;
    if (!shop) throw new Error('no shop');
    const { check } = await addCheck(scope, {
      shop,
      name: 'Home page',
      target: { kind: 'http', url: 'https://shop.example/' },
      everyMs: 20_000,
    });
    const home = FILE.split('\n').slice(0, 6).join('\n');
    expect((await applyChecks(scope, filesOf(home))).changes).toMatchObject([
      { action: 'adopt', check, differences: [{ field: 'everyMs', from: '20000', to: '30000' }] },
    ]);
    await changeCheck(scope, {
      check,
      name: 'Home page',
      target: { kind: 'http', url: 'https://shop.example/', maxMs: 500 },
      everyMs: 30_000,
    });
    const [planned] = (await planChecks(scope, filesOf(home))).changes;
    expect(planned).toMatchObject({ action: 'change', drift: [{ field: 'maxMs', from: '10000', to: '500' }] });
    await applyChecks(scope, filesOf(home));
    expect((await planChecks(scope, filesOf(home))).changes).toMatchObject([{ action: 'same', drift: [] }]);
  });

  it('does nothing at all with one fault, for another shop, or without its secrets', async () => {
    const { scope, shops } = await openShop(['Practice', 'Other']);
    const wrong = await applyChecks(scope, filesOf(`${FILE}---\nshop: Nobody\nchecks: []\n`));
    expect(wrong).toMatchObject({ applied: false, faults: ['shop “Nobody”: there is none; there are Other, Practice'] });
    expect((await applyChecks(scope, filesOf(FILE, {}))).faults).toEqual(['checks.yaml:7: secrets: set CART_TOKEN in the environment']);
    const circle = `shop: Practice
checks:
  - { name: a, kind: tcp, host: h, port: 1, dependsOn: [b] }
  - { name: b, kind: tcp, host: h, port: 2, dependsOn: [a] }
`;
    expect((await applyChecks(scope, filesOf(circle))).faults.join()).toMatch(/circle/);
    await expect(applyChecks(scope, { ...filesOf(FILE), only: shops[1] ?? null })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(applyChecks(house.scope(scope.org, 'viewer'), filesOf(FILE))).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await checksOf(scope)).toEqual([]);
  });

  it('leaves the same set at other shops alone, and two that apply at once make nothing twice', async () => {
    const { scope } = await openShop(['Practice', 'Other']);
    const one = (shop: string) => `shop: ${shop}\nchecks:\n  - { key: ${shop.toLowerCase()}, name: x, kind: tcp, host: h, port: 1 }\n`;
    await applyChecks(scope, filesOf(one('Other')));
    const [first, second] = await Promise.all([applyChecks(scope, filesOf(one('Practice'))), applyChecks(scope, filesOf(one('Practice')))]);
    expect([first, second].map((document) => done(document).join()).sort()).toEqual(['add practice', 'same practice']);
    expect(first?.elsewhere).toBe(1);
    expect(await checksOf(scope)).toHaveLength(2);
  });
});
