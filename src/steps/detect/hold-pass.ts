import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { Arrivals } from './new-rows.ts';
import { detectTables, type Owed } from './tables.ts';

export interface Pass {
  readonly watermark: Date;
  readonly fingerprint: string;
  readonly owing: readonly Owed[];
}

const NEVER = new Date(0);

/** A killed process leaves its lease behind: nobody looks until it ends. Two looks at once raise nothing twice, so it may be short. */
const LEASE = sql<Date>`now() + interval '10 seconds'`;

/** Takes the shop's lease for ten seconds and says how far it was looked at; `null` while another process holds it. */
export async function takePass(house: House, org: OrgId, shop: ShopId, holder: string): Promise<Pass | null> {
  return house.state.inOrg(org, async (db) => {
    const row = await detectTables(db)
      .insertInto('detect_passes')
      .values({
        org_id: org,
        shop_id: shop,
        watermark: NEVER,
        fingerprint: '',
        lease_holder: holder,
        lease_until: LEASE,
        passed_at: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['org_id', 'shop_id'])
          .doUpdateSet({ lease_holder: holder, lease_until: LEASE })
          .where((eb) =>
            eb.or([
              eb('detect_passes.lease_holder', 'is', null),
              eb('detect_passes.lease_holder', '=', holder),
              eb('detect_passes.lease_until', '<', sql<Date>`now()`),
            ]),
          ),
      )
      .returning(['watermark', 'fingerprint', 'owing'])
      .executeTakeFirst();
    return row ?? null;
  });
}

/** What a look came to: everything up to `seen` was looked at and needs no second look, and what is still to be said. */
interface Done {
  readonly seen: Arrivals;
  readonly owing: readonly Owed[];
}

/** Gives the lease back; `null`: the look failed, and everything will be looked at again. */
export async function givePass(house: House, org: OrgId, shop: ShopId, holder: string, done: Done | null): Promise<void> {
  await house.state.inOrg(org, (db) =>
    detectTables(db)
      .updateTable('detect_passes')
      .set({
        ...{ lease_holder: null, lease_until: null, passed_at: sql`now()` },
        ...(done === null ? {} : { ...done.seen, owing: JSON.stringify(done.owing) }),
      })
      .where('shop_id', '=', shop)
      .where('lease_holder', '=', holder)
      .execute(),
  );
}
