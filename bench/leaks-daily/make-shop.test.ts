import { describe, expect, it } from 'vitest';
import { DAY } from '#kernel/time.ts';
import { incidents, makeShop, nameOf, type ShopPlan, WEEK_BEGINS } from './make-shop.ts';
import type { Hit } from './types.ts';
import { writeLine } from './write-line.ts';

const plan: ShopPlan = {
  ...{ seed: 'test', platform: 'generic', fields: 'full', sale: null, newsletter: 1, rollOut: 2 },
  incidents: incidents.map(nameOf),
};

function weekOf(from: ShopPlan): { hits: Hit[]; shop: ReturnType<typeof makeShop> } {
  const shop = makeShop(from);
  return { shop, hits: shop.days.flatMap((day) => shop.hitsOf(day)) };
}

const { shop, hits } = weekOf(plan);
const textOf = (all: readonly Hit[]): string => all.map((hit) => writeLine(hit, 'full')).join('');

describe('the generator of leaks', () => {
  it('writes the same lines for the same seed, and others for another', () => {
    expect(textOf(weekOf(plan).hits)).toBe(textOf(hits));
    const other = makeShop({ ...plan, seed: 'another' });
    const [first] = other.days;
    expect(first && textOf(other.hitsOf(first).slice(0, 20))).not.toBe(textOf(hits.slice(0, 20)));
  });

  it('tells of every leak exactly what the lines show', () => {
    expect(shop.leaks).toHaveLength(incidents.length);
    for (const leak of shop.leaks) {
      const own = hits.filter((hit) => hit.leak === leak.number);
      expect(own).toHaveLength(leak.lines);
      expect([own[0]?.at, own.at(-1)?.at]).toEqual([leak.from, leak.to]);
      expect([...new Set(own.map((hit) => hit.who.address))].sort()).toEqual([...leak.addresses].sort());
      const text = own.map((hit) => hit.target).join('\n');
      for (const id of leak.records) expect(text).toContain(id);
    }
  });

  it('keeps the first week free of leaks, and each day in order', () => {
    expect(hits.filter((hit) => hit.leak > 0 && hit.at < WEEK_BEGINS)).toEqual([]);
    expect(hits.every((hit, nth) => nth === 0 || hit.at >= (hits[nth - 1]?.at ?? 0))).toBe(true);
    expect(shop.days.map((day) => day.start - (shop.days[0]?.start ?? 0))).toEqual(Array.from({ length: 14 }, (_, nth) => nth * DAY));
  });

  it('gives each kind of leak the hardness that it is named after', () => {
    const of = (manner: string) => shop.leaks.find((leak) => leak.manner === manner);
    const spread = of('distributed, one sequence');
    expect((spread?.records.length ?? 0) / (spread?.addresses.length ?? 1)).toBeLessThanOrEqual(5);
    const slow = of('very slow, over days');
    expect(((slow?.to ?? 0) - (slow?.from ?? 0)) / DAY).toBeGreaterThan(1);
    const stuffed = of('distributed, a try or two an address');
    expect(stuffed?.addresses.length).toBeGreaterThan(200);
    expect(stuffed?.records.length).toBeGreaterThan(0);
  });

  it('has customers who look like readers: many own orders, new ones in sequence, hundreds behind one address', () => {
    const received = hits.filter((hit) => hit.leak === 0 && hit.target.startsWith('/order/'));
    expect(received.length).toBeGreaterThan(300);
    const carrier = new Set(hits.filter((hit) => hit.who.address === '192.0.2.10').map((hit) => hit.who.session));
    expect(carrier.size).toBeGreaterThan(100);
    const failed = hits.filter((hit) => hit.leak === 0 && hit.tried !== undefined && hit.status >= 400);
    expect(failed.length).toBeGreaterThan(100);
  });
});
