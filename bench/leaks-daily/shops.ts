import { seededRandom } from '#practice-shop/world/seeded-random.ts';
import { incidents, nameOf, type ShopPlan } from './make-shop.ts';

const shops: readonly Omit<ShopPlan, 'seed' | 'incidents'>[] = [
  { platform: 'generic', fields: 'full', sale: 4, newsletter: 1, rollOut: 2 },
  { platform: 'generic', fields: 'none', sale: null, newsletter: 3, rollOut: 4 },
  { platform: 'woocommerce', fields: 'none', sale: 5, newsletter: 2, rollOut: null },
  { platform: 'woocommerce', fields: 'session', sale: null, newsletter: 1, rollOut: null },
  { platform: 'magento', fields: 'session', sale: 4, newsletter: 2, rollOut: 1 },
  { platform: 'magento', fields: 'none', sale: null, newsletter: 4, rollOut: 3 },
  { platform: 'shopware', fields: 'none', sale: 3, newsletter: 1, rollOut: null },
  { platform: 'prestashop', fields: 'session', sale: null, newsletter: 2, rollOut: null },
  { platform: 'woocommerce', fields: 'full', sale: 2, newsletter: 4, rollOut: null },
  { platform: 'magento', fields: 'full', sale: null, newsletter: 1, rollOut: 3 },
];

/** How many leaks a shop's week holds. */
const EACH = 11;

/**
 * Shops of many platforms with leaks of every kind in turn, and two weeks that are special in every way and without any leak. The rules
 * were improved while looking at the family `leaks`; other families give other people, hours, leaks and shops.
 */
export function shopPlans(family: string): ShopPlan[] {
  const names = seededRandom(family).fork('order');
  const turn: string[] = [];
  const anywhere = incidents.filter((one) => one.needsAccounts === undefined).map(nameOf);
  const byAccount = incidents.filter((one) => one.needsAccounts).map(nameOf);
  while (turn.length < shops.length * EACH) turn.push(...shuffled(anywhere, () => names.next()));
  const full = shops.map((shop, nth) => ({
    ...{ ...shop, seed: `${family}-${nth + 1}` },
    incidents: [...turn.slice(nth * EACH, (nth + 1) * EACH), ...(shop.fields === 'full' ? byAccount : [])],
  }));
  const clean = [shops[0], shops[6]].flatMap((shop, nth) =>
    shop === undefined ? [] : [{ ...shop, seed: `${family}-clean-${nth + 1}`, incidents: [] }],
  );
  return [...full, ...clean];
}

function shuffled<T>(from: readonly T[], next: () => number): T[] {
  return from
    .map((one) => [next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
