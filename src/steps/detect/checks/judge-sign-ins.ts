import { MINUTE } from '#kernel/time.ts';

/** Sign-ins of one minute from one address with one agent. */
export interface SignInMinute {
  /** Start of the minute, ms since 1970. */
  readonly minute: number;
  readonly pair: string;
  readonly address: string;
  readonly agent: string;
  readonly failed: number;
  readonly ok: number;
  /** Keyed hashes of the accounts that were tried; empty when the source does not tell. */
  readonly tried: readonly string[];
}

export interface Campaign {
  readonly scope: 'address' | 'population' | 'account';
  /**
   * `stuffing`: many accounts. `guessing`: few accounts, many passwords. `many-failures`: nobody tells which accounts.
   * `unknown-names`: names that the shop does not know.
   */
  readonly how: 'stuffing' | 'guessing' | 'many-failures' | 'unknown-names';
  readonly pairs: readonly string[];
  readonly addresses: number;
  readonly failed: number;
  readonly accounts: number | null;
  readonly from: number;
  readonly to: number;
  /** Keyed hashes of the names that count; absent: all of these pairs. */
  readonly tried?: readonly string[];
}

const WINDOW = 10 * MINUTE;
const PAUSE = 30 * MINUTE;
const ADDRESS = { failed: 20, accounts: 10, ratio: 0.7 } as const;
const POPULATION = { failed: 50, addresses: 10, ratio: 0.7 } as const;

/** Campaigns of tried passwords in the sign-ins of a few hours; see `findAttacks`. */
export function judgeSignIns(minutes: readonly SignInMinute[], bare: ReadonlySet<string>): Campaign[] {
  return joinAttacks(findAttacks(minutes, bare));
}

/**
 * Finds attacks on sign-ins: per address, and over many addresses that each try little.
 * An office behind one address signs in more often than it fails; a sale day has more of both: the ratio tells them apart.
 * `bare` are the pairs (address and agent) that asked for nothing but sign-ins: only they can belong to a spread-out campaign.
 */
export function findAttacks(minutes: readonly SignInMinute[], bare: ReadonlySet<string>): SignInMinute[][] {
  const attacks: SignInMinute[][] = [];
  const flagged = new Set<string>();
  for (const rows of groupBy(minutes, (row) => row.address).values()) {
    for (const part of splitAtPauses(rows)) {
      if (!conspicuous(part, ADDRESS.failed, 1) && !manyAccounts(part)) continue;
      for (const row of part) flagged.add(row.address);
      attacks.push([...attackersOf(part)]);
    }
  }
  const rest = minutes.filter((row) => !flagged.has(row.address) && bare.has(row.pair));
  for (const part of splitAtPauses(rest)) {
    const failing = [...groupBy(part, (row) => row.agent).values()].filter(mostlyFails).flat();
    if (conspicuous(failing, POPULATION.failed, POPULATION.addresses)) attacks.push(failing);
  }
  return attacks;
}

/**
 * What goes on at the same time, or with a short pause, and bears a name in common is one campaign from several places.
 * The same minute of the same visitor may stand in several attacks: it counts once.
 */
export function joinAttacks(attacks: readonly SignInMinute[][]): Campaign[] {
  const campaigns: { agents: Set<string>; from: number; to: number; rows: SignInMinute[] }[] = [];
  for (const rows of attacks) {
    const minutes = rows.map((row) => row.minute);
    const one = { agents: new Set(rows.map((row) => row.agent)), from: Math.min(...minutes), to: Math.max(...minutes), rows };
    for (let nth = campaigns.length - 1; nth >= 0; nth--) {
      const other = campaigns[nth];
      if (other === undefined || one.from > other.to + PAUSE || other.from > one.to + PAUSE) continue;
      if (![...other.agents].some((agent) => one.agents.has(agent))) continue;
      campaigns.splice(nth, 1);
      one.agents = new Set([...other.agents, ...one.agents]);
      one.from = Math.min(one.from, other.from);
      one.to = Math.max(one.to, other.to);
      one.rows = [...other.rows, ...one.rows];
    }
    campaigns.push(one);
  }
  return campaigns.map((one) => describe([...new Map(one.rows.map((row) => [`${row.minute} ${row.pair}`, row])).values()]));
}

/** Agents that mostly fail are the campaign's; what shares an agent with honest visitors is drowned by their successes. */
function mostlyFails(rows: readonly SignInMinute[]): boolean {
  const bad = sum(rows, 'failed');
  return bad / Math.max(1, bad + sum(rows, 'ok')) >= POPULATION.ratio;
}

function conspicuous(rows: readonly SignInMinute[], failed: number, addresses: number): boolean {
  return windows(rows).some((window) => {
    const bad = sum(window, 'failed');
    return bad >= failed && bad / (bad + sum(window, 'ok')) >= ADDRESS.ratio && new Set(window.map((row) => row.address)).size >= addresses;
  });
}

function manyAccounts(rows: readonly SignInMinute[]): boolean {
  return windows(rows).some((window) => {
    const bad = sum(window, 'failed');
    return (
      new Set(window.flatMap((row) => row.tried)).size >= ADDRESS.accounts && bad / Math.max(1, bad + sum(window, 'ok')) >= ADDRESS.ratio
    );
  });
}

/** Of one address, the agents that fail: a colleague behind the same address with another browser is not one of them. */
function attackersOf(rows: readonly SignInMinute[]): readonly SignInMinute[] {
  const guilty = [...groupBy(rows, (row) => row.pair).values()].filter((own) => {
    const bad = sum(own, 'failed');
    return bad >= ADDRESS.failed && bad / (bad + sum(own, 'ok')) >= ADDRESS.ratio;
  });
  return guilty.length > 0 ? guilty.flat() : rows.filter((row) => row.failed > 0 || row.ok > 0);
}

function describe(rows: readonly SignInMinute[]): Campaign {
  const addresses = new Set(rows.map((row) => row.address)).size;
  const tried = new Set(rows.flatMap((row) => row.tried));
  const known = rows.some((row) => row.tried.length > 0);
  return {
    scope: addresses === 1 ? 'address' : 'population',
    how: !known ? 'many-failures' : tried.size >= 5 ? 'stuffing' : 'guessing',
    pairs: [...new Set(rows.map((row) => row.pair))],
    addresses,
    failed: sum(rows, 'failed'),
    accounts: known ? tried.size : null,
    from: Math.min(...rows.map((row) => row.minute)),
    to: Math.max(...rows.map((row) => row.minute)) + MINUTE - 1,
  };
}

function* windows(rows: readonly SignInMinute[]): Generator<SignInMinute[]> {
  const sorted = [...rows].sort((a, b) => a.minute - b.minute);
  let head = 0;
  for (let tail = 0; tail < sorted.length; tail++) {
    const newest = sorted[tail]?.minute ?? 0;
    if (newest === sorted[tail + 1]?.minute) continue;
    while ((sorted[head]?.minute ?? newest) <= newest - WINDOW) head += 1;
    yield sorted.slice(head, tail + 1);
  }
}

function splitAtPauses(rows: readonly SignInMinute[]): SignInMinute[][] {
  const sorted = [...rows].sort((a, b) => a.minute - b.minute);
  const parts: SignInMinute[][] = [];
  for (const row of sorted) {
    const part = parts.at(-1);
    const before = part?.at(-1);
    if (part === undefined || before === undefined || row.minute - before.minute > PAUSE) parts.push([row]);
    else part.push(row);
  }
  return parts;
}

function sum(rows: readonly SignInMinute[], field: 'failed' | 'ok'): number {
  return rows.reduce((total, row) => total + row[field], 0);
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
