import type { OrgId, PersonId } from '#kernel/ids.ts';

/** What a person proved when this session began. `password` alone opens nothing but the page of the second factor. */
export type Proof = 'password' | 'totp' | 'passkey';

/** A person's live session, as a request's cookie names it. */
export interface Session {
  readonly id: string;
  readonly proof: Proof;
  readonly createdAt: Date;
  /** The organisation the person looks at, as chosen last. */
  readonly organisation: OrgId | null;
  readonly person: {
    readonly id: PersonId;
    readonly name: string;
    readonly email: string;
    readonly totp: boolean;
    readonly passkeys: number;
  };
}

/** Where a request comes from: its cookies, and what the session list shows of it. */
export interface Visitor {
  /** The request's Cookie header, or ''. */
  readonly cookie: string;
  /** The client's address as the server saw it. */
  readonly address: string;
  readonly agent: string;
}

/** The result of a step of signing in, with the cookies (whole Set-Cookie values) that the answer must carry. */
export interface SignInStep {
  readonly next: 'in' | 'totp' | 'refused' | 'too-many';
  readonly cookies: readonly string[];
  /** Who it is, as far as it is known: also for a refused password of an existing account. */
  readonly person: PersonId | null;
  /** Seconds to wait, when `next` is `too-many`. */
  readonly seconds?: number;
}

export interface TotpStart {
  /** `otpauth://totp/…` for an authenticator app. */
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
}

/** Who signs in and how: passwords, codes, passkeys, sessions. better-auth over PostgreSQL; nothing leaves the machine. */
export interface Identity {
  /**
   * The live session of a request, or null, with cookies that renew it. A session older than 30 days or idle for 24 hours is none.
   */
  whoIs(visitor: Visitor): Promise<{ readonly session: Session | null; readonly cookies: readonly string[] }>;
  signIn(visitor: Visitor, email: string, password: string): Promise<SignInStep>;
  /** The second step: a code of the authenticator app, or a recovery code. */
  signInWithCode(visitor: Visitor, code: string, kind: 'totp' | 'recovery'): Promise<SignInStep>;
  signOut(visitor: Visitor): Promise<readonly string[]>;
  /** Begins adding an authenticator app; throws SIGN_IN_REFUSED when the password is wrong. */
  startTotp(visitor: Visitor, password: string): Promise<TotpStart>;
  /** Finishes adding it with its first code. The session's cookie is renewed. */
  confirmTotp(visitor: Visitor, code: string): Promise<SignInStep>;
  removeTotp(visitor: Visitor, password: string): Promise<SignInStep>;
  renewRecoveryCodes(visitor: Visitor, password: string): Promise<readonly string[]>;
  /** Whether browsers offer passkeys at this address: https or localhost, and never a bare IP address. */
  readonly passkeysPossible: boolean;
  passkeyOptions(visitor: Visitor, purpose: 'add' | 'sign-in'): Promise<{ readonly options: unknown; readonly cookies: readonly string[] }>;
  addPasskey(visitor: Visitor, response: unknown, name: string): Promise<SignInStep>;
  signInWithPasskey(visitor: Visitor, response: unknown): Promise<SignInStep>;
  close(): Promise<void>;
}
