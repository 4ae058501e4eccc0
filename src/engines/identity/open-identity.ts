import { sql } from 'kysely';
import pg from 'pg';
import { isId, type PersonId } from '#kernel/ids.ts';
import { askAuth, cookieName, cookiesOf, headersFor } from './ask-auth.ts';
import { AGE_LIMIT, type Auth, makeAuth } from './auth-options.ts';
import type { IdentityKit, IdentityParts } from './identity-kit.ts';
import { passkeySteps } from './passkey-steps.ts';
import { signInSteps } from './sign-in-steps.ts';
import { identityTables } from './tables.ts';
import { totpSteps } from './totp-steps.ts';
import type { Identity, Proof, Session, Visitor } from './types.ts';

/**
 * Opens identity on the house's PostgreSQL with a small pool of its own, in the machine's scope (its tables belong to no
 * tenant). The house's public address is first read when somebody signs in: it is known once the console listens.
 */
export function openIdentity(house: IdentityParts): Identity {
  const pool = new pg.Pool({ connectionString: house.state.url, max: 4, idleTimeoutMillis: 30_000, options: '-c shopbell.org=*' });
  pool.on('error', (error) => house.log.warn('an idle connection of identity ended', { error }));
  // One in use that is cut between two queries has nobody else to hear of it, and would end the program.
  pool.on('connect', (client) => client.on('error', (error) => house.log.warn('a connection of identity ended', { error })));
  let made: Auth | null = null;
  const kit: IdentityKit = {
    house,
    get auth() {
      made ??= makeAuth(house, pool);
      return made;
    },
    whoIs: (visitor) => whoIs(house, kit.auth, visitor),
    prove: (cookies, proof) => prove(house, cookies, proof),
  };
  return {
    whoIs: kit.whoIs,
    ...signInSteps(kit),
    ...totpSteps(kit),
    ...passkeySteps(kit),
    get passkeysPossible() {
      return arePasskeysPossible(house.publicUrl);
    },
    close: () => pool.end(),
  };
}

/** Browsers bind passkeys to a name, never to a bare IP address, and only over https or on localhost. */
function arePasskeysPossible(publicUrl: string): boolean {
  const { hostname, protocol } = new URL(publicUrl);
  const isName = /[a-z]/i.test(hostname) && !hostname.includes(':');
  return hostname === 'localhost' || (protocol === 'https:' && isName);
}

async function whoIs(house: IdentityParts, auth: Auth, visitor: Visitor): Promise<{ session: Session | null; cookies: string[] }> {
  if (visitor.cookie === '') return { session: null, cookies: [] };
  const answer = await askAuth(() => auth.api.getSession({ headers: headersFor(visitor), asResponse: true }));
  const cookies = cookiesOf(answer.response);
  const id = sessionId(await answer.response.json());
  if (id === null) return { session: null, cookies };
  const row = await house.state.everywhere((db) =>
    identityTables(db)
      .selectFrom('identity_sessions as s')
      .innerJoin('identity_people as p', 'p.id', 's.person_id')
      .select(['s.id', 's.proof', 's.created_at', 's.organisation', 'p.id as person', 'p.name', 'p.email', 'p.two_factor_enabled'])
      .select(sql<number>`(select count(*)::int from identity_passkeys k where k.person_id = p.id)`.as('passkeys'))
      .where('s.id', '=', id)
      .executeTakeFirst(),
  );
  if (!row || !isId('per', row.person)) return { session: null, cookies };
  if (row.created_at.getTime() + AGE_LIMIT <= house.clock.now().getTime()) return { session: null, cookies };
  const session: Session = {
    id: row.id,
    proof: row.proof,
    createdAt: row.created_at,
    organisation: isId('org', row.organisation) ? row.organisation : null,
    person: { id: row.person, name: row.name, email: row.email, totp: row.two_factor_enabled, passkeys: row.passkeys },
  };
  return { session, cookies };
}

function sessionId(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('session' in answer)) return null;
  const { session } = answer;
  if (typeof session !== 'object' || session === null || !('id' in session)) return null;
  return typeof session.id === 'string' ? session.id : null;
}

async function prove(house: IdentityParts, cookies: readonly string[], proof: Proof): Promise<PersonId | null> {
  const start = `${cookieName(house.publicUrl, 'session_token')}=`;
  const value =
    cookies
      .find((cookie) => cookie.startsWith(start))
      ?.slice(start.length)
      .split(';')[0] ?? '';
  const token = decodeURIComponent(value).split('.')[0] ?? '';
  if (token === '') return null;
  const row = await house.state.everywhere((db) =>
    identityTables(db)
      .updateTable('identity_sessions')
      .set({ proof, updated_at: house.clock.now() })
      .where('token', '=', token)
      .returning('person_id')
      .executeTakeFirst(),
  );
  return isId('per', row?.person_id) ? row.person_id : null;
}
