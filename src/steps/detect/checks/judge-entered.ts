import { SECOND } from '#kernel/time.ts';

/** A sign-in of the campaign that succeeded. Texts that the source does not tell are ''. */
export interface Won {
  /** ms since 1970. */
  readonly at: number;
  readonly address: string;
  readonly agent: string;
  /** Sealed reference of the account. */
  readonly account: string;
  /** Keyed hash of the name that was typed. */
  readonly tried: string;
  /** Keyed hash of the session. */
  readonly session: string;
}

/** What the shop's application says of a sign-in that succeeded. */
export interface ToldSignIn {
  readonly at: number;
  readonly address: string;
  readonly account: string;
  readonly tried: string;
  readonly session: string;
}

export interface EnteredFacts {
  readonly won: readonly Won[];
  readonly told: readonly ToldSignIn[];
  /** Accounts that were seen in these sessions. */
  readonly accountsOf: ReadonlyMap<string, readonly string[]>;
  /** Pairs `address\nagent` of the campaign that also failed. */
  readonly failing: ReadonlySet<string>;
}

/** An account into which somebody of a campaign got. */
export interface Entered {
  /** Sealed reference; `null`: nothing tells which account it was. */
  readonly account: string | null;
  /** Keyed hash of the name with which it was entered. */
  readonly tried: string | null;
  readonly by: 'log' | 'application' | 'session' | 'name' | 'nothing';
  /** `likely`: who entered it never failed, so it may have been the owner with the same program. */
  readonly sure: 'certain' | 'likely';
  readonly first: number;
  readonly last: number;
  readonly times: number;
  readonly from: readonly string[];
  readonly wins: readonly Won[];
}

/** An application's word and the log's line of one sign-in lie so close together. */
const SAME = 5 * SECOND;

/**
 * Which accounts a campaign got into: each successful sign-in of its own is named by the log, else by what the application said of a sign-in
 * from the same address at the same time, else by the session that it gave. Sign-ins of owners elsewhere are none of the campaign's and do
 * not come in. Two possible names are no name. Pure.
 */
export function judgeEntered({ won, told, accountsOf, failing }: EnteredFacts): Entered[] {
  const named = won.map((one) => ({ one, ...nameOf(one, told, accountsOf) }));
  const accountOfName = new Map(named.flatMap(({ one, account }) => (account !== null && one.tried !== '' ? [[one.tried, account]] : [])));
  const groups = new Map<string, typeof named>();
  named.forEach((win, nth) => {
    const account = win.account ?? accountOfName.get(win.one.tried) ?? null;
    const key =
      account ?? (win.one.tried !== '' ? `name ${win.one.tried}` : win.one.session !== '' ? `session ${win.one.session}` : `win ${nth}`);
    groups.set(key, [...(groups.get(key) ?? []), { ...win, account }]);
  });
  return [...groups.values()]
    .map((wins) => describe(wins, failing))
    .sort((a, b) => a.first - b.first || (String(a.account) < String(b.account) ? -1 : 1));
}

interface Named {
  readonly one: Won;
  readonly account: string | null;
  readonly by: Entered['by'];
}

function nameOf(one: Won, told: readonly ToldSignIn[], accountsOf: EnteredFacts['accountsOf']): Pick<Named, 'account' | 'by'> {
  if (one.account !== '') return { account: one.account, by: 'log' };
  const near = told.filter((event) => event.account !== '' && event.address === one.address && Math.abs(event.at - one.at) <= SAME);
  const same = near.filter(
    (event) => (event.session !== '' && event.session === one.session) || (event.tried !== '' && event.tried === one.tried),
  );
  const fits = same.length > 0 ? same : near.filter((event) => mayBe(event.tried, one.tried) && mayBe(event.session, one.session));
  const accounts = [...new Set(fits.map((event) => event.account))];
  if (accounts.length === 1) return { account: accounts[0] ?? null, by: 'application' };
  const inSession = one.session === '' ? [] : [...new Set(accountsOf.get(one.session) ?? [])];
  if (inSession.length === 1) return { account: inSession[0] ?? null, by: 'session' };
  return { account: null, by: one.tried === '' ? 'nothing' : 'name' };
}

function mayBe(a: string, b: string): boolean {
  return a === '' || b === '' || a === b;
}

function describe(wins: readonly Named[], failing: ReadonlySet<string>): Entered {
  const times = wins.map(({ one }) => one.at);
  const surest = (['log', 'application', 'session', 'name', 'nothing'] as const).find((by) => wins.some((win) => win.by === by));
  return {
    account: wins[0]?.account ?? null,
    tried: wins.find(({ one }) => one.tried !== '')?.one.tried ?? null,
    by: surest ?? 'nothing',
    sure: wins.some(({ one }) => failing.has(`${one.address}\n${one.agent}`)) ? 'certain' : 'likely',
    first: times.reduce((a, b) => Math.min(a, b)),
    last: times.reduce((a, b) => Math.max(a, b)),
    times: wins.length,
    from: [...new Set(wins.map(({ one }) => one.address))].sort(),
    wins: wins.map(({ one }) => one),
  };
}

/** A read of a record by somebody of the campaign. */
export interface LaterRead {
  readonly at: number;
  readonly address: string;
  readonly agent: string;
  readonly session: string;
  readonly account: string;
  readonly kind: string;
  readonly ref: string;
}

/**
 * What was read with each of these accounts, in their order: by the session that the sign-in gave; where the log tells none, by the account
 * from the same address with the same program; else what that pair read until its next sign-in. Nothing before the entry. Pure.
 */
export function shareReads(entered: readonly Entered[], reads: readonly LaterRead[]): ReadonlyMap<string, LaterRead>[] {
  const shares = entered.map(() => new Map<string, LaterRead>());
  const bySession = new Map(
    entered.flatMap((one, nth) => one.wins.flatMap((win) => (win.session === '' ? [] : [[win.session, nth] as const]))),
  );
  const byPair = Map.groupBy(
    entered.flatMap((one, nth) => one.wins.map((win) => ({ nth, win, account: one.account }))),
    ({ win }) => `${win.address}\n${win.agent}`,
  );
  for (const wins of byPair.values()) wins.sort((a, b) => b.win.at - a.win.at);
  for (const read of reads) {
    const own = byPair.get(`${read.address}\n${read.agent}`) ?? [];
    const before = own.filter(({ win }) => win.at <= read.at);
    const nth =
      read.session !== '' && bySession.has(read.session)
        ? bySession.get(read.session)
        : (before.find((one) => read.account !== '' && one.account === read.account) ?? before[0])?.nth;
    if (nth !== undefined) shares[nth]?.set(`${read.kind} ${read.ref}`, read);
  }
  return shares;
}
