import type { House } from '#engines/house.ts';
import { isId } from '#kernel/ids.ts';
import { watchTables } from './store.ts';
import { hashOfToken } from './verbs/add-check.ts';

/**
 * Takes a beat: `/in/beat/{token}`. The token starts with the organisation's id, so that only its rows are looked at.
 * Returns whether the token is one of ours.
 */
export async function recordBeat(house: Pick<House, 'state' | 'clock'>, token: string): Promise<boolean> {
  const org = token.slice(0, token.indexOf('.'));
  if (!isId('org', org) || token.length > 200) return false;
  const now = house.clock.now();
  return house.state.inOrg(org, async (db) => {
    const done = await watchTables(db)
      .updateTable('watch_checks')
      .set({ beat_at: now })
      .where('org_id', '=', org)
      .where('beat_hash', '=', hashOfToken(token))
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    return done.numUpdatedRows > 0n;
  });
}
