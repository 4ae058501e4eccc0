import type { PersonId } from '#kernel/ids.ts';
import type { House } from '../house.ts';
import type { Auth } from './auth-options.ts';
import type { Identity, Proof, Session } from './types.ts';

export type IdentityParts = Pick<House, 'state' | 'secrets' | 'clock' | 'random' | 'log' | 'publicUrl'>;

/** What the steps of signing in share. */
export interface IdentityKit {
  readonly house: IdentityParts;
  readonly auth: Auth;
  whoIs: Identity['whoIs'];
  /** Writes down what was proven in the session that these new cookies name. Returns the person, or null when there is none. */
  prove(cookies: readonly string[], proof: Proof): Promise<PersonId | null>;
}

/** A password alone may add the first second factor; once there is one, it takes that one to add another. */
export function mayAddFactor(session: Session): boolean {
  return session.proof !== 'password' || (!session.person.totp && session.person.passkeys === 0);
}
