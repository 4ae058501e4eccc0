import { compareSeverity } from '#kernel/outcome.ts';
import { DAY, MINUTE } from '#kernel/time.ts';
import { listShops } from '#registry/index.ts';
import type { ShopGlance, TakeGlance } from '#web/glance.ts';
import { listSignals } from './store.ts';
import { detectTables } from './tables.ts';

/** What the overview shows of this room. What needs a person is an incident and stands in respond; here is how each shop's telemetry stands. */
export const takeGlance: TakeGlance = async ({ house, org }, t) => {
  const { shops, passes, signals } = await house.state.inOrg(org, async (db) => ({
    shops: await listShops(db),
    passes: await detectTables(db).selectFrom('detect_passes').selectAll().execute(),
    signals: await listSignals(db),
  }));
  const since = new Date(house.clock.now().getTime() - DAY);
  const recent = signals.filter(
    (signal) => signal.raised_at >= since && compareSeverity(signal.level, 'medium') >= 0 && signal.feedback === null,
  );
  const stale = new Date(house.clock.now().getTime() - 15 * MINUTE);
  const glances = shops.map((shop): ShopGlance => {
    const pass = passes.find((one) => one.shop_id === shop.id);
    const own = recent.filter((signal) => signal.shop_id === shop.id);
    const href = '/detect';
    if (own.length > 0) return { shop: shop.id, tone: 'bad', text: t('detect.glance.signals', { count: own.length }), href };
    if (pass?.passed_at == null || pass.watermark.getTime() === 0)
      return { shop: shop.id, tone: 'unknown', text: t('detect.glance.nothing-arrived'), href };
    if (pass.watermark < stale) return { shop: shop.id, tone: 'unknown', text: t('detect.glance.silent'), href };
    return { shop: shop.id, tone: 'ok', text: t('detect.glance.quiet'), href };
  });
  return {
    needs: [],
    shops: glances,
    line: glances.every((glance) => glance.tone === 'unknown')
      ? t('detect.signals.blind')
      : t('detect.glance.line', { count: recent.length }),
    ...(recent.length > 0 ? { badge: { count: recent.length } } : {}),
  };
};
