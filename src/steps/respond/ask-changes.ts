import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { ShopChange } from '#kernel/shop-change.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { IncidentRow } from './store.ts';

/** What changed at the shop in the day before an incident began, and until now or its end; `null`: it could not be read. Never throws. */
export async function askChanges(
  { ports, log, clock }: Pick<House, 'ports' | 'log' | 'clock'>,
  org: OrgId,
  incident: Pick<IncidentRow, 'shop_id' | 'id' | 'opened_at' | 'closed_at'>,
): Promise<readonly ShopChange[] | null> {
  const { shop_id: shop, opened_at: opened, closed_at: closed } = incident;
  try {
    const changes = await ports.shopChanges(org, shop, addMs(opened, -DAY), closed ?? clock.now());
    return changes.filter(({ href }) => href !== `/respond/incidents/${incident.id}`);
  } catch (thrown) {
    log.warn('what changed at a shop could not be read', { shop, reason: messageOf(thrown) });
    return null;
  }
}
