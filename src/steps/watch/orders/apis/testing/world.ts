import type { ServedRequest } from '#engines/testing/serve-requests.ts';

/** An order as a simulated system holds it. Times are ms since 1970, amounts in cents. */
export interface WorldOrder {
  readonly n: number;
  readonly placed: number;
  /** When anything of it changed last. */
  changed: number;
  total: number;
  paid: number | null;
  handed: number | null;
  delivered: number | null;
  cancelled: number | null;
  refund: { readonly at: number; readonly amount: number } | null;
}

/** Who bought, as every system knows; nothing of it may ever be kept. */
export const person = {
  name: 'Ada Fictitious',
  mail: 'ada.fictitious@customers.example',
  street: 'Lindenweg 5',
  phone: '+48 555 010 999',
} as const;
export const personal = /fictitious|lindenweg|555 010|customers\.example/i;

/** Keys that the simulated systems know. */
export const known = {
  key: 'k3y-practice',
  secret: 's3cret-practice',
  token: 't0ken-practice',
  tokenSecret: 't0ken-secret-practice',
} as const;

export interface World {
  /** What its clock shows, ms since 1970. */
  readonly now: number;
  orders: WorldOrder[];
  /** Tokens that were handed out and are good. */
  tokens: Set<string>;
  logins: number;
  /** A token that is good once, where there is such, and its successor. */
  refresh?: readonly [string, string];
}

export type SimRequest = ServedRequest;

interface SimAnswer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers as a system is described to; `null`: there is nothing at that address. */
export type Simulate = (world: World, request: SimRequest) => SimAnswer | null;

export const decimal = (cents: number): string => (cents / 100).toFixed(2);
export const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
export const plainUtc = (at: number): string => new Date(at).toISOString().slice(0, 19);
export const sqlUtc = (at: number): string => plainUtc(at).replace('T', ' ');
export const unix = (at: number): number => Math.floor(at / 1_000);
/** The clock of a wall in Warsaw in winter. */
export const sqlWarsaw = (at: number): string => sqlUtc(at + 3_600_000);

export const basicOf = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
export const changedSince = (world: World, at: number): WorldOrder[] =>
  world.orders.filter(({ changed }) => changed >= at).toSorted((a, b) => a.changed - b.changed || a.n - b.n);

/** A token, good until the world forgets it. */
export function handOut(world: World): string {
  world.logins += 1;
  const token = `token-of-practice-${world.logins}`;
  world.tokens.add(token);
  return token;
}

export function isBearer(world: World, { headers }: SimRequest): boolean {
  const [kind, token = ''] = String(headers.authorization ?? '').split(' ');
  return kind === 'Bearer' && world.tokens.has(token);
}

/** What a page of a list holds. */
export const slice = <T>(all: readonly T[], from: number, size: number): readonly T[] => all.slice(from, from + size);
