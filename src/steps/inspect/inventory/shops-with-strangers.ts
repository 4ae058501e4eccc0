import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import { listShops } from '#registry/index.ts';
import { paymentVisitors } from '../checks/payment/payment-visitors.ts';
import { readOpenFindings } from '../read-overview.ts';
import { readSettings } from '../store.ts';
import { isBelievedStranger } from './is-believed-stranger.ts';
import { readAuthorised } from './read-authorised.ts';
import { readVisitors } from './read-visitors.ts';

/** Shops on whose payment page browsers of visitors met a host, often enough to be believed, that nobody authorised and no finding tells of. */
export async function shopsWithStrangers(scope: Scope): Promise<ShopId[]> {
  const { house, org } = scope;
  const now = house.clock.now();
  const shops = await house.state.inOrg(org, (db) => listShops(db));
  const found: ShopId[] = [];
  for (const shop of shops) {
    const { settings, authorised, findings } = await house.state.inOrg(org, async (db) => ({
      settings: await readSettings(db, org, shop.id),
      authorised: await readAuthorised(db, org, shop.id, now),
      findings: await readOpenFindings(db, org, shop.id),
    }));
    if (authorised === null) continue;
    const told = new Set(findings.filter((finding) => finding.check_id === paymentVisitors.meta.id).map((finding) => finding.key));
    const visitors = await readVisitors(scope, shop, settings.paymentPage);
    if (visitors?.kind !== 'got') continue;
    if (visitors.value.some((host) => isBelievedStranger(host, authorised) && !told.has(host.host))) found.push(shop.id);
  }
  return found;
}
