import type { DataCategory } from '#kernel/people.ts';
import type { FactName } from './fact-table.ts';
import type { Fact, Facts, FactValue } from './facts.ts';

/** What a signal tells a case. */
export interface SignalFacts {
  readonly rule: string;
  readonly title: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly succeeded: 'yes' | 'no' | 'unknown';
  readonly categories: readonly DataCategory[];
  /** Kinds of records that can be counted; empty when what was taken names none (a dump, a whole file). */
  readonly touched: readonly { readonly kind: string; readonly distinct: number }[];
  readonly actor: { readonly address?: string | undefined; readonly addresses?: number | undefined; readonly session?: string | undefined };
}

/** What was found out about the people behind the records. */
export interface CountedPeople {
  readonly known: number;
  /** Records whose person the shop's directory does not know: each may be one more person. */
  readonly unknownRecords: number;
  /** Why nobody could be counted; null when they were. */
  readonly failed: string | null;
  readonly flags: readonly string[];
  /** Groups of which the shop does not tell of everybody whether they belong. */
  readonly untold: readonly string[];
  readonly categories: readonly DataCategory[];
  /** How many of the known people live where, by ISO 3166 code as the directory says it; `''` where it does not. */
  readonly countries?: Readonly<Record<string, number>>;
}

const PLACE = /^[A-Z]{2}$/;
const groups: Readonly<Record<string, string>> = { minor: 'minors' };

/** The facts that signals and the directory state by themselves. Never more certain than they are. Pure. */
export function factsFromSignals(
  signals: readonly SignalFacts[],
  incident: { readonly categories: readonly DataCategory[]; readonly firstSeen: string },
  people: CountedPeople,
  at: string,
): Partial<Record<FactName, Fact>> {
  const stated = (value: FactValue, certainty: Fact['certainty'], evidence: string): Fact => ({
    value,
    certainty,
    evidence,
    statedBy: 'shopbell',
    at,
  });
  const categories = [...new Set([...incident.categories, ...signals.flatMap((signal) => signal.categories), ...people.categories])];
  const rules = [...new Set(signals.map((signal) => signal.rule))].join(', ');
  const evidence = signals.length === 0 ? 'the incident, no signal' : `signals: ${rules}`;
  const facts: Partial<Record<FactName, Fact>> = {
    medium: stated('systems', 'confirmed', evidence),
    occurredFrom: stated(
      earliest([incident.firstSeen, ...signals.map((signal) => signal.firstSeen)]),
      signals.length > 0 ? 'confirmed' : 'likely',
      evidence,
    ),
    firstSignalAt: stated(at, 'confirmed', 'the ledger'),
    categories:
      categories.length > 0 ? stated(categories, 'confirmed', 'the shop’s data map') : stated(null, 'unknown', 'the data map names none'),
    people: peopleFact(people, uncountedIn(signals), stated),
    subgroups: subgroupFact(people, uncountedIn(signals), stated),
    ...countriesFact(people, uncountedIn(signals), stated),
  };
  if (signals.length === 0) return facts;
  return {
    ...facts,
    occurredTo: stated(latest(signals.map((signal) => signal.lastSeen)), 'confirmed', evidence),
    cause: stated('attack', 'likely', evidence),
    confidentiality: confidentiality(signals, stated, evidence),
    integrity: stated('none', 'likely', 'the signals tell of reading only'),
    availability: stated('none', 'likely', 'the shop went on answering'),
    encryption: stated('none', 'confirmed', 'the shop answered with the records in the clear'),
    who: stated(describeActors(signals), 'likely', evidence),
  };
}

type Stated = (value: FactValue, certainty: Fact['certainty'], evidence: string) => Fact;

function confidentiality(signals: readonly SignalFacts[], stated: Stated, evidence: string): Fact {
  if (signals.some((signal) => signal.succeeded === 'yes'))
    return stated('unknown-recipients', 'confirmed', `${evidence}; the answers held the records`);
  if (signals.some((signal) => signal.succeeded === 'unknown'))
    return stated('unknown-recipients', 'likely', `${evidence}; whether the answers held the records is not known`);
  return stated('exposed', 'likely', `${evidence}; the attempts got no records`);
}

/** Whose accounts somebody got into is counted account by account. */
const ACCOUNTS_ENTERED = 'stuffing';

/** What was taken without saying how many records it held. With no signal at all nothing was counted either. */
function uncountedIn(signals: readonly SignalFacts[]): string | null {
  if (signals.length === 0) return 'no signal tells which records were touched';
  const open = signals.find((signal) => signal.succeeded !== 'no' && signal.touched.length === 0 && signal.rule !== ACCOUNTS_ENTERED);
  return open ? `${open.title}: how many records it held cannot be told from outside` : null;
}

function peopleFact(people: CountedPeople, uncounted: string | null, stated: Stated): Fact {
  if (uncounted !== null) return stated({ atLeast: people.known, atMost: null }, 'unknown', uncounted);
  if (people.failed !== null) return stated({ atLeast: people.known, atMost: null }, 'unknown', people.failed);
  const atMost = people.known + people.unknownRecords;
  const evidence =
    people.unknownRecords === 0 ? 'the shop’s directory' : `the shop’s directory; it does not know ${people.unknownRecords} of the records`;
  return stated({ atLeast: people.known, atMost }, people.unknownRecords === 0 ? 'confirmed' : 'likely', evidence);
}

/** Where the people live. While somebody is not known, or the directory does not say it of somebody, each number is “at least” and so is the list. */
function countriesFact(people: CountedPeople, uncounted: string | null, stated: Stated): Pick<Facts, 'countries'> {
  const told = Object.entries(people.countries ?? {}).filter(([code]) => PLACE.test(code));
  const silent = people.known - told.reduce((sum, [, count]) => sum + count, 0);
  if (told.length === 0) return {};
  const isWhole = uncounted === null && people.failed === null && people.unknownRecords === 0 && silent === 0;
  const value = Object.fromEntries(told.map(([code, count]) => [code, { atLeast: count, atMost: isWhole ? count : null }]));
  if (isWhole) return { countries: stated(value, 'confirmed', 'the shop’s directory') };
  const why = uncounted ?? people.failed ?? (silent > 0 ? `the shop’s directory; of ${silent} it names no country` : null);
  return { countries: stated(value, 'unknown', why ?? `the shop’s directory; it does not know ${people.unknownRecords} of the records`) };
}

function subgroupFact(people: CountedPeople, uncounted: string | null, stated: Stated): Fact {
  const found = [...new Set(people.flags.map((flag) => groups[flag] ?? flag))];
  const open = uncounted !== null || people.failed !== null || people.unknownRecords > 0 || people.known === 0;
  if (open) return stated(found, 'unknown', 'not everybody could be looked up');
  // Of a group that was found somebody belongs, whoever else does.
  const untold = people.untold.filter((group) => !people.flags.includes(group));
  if (untold.length > 0) return stated(found, 'unknown', `the shop does not tell of everybody who belongs to: ${untold.join(', ')}`);
  return stated(found, 'likely', 'the shop’s directory');
}

function describeActors(signals: readonly SignalFacts[]): string {
  const addresses = new Set(signals.flatMap((signal) => (signal.actor.address === undefined ? [] : [signal.actor.address])));
  const count = Math.max(addresses.size, ...signals.map((signal) => signal.actor.addresses ?? 0));
  const sessions = new Set(signals.flatMap((signal) => (signal.actor.session === undefined ? [] : [signal.actor.session]))).size;
  const of = (many: number, what: string, each: string): string => `${many} ${many === 1 ? what : each}`;
  const signedIn = sessions === 0 ? '' : `, ${of(sessions, 'signed-in session', 'signed-in sessions')}`;
  return of(count, 'network address', 'network addresses') + signedIn;
}

function earliest(times: readonly string[]): string {
  return new Date(Math.min(...times.map((time) => Date.parse(time)))).toISOString();
}

function latest(times: readonly string[]): string {
  return new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
}
