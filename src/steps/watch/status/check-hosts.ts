import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { addMs, HOUR, MINUTE } from '#kernel/time.ts';
import { noteStatusHost } from '../verbs/note-status-host.ts';
import { lookAtHost } from './look-at-host.ts';
import { statusTables } from './store.ts';

/** A fresh wish is looked at often, since somebody waits; later and once it is proven less so. */
const FRESH_MS = HOUR;
const SOON_MS = MINUTE;
const LATER_MS = 15 * MINUTE;
const PROVEN_MS = HOUR;
const AT_ONCE = 50;

/** Asks name servers about one host name and writes down what they said. Whether the page stands there from now on. */
export async function checkHost(house: House, org: OrgId, shop: ShopId, host: string): Promise<boolean> {
  const verdict = await lookAtHost(house, org, shop, host);
  const scope = { house, org, actor: { kind: 'system', id: 'watch.status', role: 'system' } } as const;
  return (await noteStatusHost(scope, { shop, host, ...verdict })).serves;
}

/** Looks at the host names that are due. One that cannot be looked at holds up no other. */
export async function checkDueHosts(house: House): Promise<void> {
  const now = house.clock.now();
  const rows = await house.state.everywhere((db) =>
    statusTables(db)
      .selectFrom('watch_status_hosts')
      .select(['org_id', 'shop_id', 'host'])
      .where((where) =>
        where.or([
          where('checked_at', 'is', null),
          where.and([where('state', '=', 'proven'), where('checked_at', '<=', addMs(now, -PROVEN_MS))]),
          where.and([
            where('state', '<>', 'proven'),
            where('set_at', '>', addMs(now, -FRESH_MS)),
            where('checked_at', '<=', addMs(now, -SOON_MS)),
          ]),
          where.and([where('state', '<>', 'proven'), where('checked_at', '<=', addMs(now, -LATER_MS))]),
        ]),
      )
      .orderBy('checked_at', (order) => order.asc().nullsFirst())
      .limit(AT_ONCE)
      .execute(),
  );
  for (const { org_id: org, shop_id: shop, host } of rows) {
    await checkHost(house, org, shop, host).catch((thrown: unknown) =>
      house.log.error('a status page’s host name could not be looked at, and will be', { shop, reason: messageOf(thrown) }),
    );
  }
}
