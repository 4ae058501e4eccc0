import { randomBytes } from 'node:crypto';

export interface Session {
  readonly token: string;
  customer: string | null;
  admin: string | null;
  /** Product slug to quantity. */
  readonly cart: Map<string, number>;
}

export interface Sessions {
  find(token: string | undefined): Session | undefined;
  start(): Session;
  end(token: string): void;
  /** A token for the mobile app. */
  issueToken(customer: string): string;
  customerOfToken(token: string): string | undefined;
  /** Whether this address may try to sign in again (six failures a minute). */
  mayTry(address: string): boolean;
  failed(address: string): void;
}

const KEPT = 50_000;

/** Opens the table of sessions; the oldest are forgotten beyond 50,000. */
export function openSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const tokens = new Map<string, string>();
  const failures = new Map<string, number[]>();
  const recent = (address: string): number[] => (failures.get(address) ?? []).filter((at) => at > Date.now() - 60_000);
  return {
    find: (token) => (token ? sessions.get(token) : undefined),
    start() {
      const session: Session = { token: randomBytes(16).toString('hex'), customer: null, admin: null, cart: new Map() };
      sessions.set(session.token, session);
      const oldest = sessions.size > KEPT ? sessions.keys().next().value : undefined;
      if (oldest) sessions.delete(oldest);
      return session;
    },
    end: (token) => void sessions.delete(token),
    issueToken(customer) {
      const token = randomBytes(16).toString('hex');
      tokens.set(token, customer);
      return token;
    },
    customerOfToken: (token) => tokens.get(token),
    mayTry: (address) => recent(address).length < 6,
    failed: (address) => void failures.set(address, [...recent(address), Date.now()]),
  };
}
