import type { Context } from 'hono';
import type { OrgId } from '#kernel/ids.ts';
import { renderDocument } from '#web/render.tsx';
import type { WebEnv } from '#web/types.ts';
import { gravestFirst, judgeShop } from '../shops/judge-shop.ts';
import { readShops } from '../shops/read-shops.ts';
import { readMinutes } from './read-minutes.ts';
import { WallDocument } from './views/wall-document.tsx';

/** Answers with the wall of an organisation as it stands now. */
export async function renderWall(c: Context<WebEnv>, org: OrgId, isPublic: boolean): Promise<Response> {
  const { house, t, locale, assets, orgName } = c.var;
  const now = house.clock.now();
  const [facts, minutes] = await Promise.all([readShops(house, org, { t, locale }), readMinutes(house, org)]);
  const stands = facts.map((one) => judgeShop(one, now)).sort(gravestFirst);
  if (isPublic) c.set('timeZone', stands[0]?.shop.timeZone ?? 'UTC');
  const name = orgName ?? t('watch.wall.title');
  return renderDocument(c, <WallDocument {...{ assets, locale, name, now, stands, minutes, isPublic }} />, 200);
}
