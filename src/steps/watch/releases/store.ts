import type { Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';

type ReleaseTables = {
  watch_releases: {
    org_id: OrgId;
    release_id: `rel_${string}`;
    shop_id: ShopId;
    version: string;
    released_at: Date;
    link: string | null;
  };
};

export function releaseTables(db: Db): Kysely<ReleaseTables> {
  return db.withTables<ReleaseTables>();
}

/** A version of a shop that somebody told of when it went out. */
export interface Release {
  readonly at: Date;
  readonly version: string;
  /** An https address; `null`: nobody said. */
  readonly link: string | null;
}

/** Releases of a shop since then, oldest first; the last twenty. */
export async function listReleases(db: Db, shop: ShopId, since: Date): Promise<Release[]> {
  const rows = await releaseTables(db)
    .selectFrom('watch_releases')
    .select(['released_at', 'version', 'link'])
    .where('shop_id', '=', shop)
    .where('released_at', '>=', since)
    .orderBy('released_at', 'desc')
    .limit(20)
    .execute();
  return rows.map((row) => ({ at: row.released_at, version: row.version, link: row.link })).reverse();
}
