import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../judge-target.ts';
import { localKeys } from '../seal-keys.ts';
import type { DataMap } from './compile-data-map.ts';
import { loadDataMap, readDataMap } from './load-data-map.ts';
import { type CompiledRoute, splitPath } from './route-trie.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'data', 'datamaps');
const names = readdirSync(FOLDER).map((file) => file.replace('.yaml', ''));
const maps = new Map<string, DataMap>();
for (const name of names) maps.set(name, await loadDataMap(name));
const keys = localKeys(new Uint8Array(32).fill(7));

function judge(name: string, method: string, target: string) {
  const map = maps.get(name);
  if (!map) throw new Error(`no data map ${name}`);
  return judgeTarget(map, keys, method, target);
}

const EXAMPLES = {
  number: '1042',
  uuid: '0b0b0b0b-1111-4222-8333-444444444444',
  hex: '0189abcdef0189abcdef0189abcdef01',
  code: 'A-1042',
  any: 'x1042',
};

/** A request that means this route, made from its template. */
function exampleOf(route: CompiledRoute): string {
  const path = splitPath(route.template.split('?')[0] ?? '').map((segment, nth) => {
    const slot = route.slots[nth];
    if (segment === '{*}') return 'more/of/it';
    return slot ? `${slot.before}${slot.object ? EXAMPLES[slot.object.shape] : 'word'}${slot.after}` : segment;
  });
  const query = route.query.map((part) => `${part.name}=${part.shape ? EXAMPLES[part.shape.shape] : part.literal || 'word'}`);
  return `/${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

describe.each(names)('%s', (name) => {
  test('is named after its file and says where it is from', async () => {
    const file = await readDataMap(name);
    expect(file.name).toBe(name);
    if (file.standing === 'source') expect(file.sources.length).toBeGreaterThan(0);
  });

  test('every route of its own is reached by a request that means it', async () => {
    const own = (await readDataMap(name)).routes.length;
    const map = maps.get(name);
    for (const route of map?.routes.slice(0, own) ?? []) {
      const method = [...route.methods][0] ?? 'GET';
      const target = exampleOf(route);
      expect([target, judge(name, method, target).route]).toEqual([target, route.template]);
    }
  });

  test('names only objects that it knows', () => {
    const map = maps.get(name);
    for (const kind of map?.parameters.values() ?? []) expect(map?.objects).toHaveProperty(kind);
    for (const route of map?.routes ?? []) if (route.objectKind !== '') expect(map?.objects).toHaveProperty(route.objectKind);
  });
});

describe('what requests mean', () => {
  test.each<[string, string, string, string, string, string]>([
    ['generic', 'GET', '/account/orders/1042', '/account/orders/{order}', 'page', 'order'],
    ['generic', 'GET', '/pl/account/orders/1042/', '/account/orders/{order}', 'page', 'order'],
    ['generic', 'GET', '//account//orders/%31%30%34%32', '/account/orders/{order}', 'page', 'order'],
    ['generic', 'GET', '/invoices/2026-118.pdf', '/invoices/{invoice}.pdf', 'page', 'invoice'],
    ['generic', 'GET', '/track?order_id=77', '', 'other', 'order'],
    ['generic', 'GET', '/admin/app.3f2a.js', '', 'asset', ''],
    ['generic', 'GET', '/orders/new', '', 'other', ''],
    ['generic', 'POST', '/de/login', '/login', 'sign-in', ''],
    ['woocommerce', 'GET', '/my-account/view-order/118/', '/my-account/view-order/{order}', 'page', 'order'],
    ['woocommerce', 'GET', '/?view-order=118', '/?view-order={order}', 'page', 'order'],
    ['woocommerce', 'GET', '/wp-json/wc/v3/orders/118', '/wp-json/wc/{version}/orders/{order}', 'api', 'order'],
    ['woocommerce', 'GET', '/wp-json/wc/v3/customers?per_page=100&page=3', '/wp-json/wc/{version}/customers', 'export', 'customer'],
    ['woocommerce', 'GET', '/wp-admin/post.php?post=118&action=edit', '/wp-admin/post.php?post={order}&action=edit', 'admin', 'order'],
    ['magento', 'GET', '/index.php/sales/order/view/order_id/000000042/', '/sales/order/view/order_id/{order}', 'page', 'order'],
    ['magento', 'GET', '/rest/default/V1/customers/42', '/rest/{store}/V1/customers/{customer}', 'api', 'customer'],
    ['magento', 'GET', '/rest/V1/customers/search?searchCriteria[pageSize]=500', '/rest/V1/customers/search', 'export', 'customer'],
    [
      'shopware',
      'GET',
      '/account/order/document/0189abcdef0189abcdef0189abcdef01/AbC',
      '/account/order/document/{invoice}/{code}',
      'page',
      'invoice',
    ],
    ['prestashop', 'GET', '/index.php?controller=order-detail&id_order=42', '/?controller=order-detail&id_order={order}', 'page', 'order'],
    ['prestashop', 'GET', '/en/order-detail?id_order=42', '/order-detail?id_order={order}', 'page', 'order'],
    [
      'prestashop',
      'GET',
      '/admin123/index.php/sell/customers/7/view?_token=x',
      '/{backoffice}/index.php/sell/customers/{customer}/view',
      'admin',
      'customer',
    ],
    ['medusa', 'GET', '/store/orders/order_01H8XYZ', '/store/orders/{order}', 'api', 'order'],
    ['medusa', 'GET', '/admin/customers?limit=1000', '/admin/customers', 'export', 'customer'],
    ['vendure', 'POST', '/shop-api', '/shop-api', 'api', ''],
    ['practice', 'GET', '/account/orders/100042/invoice', '/account/orders/{order}/invoice', 'page', 'order'],
    ['practice', 'GET', '/admin/customers/export', '/admin/customers/export', 'export', 'customer'],
  ])('%s %s %s', (name, method, target, route, kind, object) => {
    expect(judge(name, method, target)).toMatchObject({ route, routeKind: kind, objectKind: object });
  });

  test('the same number has the same reference, whatever stands around it, and its position keeps differences', () => {
    const a = judge('practice', 'GET', '/account/orders/100042');
    const b = judge('practice', 'GET', '/account/orders/100042/invoice');
    const c = judge('practice', 'GET', '/api/orders/100045');
    expect(b.objectRef).toBe(a.objectRef);
    expect((c.objectPosition ?? 0) - (a.objectPosition ?? 0)).toBe(3);
    expect(JSON.stringify([a, b, c])).not.toContain('100042');
  });
});
