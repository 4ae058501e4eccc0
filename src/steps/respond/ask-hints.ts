import type { House, ProviderHint } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { IncidentRow } from './store.ts';

/** What providers of the shop say themselves while an incident is open. Never throws: a page about an incident does not wait for a hint. */
export async function askHints(
  { ports, log }: Pick<House, 'ports' | 'log'>,
  org: OrgId,
  incident: Pick<IncidentRow, 'shop_id' | 'status'>,
): Promise<readonly ProviderHint[]> {
  if (incident.status === 'closed') return [];
  try {
    return await ports.providerHints(org, incident.shop_id);
  } catch (thrown) {
    log.warn('what providers say themselves could not be read', { shop: incident.shop_id, reason: messageOf(thrown) });
    return [];
  }
}
