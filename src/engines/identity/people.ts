import { randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { ShopbellError } from '#kernel/errors.ts';
import { isId, type PersonId } from '#kernel/ids.ts';
import type { Tx } from '../state/types.ts';
import { requireStrong } from './password-rules.ts';
import { withIdentity } from './tables.ts';

/** A person as the identity tables know one. */
export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly totp: boolean;
}

export interface SessionLine {
  readonly id: string;
  readonly address: string;
  readonly agent: string;
  readonly createdAt: Date;
  readonly lastSeen: Date;
}

interface NewPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly now: Date;
}

/** Adds a person with a password, inside the caller's transaction. Throws PASSWORD_WEAK, and CONFLICT when the address is taken. */
export async function createPerson(db: Tx, person: NewPerson): Promise<void> {
  requireStrong(person.password, [person.name, person.email]);
  const hash = await hashPassword(person.password);
  const dates = { created_at: person.now, updated_at: person.now };
  await withIdentity(db, async (tables) => {
    const added = await tables
      .insertInto('identity_people')
      .values({ id: person.id, name: person.name, email: person.email.trim().toLowerCase(), email_verified: true, ...dates })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) throw new ShopbellError('CONFLICT', { reason: 'a person with this e-mail address exists already' });
    await tables
      .insertInto('identity_accounts')
      .values({ id: randomUUID(), account_id: person.id, provider_id: 'credential', person_id: person.id, password: hash, ...dates })
      .execute();
  });
}

/** The people with these ids. */
export async function readPeople(db: Tx, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  const rows = await withIdentity(db, (tables) =>
    tables
      .selectFrom('identity_people')
      .select(['id', 'name', 'email', 'two_factor_enabled'])
      .where('id', 'in', ids)
      .orderBy('name')
      .execute(),
  );
  return rows.flatMap((row) =>
    isId('per', row.id) ? [{ id: row.id, name: row.name, email: row.email, totp: row.two_factor_enabled }] : [],
  );
}

/** Removes a person with sessions, codes and passkeys. */
export async function deletePerson(db: Tx, id: PersonId): Promise<void> {
  await withIdentity(db, (tables) => tables.deleteFrom('identity_people').where('id', '=', id).execute());
}

/** Throws SIGN_IN_REFUSED when the current password is wrong, PASSWORD_WEAK when the new one is. Ends the person's other sessions. */
export async function changePassword(
  db: Tx,
  change: { readonly person: Person; readonly current: string; readonly next: string; readonly keepSession: string; readonly now: Date },
): Promise<void> {
  const { person, keepSession, now } = change;
  requireStrong(change.next, [person.name, person.email]);
  await withIdentity(db, async (tables) => {
    const account = await tables
      .selectFrom('identity_accounts')
      .select(['id', 'password'])
      .where('person_id', '=', person.id)
      .where('provider_id', '=', 'credential')
      .executeTakeFirst();
    const right = account?.password != null && (await verifyPassword({ hash: account.password, password: change.current }));
    if (!account || !right) throw new ShopbellError('SIGN_IN_REFUSED');
    const hash = await hashPassword(change.next);
    await tables.updateTable('identity_accounts').set({ password: hash, updated_at: now }).where('id', '=', account.id).execute();
    await tables.deleteFrom('identity_sessions').where('person_id', '=', person.id).where('id', '!=', keepSession).execute();
  });
}

/** Gives the person of this address a new password, and takes away every second factor and session. Null when there is none. */
export async function resetPerson(
  db: Tx,
  reset: { readonly email: string; readonly password: string; readonly now: Date },
): Promise<PersonId | null> {
  const hash = await hashPassword(reset.password);
  return withIdentity(db, async (tables) => {
    const row = await tables
      .updateTable('identity_people')
      .set({ two_factor_enabled: false, updated_at: reset.now })
      .where('email', '=', reset.email.trim().toLowerCase())
      .returning('id')
      .executeTakeFirst();
    if (!isId('per', row?.id)) return null;
    for (const table of ['identity_two_factors', 'identity_passkeys', 'identity_sessions'] as const) {
      await tables.deleteFrom(table).where('person_id', '=', row.id).execute();
    }
    await tables
      .updateTable('identity_accounts')
      .set({ password: hash, updated_at: reset.now })
      .where('person_id', '=', row.id)
      .where('provider_id', '=', 'credential')
      .execute();
    return row.id;
  });
}

/** A person's live sessions, the latest first. */
export async function listSessions(db: Tx, person: PersonId): Promise<SessionLine[]> {
  const rows = await withIdentity(db, (tables) =>
    tables.selectFrom('identity_sessions').selectAll().where('person_id', '=', person).orderBy('updated_at', 'desc').execute(),
  );
  return rows.map((row) => ({
    id: row.id,
    address: row.ip_address ?? '',
    agent: row.user_agent ?? '',
    createdAt: row.created_at,
    lastSeen: row.updated_at,
  }));
}

/** Ends one session of a person, or all. Returns how many ended. */
export async function endSessions(db: Tx, person: PersonId, session: string | 'all'): Promise<number> {
  const ended = await withIdentity(db, (tables) => {
    const query = tables.deleteFrom('identity_sessions').where('person_id', '=', person);
    return (session === 'all' ? query : query.where('id', '=', session)).returning('id').execute();
  });
  return ended.length;
}

/** The organisation that a session looks at. */
export async function chooseOrganisation(db: Tx, session: string, organisation: string): Promise<void> {
  await withIdentity(db, (tables) => tables.updateTable('identity_sessions').set({ organisation }).where('id', '=', session).execute());
}

export interface PasskeyLine {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date | null;
}

export async function listPasskeys(db: Tx, person: PersonId): Promise<PasskeyLine[]> {
  const rows = await withIdentity(db, (tables) =>
    tables
      .selectFrom('identity_passkeys')
      .select(['id', 'name', 'created_at'])
      .where('person_id', '=', person)
      .orderBy('created_at')
      .execute(),
  );
  return rows.map((row) => ({ id: row.id, name: row.name ?? '', createdAt: row.created_at }));
}

/** Returns whether there was one. */
export async function deletePasskey(db: Tx, person: PersonId, id: string): Promise<boolean> {
  const gone = await withIdentity(db, (tables) =>
    tables.deleteFrom('identity_passkeys').where('person_id', '=', person).where('id', '=', id).returning('id').execute(),
  );
  return gone.length > 0;
}
