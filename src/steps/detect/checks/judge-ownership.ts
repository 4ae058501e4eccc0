import type { Severity } from '#kernel/outcome.ts';
import { DAY, HOUR } from '#kernel/time.ts';

/** One record that an account read, once a day at most. */
export interface OwnedRead {
  /** ms since 1970. */
  readonly at: number;
  readonly record: string;
  /** Whose record it is: the account itself, another one, or `null` when nobody knows. */
  readonly owner: string | null;
  /** The shop said so; else it was learned from who alone read it before. */
  readonly told: boolean;
}

export interface ForeignVerdict {
  readonly level: Severity;
  /** Different records of other people, and how many people those are; records whose owner nobody knows are not among them. */
  readonly foreign: number;
  readonly owners: number;
  readonly own: number;
  readonly unknown: number;
  readonly told: number;
  /** When it became conspicuous. */
  readonly crossedAt: number;
}

/** What a record of another person weighs: what was learned may be wrong, as when a family shares an account. */
const WEIGHT = { told: 1, learned: 0.6 } as const;
const ENOUGH = { weight: 5, owners: 4 } as const;
/** Whoever reads other people's records on so many days before does it for a living, or shares an account. */
const HABIT = { days: 3, records: 3 } as const;
/** Somebody whose records an account already read so long ago is no stranger: a household, a company and its branches. */
const ACQUAINTED = 20 * HOUR;

/**
 * Whether a signed-in customer reads records of several other people within a day; `null` when not. Far fewer than of records whose owner
 * nobody knows: a customer has no reason to read one stranger's order. `reads`: of one account, in order of time, some weeks of them;
 * only what is read from `since` on can ring.
 */
export function judgeForeignReads(account: string, reads: readonly OwnedRead[], since: number): ForeignVerdict | null {
  const known = new Map<string, number>();
  const foreign = reads.filter(({ at, owner }) => {
    if (owner === null || owner === account) return false;
    const first = known.get(owner) ?? at;
    known.set(owner, first);
    return at - first < ACQUAINTED;
  });
  const crossedAt = crossing(foreign, since);
  if (crossedAt === null) return null;
  const inside = reads.filter((one) => one.at >= crossedAt - DAY);
  const strangers = foreign.filter((one) => one.at >= crossedAt - DAY);
  const count = (list: readonly OwnedRead[]): number => new Set(list.map((one) => one.record)).size;
  const records = count(strangers);
  return {
    level: records >= 100 ? 'critical' : 'high',
    foreign: records,
    owners: new Set(strangers.map((one) => one.owner)).size,
    own: count(inside.filter((one) => one.owner === account)),
    unknown: count(inside.filter((one) => one.owner === null)),
    told: count(strangers.filter((one) => one.told)),
    crossedAt,
  };
}

/** When a day's strangers first weigh enough, for whoever has no such habit. */
function crossing(foreign: readonly OwnedRead[], since: number): number | null {
  const days = new Map<number, Set<string>>();
  let head = 0;
  for (const [nth, one] of foreign.entries()) {
    const today = Math.floor(one.at / DAY);
    const busy = [...days].filter(([day, records]) => day < today && records.size >= HABIT.records).length;
    days.set(today, (days.get(today) ?? new Set()).add(one.record));
    while ((foreign[head]?.at ?? one.at) <= one.at - DAY) head += 1;
    if (one.at < since || busy >= HABIT.days) continue;
    const window = foreign.slice(head, nth + 1);
    const weights = new Map(window.map(({ record, told }) => [record, told ? WEIGHT.told : WEIGHT.learned]));
    const weight = [...weights.values()].reduce((sum, each) => sum + each, 0);
    if (weight >= ENOUGH.weight && new Set(window.map(({ owner }) => owner)).size >= ENOUGH.owners) return one.at;
  }
  return null;
}

/** Whether what somebody read is, as the shop itself says, nearly all his own: an app that fetches all orders of its owner. */
export function areOwn(account: string, reads: readonly OwnedRead[]): boolean {
  const records = new Set(reads.map((one) => one.record));
  const own = new Set(reads.filter((one) => one.told && one.owner === account).map((one) => one.record));
  return records.size > 0 && own.size >= OWN_SHARE * records.size;
}

const OWN_SHARE = 0.9;
