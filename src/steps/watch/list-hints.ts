import type { House, Ports } from '#engines/house.ts';
import { isHint } from './kinds/kinds.ts';
import { listChecks } from './store.ts';

/** What the providers of a shop say themselves right now, where it is trouble. */
export function listHints(house: () => Pick<House, 'state'>): Ports['providerHints'] {
  return async (org, shop) => {
    const checks = await house().state.inOrg(org, (db) => listChecks(db, org));
    return checks
      .filter((check) => check.shop === shop && !check.paused && check.standing.state === 'down' && isHint(check.target))
      .map(({ id, standing }) => ({ check: id, says: standing.reason, since: standing.since }));
  };
}
