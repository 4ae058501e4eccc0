import { compareSeverity } from '#kernel/outcome.ts';
import { listShops } from '#registry/index.ts';
import type { ShopGlance, TakeGlance } from '#web/glance.ts';
import { listImpostors } from './readers.ts';
import { readBrand } from './store.ts';

/** What the overview shows of this room. Without a list or a report nothing was looked at: that is unknown, not fine. */
export const takeGlance: TakeGlance = async ({ house, org }, t) =>
  house.state.inOrg(org, async (db) => {
    const all = await listImpostors(db, org);
    const open = all.filter((impostor) => impostor.state === 'open');
    const shops: ShopGlance[] = [];
    for (const shop of await listShops(db)) {
      const own = open.filter((impostor) => impostor.shop_id === shop.id);
      const seen = all.some((impostor) => impostor.shop_id === shop.id);
      const { words } = await readBrand(db, org, shop.id);
      const worst = own.some((impostor) => compareSeverity(impostor.severity, 'high') >= 0);
      shops.push({
        shop: shop.id,
        href: words.length === 0 ? '/unmask/brands' : '/unmask',
        tone: own.length > 0 ? (worst ? 'bad' : 'warn') : seen ? 'calm' : 'unknown',
        text:
          words.length === 0
            ? t('unmask.glance.no-brand')
            : seen
              ? t('unmask.glance.open', { open: own.length })
              : t('unmask.glance.never'),
      });
    }
    const needs = open.slice(0, 3).flatMap((impostor) =>
      compareSeverity(impostor.severity, 'high') < 0
        ? []
        : [
            {
              step: 'unmask' as const,
              urgency: 'medium' as const,
              since: impostor.found_at,
              title: t('unmask.glance.need', { name: impostor.name }),
              text: t('unmask.glance.need-text'),
              href: `/unmask/impostors/${impostor.id}`,
              action: t('unmask.judge'),
            },
          ],
    );
    return {
      needs,
      shops,
      line: t('unmask.glance.line', { open: open.length }),
      ...(open.length > 0 ? { badge: { text: String(open.length) } } : {}),
    };
  });
