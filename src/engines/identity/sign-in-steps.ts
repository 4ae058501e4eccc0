import { isId, type PersonId } from '#kernel/ids.ts';
import { addMs, MINUTE } from '#kernel/time.ts';
import { askAuth, cookiesOf, headersFor } from './ask-auth.ts';
import { type AttemptKey, beginAttempt, endAttempt } from './attempts.ts';
import type { IdentityKit } from './identity-kit.ts';
import { identityTables } from './tables.ts';
import type { Identity, SignInStep, Visitor } from './types.ts';

type Steps = Pick<Identity, 'signIn' | 'signInWithCode' | 'signOut'>;

/** A code stays good for 30 seconds before and after its own: so long it is remembered as used. */
const CODE_LIFE = 2 * MINUTE;

/** Signing in with a password, then a code; signing out. */
export function signInSteps(kit: IdentityKit): Steps {
  return {
    signIn: (visitor, email, password) => signIn(kit, visitor, email.trim().toLowerCase(), password),
    signInWithCode: (visitor, code, kind) => signInWithCode(kit, visitor, code, kind),
    signOut: async (visitor) => {
      const answer = await askAuth(() => kit.auth.api.signOut({ headers: headersFor(visitor), asResponse: true }));
      return cookiesOf(answer.response);
    },
  };
}

async function signIn(kit: IdentityKit, visitor: Visitor, email: string, password: string): Promise<SignInStep> {
  const keys: AttemptKey[] = [
    { kind: 'address', text: visitor.address },
    { kind: 'account', text: email },
  ];
  const seconds = await beginAttempt(kit.house, keys);
  const person = await personWith(kit, email);
  if (seconds > 0) return { next: 'too-many', cookies: [], person, seconds };
  // Without the visitor's cookies: a session planted beforehand is never continued, a fresh one always begins.
  const headers = headersFor({ ...visitor, cookie: '' });
  const answer = await askAuth(() => kit.auth.api.signInEmail({ body: { email, password }, headers, asResponse: true }));
  if (!answer.ok) return { next: 'refused', cookies: [], person };
  await endAttempt(kit.house, keys);
  const cookies = cookiesOf(answer.response);
  const body: unknown = await answer.response.json();
  const waits = typeof body === 'object' && body !== null && 'twoFactorRedirect' in body;
  return { next: waits ? 'totp' : 'in', cookies, person };
}

async function personWith(kit: IdentityKit, email: string): Promise<PersonId | null> {
  const row = await kit.house.state.everywhere((db) =>
    identityTables(db).selectFrom('identity_people').select('id').where('email', '=', email).executeTakeFirst(),
  );
  return isId('per', row?.id) ? row.id : null;
}

async function signInWithCode(kit: IdentityKit, visitor: Visitor, text: string, kind: 'totp' | 'recovery'): Promise<SignInStep> {
  const keys: AttemptKey[] = [{ kind: 'code', text: visitor.address }];
  const seconds = await beginAttempt(kit.house, keys);
  if (seconds > 0) return { next: 'too-many', cookies: [], person: null, seconds };
  const code = text.replace(/\s/g, '');
  const options = { body: { code }, headers: headersFor(visitor), asResponse: true as const };
  const answer = await askAuth(() => (kind === 'totp' ? kit.auth.api.verifyTOTP(options) : kit.auth.api.verifyBackupCode(options)));
  if (answer.code === 'ACCOUNT_TEMPORARILY_LOCKED') return { next: 'too-many', cookies: [], person: null, seconds: 900 };
  if (!answer.ok) return { next: 'refused', cookies: cookiesOf(answer.response), person: null };
  const cookies = cookiesOf(answer.response);
  const person = await kit.prove(cookies, 'totp');
  if (person === null) return { next: 'refused', cookies: [], person: null };
  if (kind === 'totp' && !(await isFirstUse(kit, person, code))) {
    await askAuth(() => kit.auth.api.signOut({ headers: headersFor(visitor, cookies), asResponse: true }));
    return { next: 'refused', cookies: [], person };
  }
  await endAttempt(kit.house, keys);
  return { next: 'in', cookies, person };
}

/** A code of the app counts once (RFC 6238, section 5.2). */
async function isFirstUse(kit: IdentityKit, person: PersonId, code: string): Promise<boolean> {
  const { house } = kit;
  const identifier = `used-code-${house.secrets.mac('org_shopbell', 'identity-used-code', `${person} ${code}`)}`;
  const now = house.clock.now();
  return house.state.everywhere(async (db) => {
    const tables = identityTables(db);
    await tables.deleteFrom('identity_verifications').where('expires_at', '<', addMs(now, -CODE_LIFE)).execute();
    const stored = await tables
      .insertInto('identity_verifications')
      .values({ id: identifier, identifier, value: '', expires_at: addMs(now, CODE_LIFE), created_at: now, updated_at: now })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return stored !== undefined;
  });
}
