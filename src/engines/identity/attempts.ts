import { sql } from 'kysely';
import { addMs, MINUTE, SECOND } from '#kernel/time.ts';
import type { House } from '../house.ts';
import { identityTables } from './tables.ts';

const WINDOW = 15 * MINUTE;

/** How many attempts without success are allowed in 15 minutes. */
const attemptLimits = { account: 10, address: 40, code: 10 } as const;

export interface AttemptKey {
  readonly kind: keyof typeof attemptLimits;
  /** An account's address or a client's address: only a keyed hash of it is stored. */
  readonly text: string;
}

type Parts = Pick<House, 'state' | 'secrets' | 'clock'>;

/**
 * Counts an attempt before it is made, so that many at once cannot slip through. Returns 0 when it may go on, else the
 * seconds to wait. Rows in PostgreSQL: a restart or a second process changes nothing.
 */
export async function beginAttempt(house: Parts, keys: readonly AttemptKey[]): Promise<number> {
  const now = house.clock.now();
  const from = addMs(now, -WINDOW);
  return house.state.everywhere(async (db) => {
    const tables = identityTables(db);
    for (const key of keys) {
      const hash = hashOf(house, key);
      await sql`select pg_advisory_xact_lock(hashtext(${hash}))`.execute(db);
      await tables.deleteFrom('identity_attempts').where('key', '=', hash).where('at', '<', from).execute();
      const seen = await tables.selectFrom('identity_attempts').select('at').where('key', '=', hash).orderBy('at', 'desc').execute();
      const oldest = seen[attemptLimits[key.kind] - 1];
      if (oldest) return Math.max(1, Math.ceil((oldest.at.getTime() + WINDOW - now.getTime()) / SECOND));
      await tables.insertInto('identity_attempts').values({ key: hash, at: now }).execute();
    }
    return 0;
  });
}

/** A success: the account's failures are forgotten, and this attempt no longer counts against the client's address. */
export async function endAttempt(house: Parts, keys: readonly AttemptKey[]): Promise<void> {
  await house.state.everywhere(async (db) => {
    for (const key of keys) {
      const hash = hashOf(house, key);
      const all = identityTables(db).deleteFrom('identity_attempts').where('key', '=', hash);
      if (key.kind !== 'address') await all.execute();
      else
        await sql`delete from identity_attempts where ctid = (select ctid from identity_attempts where key = ${hash} order by at desc limit 1)`.execute(
          db,
        );
    }
  });
}

function hashOf(house: Parts, key: AttemptKey): string {
  return house.secrets.mac('org_shopbell', `identity-attempts-${key.kind}`, key.text.trim().toLowerCase());
}
