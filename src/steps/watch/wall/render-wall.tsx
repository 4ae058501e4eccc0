import type { Context } from 'hono';
import type { OrgId } from '#kernel/ids.ts';
import { addMs } from '#kernel/time.ts';
import { renderDocument } from '#web/render.tsx';
import type { WebEnv } from '#web/types.ts';
import { readShopChanges } from '../changes/read-shop-changes.ts';
import { gravestFirst, judgeShop, type ShopStand } from '../shops/judge-shop.ts';
import { readShops } from '../shops/read-shops.ts';
import { readMinutes, SPAN } from './read-minutes.ts';
import { type WallChange, WallDocument } from './views/wall-document.tsx';

/** A wall is drawn again every few seconds: only the shops that stand first are asked what changed. */
const MOST_ASKED = 8;

/** Answers with the wall of an organisation as it stands now. */
export async function renderWall(c: Context<WebEnv>, org: OrgId, isPublic: boolean): Promise<Response> {
  const { house, t, locale, assets, orgName } = c.var;
  const now = house.clock.now();
  const [facts, minutes] = await Promise.all([readShops(house, org, { t, locale }), readMinutes(house, org)]);
  const stands = facts.map((one) => judgeShop(one, now)).sort(gravestFirst);
  const changes = await changesOf(c, org, stands);
  if (isPublic) c.set('timeZone', stands[0]?.shop.timeZone ?? 'UTC');
  const name = orgName ?? t('watch.wall.title');
  return renderDocument(c, <WallDocument {...{ assets, locale, name, now, stands, minutes, changes, isPublic }} />, 200);
}

/** What changed while the chart runs, oldest first. */
async function changesOf(c: Context<WebEnv>, org: OrgId, stands: readonly ShopStand[]): Promise<WallChange[]> {
  const to = c.var.house.clock.now();
  const all = await Promise.all(
    stands.slice(0, MOST_ASKED).map(async ({ shop }) => {
      const changes = await readShopChanges(c.var.house, { org, shop: shop.id, from: addMs(to, -SPAN), to, states: false });
      // Incidents stand large beside it.
      return changes.flatMap((change) => (change.what === 'incident' ? [] : [{ change, shop: shop.name }]));
    }),
  );
  return all.flat().sort((a, b) => a.change.at.getTime() - b.change.at.getTime());
}
