import { createHash } from 'node:crypto';
import { ShopbellError } from '#kernel/errors.ts';
import { addMs, DAY } from '#kernel/time.ts';
import type { House } from '../house.ts';
import type { Tx } from '../state/types.ts';
import { equalDigests } from './equal-digests.ts';
import { identityTables, withIdentity } from './tables.ts';

const LIFE = DAY;

/** Makes the one-time link of the first run and forgets the one before. Only a hash of its token is stored. */
export async function makeSetupLink(house: Pick<House, 'state' | 'clock' | 'random' | 'publicUrl'>): Promise<string> {
  const token = Buffer.from(house.random.bytes(32)).toString('base64url');
  const row = { hash: digest(token), made_at: house.clock.now(), used_at: null };
  await house.state.everywhere((db) =>
    identityTables(db)
      .insertInto('identity_setup')
      .values(row)
      .onConflict((conflict) => conflict.column('slot').doUpdateSet(row).where('identity_setup.used_at', 'is', null))
      .execute(),
  );
  return `${house.publicUrl}/setup?token=${token}`;
}

/** Whether the first run is still to come: nobody has used a setup link. */
export async function isSetupOpen(house: Pick<House, 'state'>): Promise<boolean> {
  const row = await house.state.everywhere((db) => identityTables(db).selectFrom('identity_setup').select('used_at').executeTakeFirst());
  return row === undefined || row.used_at === null;
}

/** Checks a token without using it. Throws SETUP_CLOSED. */
export async function checkSetupToken(db: Tx, token: string, now: Date): Promise<void> {
  const row = await withIdentity(db, (tables) => tables.selectFrom('identity_setup').selectAll().forUpdate().executeTakeFirst());
  const fresh = row !== undefined && row.used_at === null && addMs(row.made_at, LIFE) > now;
  if (!fresh || !equalDigests(row.hash, digest(token))) throw new ShopbellError('SETUP_CLOSED');
}

/** Uses the token up inside the caller's transaction; of two at once the second waits and is refused. Throws SETUP_CLOSED. */
export async function useSetupToken(db: Tx, token: string, now: Date): Promise<void> {
  await checkSetupToken(db, token, now);
  await withIdentity(db, (tables) => tables.updateTable('identity_setup').set({ used_at: now }).execute());
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
