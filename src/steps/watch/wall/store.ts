import type { Kysely } from 'kysely';
import type { House } from '#engines/house.ts';
import type { Db } from '#engines/state/types.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { hashOfToken } from '../verbs/add-check.ts';

type WallTables = {
  watch_wall_links: {
    org_id: OrgId;
    link_id: `wall_${string}`;
    name: string;
    token_hash: string;
    added_at: Date;
    seen_at: Date | null;
    removed_at: Date | null;
  };
};

export function wallTables(db: Db): Kysely<WallTables> {
  return db.withTables<WallTables>();
}

/** A link for a screen, without its token. */
export interface WallLink {
  readonly link: `wall_${string}`;
  readonly name: string;
  readonly addedAt: Date;
  /** When a screen asked last. */
  readonly seenAt: Date | null;
}

export async function listWallLinks(db: Db): Promise<WallLink[]> {
  const rows = await wallTables(db)
    .selectFrom('watch_wall_links')
    .select(['link_id', 'name', 'added_at', 'seen_at'])
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .execute();
  return rows.map((row) => ({ link: row.link_id, name: row.name, addedAt: row.added_at, seenAt: row.seen_at }));
}

/** Whose wall a token shows, and notes that a screen asked; `null`: nobody's, or of a link that was taken back. The token begins with the organisation's id. */
export async function openWallLink({ state, clock }: Pick<House, 'state' | 'clock'>, token: string): Promise<OrgId | null> {
  const org = token.slice(0, token.indexOf('.'));
  if (!isId('org', org) || token.length > 200) return null;
  const row = await state.inOrg(org, (db) =>
    wallTables(db)
      .updateTable('watch_wall_links')
      .set({ seen_at: clock.now() })
      .where('org_id', '=', org)
      .where('token_hash', '=', hashOfToken(token))
      .where('removed_at', 'is', null)
      .returning('link_id')
      .executeTakeFirst(),
  );
  return row === undefined ? null : org;
}
