import { type LegalGroup, legalGroups } from '#kernel/people.ts';
import type { Affected, Bounds, Reason } from '../affected/affected.ts';

export type Membership = Readonly<Record<LegalGroup, 'yes' | 'no' | 'unknown'>>;

/** One person behind touched records. */
export interface PersonFacts {
  /** The surest of their records. */
  readonly sure: 'certain' | 'likely' | 'possible';
  readonly groups: Membership;
}

/**
 * How many of a group were touched. `unknown`: of so many people nobody can tell whether they belong; `null`: nobody can tell of how many.
 * `some`: at least one surely belongs, `nobody`: surely none does.
 */
export interface GroupCount {
  readonly group: LegalGroup;
  readonly answer: 'some' | 'nobody' | 'unknown';
  readonly atLeast: number;
  readonly atMost: number | null;
  readonly unknown: number | null;
  readonly because: readonly Reason[];
}

/** What the directory told of the people behind the records. */
export interface Counted {
  /** How many records, and entered accounts, it was asked about. */
  readonly records: number;
  readonly people: readonly PersonFacts[];
  /** Records whose people it does not know: each may be one more person. */
  readonly unknownRecords: number;
}

export interface PeopleCount {
  readonly records: number;
  readonly known: number;
  readonly unknownRecords: number;
  readonly people: Bounds;
  readonly groups: readonly GroupCount[];
}

/** How many people, and of each group, once the directory was asked. `before`: what records alone tell. Pure. */
export function judgePeopleCount(counted: Counted, before: Pick<Affected, 'people' | 'records' | 'entered'>): PeopleCount {
  const { people, unknownRecords, records } = counted;
  const known = people.length;
  const atLeast = Math.max(before.people.atLeast, people.filter((one) => one.sure === 'certain').length);
  // What exports add beside single records stays.
  const beside = besideRecords(before);
  const atMost = beside === null ? null : Math.max(atLeast, known + unknownRecords + beside);
  return {
    ...{ records, known, unknownRecords, people: { atLeast, atMost } },
    groups: legalGroups.map((group) => countGroup(group, counted, beside)),
  };
}

/** How many people, beside those of single records and entered accounts, there may be at most; `null`: nobody can tell. Pure. */
export function besideRecords({ people, records, entered }: Pick<Affected, 'people' | 'records' | 'entered'>): number | null {
  return people.atMost === null ? null : Math.max(0, people.atMost - records - entered.all);
}

function countGroup(group: LegalGroup, { people, unknownRecords }: Counted, beside: number | null): GroupCount {
  const of = (answer: 'yes' | 'no' | 'unknown') => people.filter((one) => one.groups[group] === answer);
  const untold = of('unknown').length;
  const atLeast = of('yes').filter((one) => one.sure === 'certain').length;
  const unknown = beside === null ? null : untold + unknownRecords + beside;
  const atMost = unknown === null ? null : of('yes').length + unknown;
  const word = group === 'minor' ? 'birth-dates' : 'marks';
  const because: Reason[] = [];
  if (untold > 0) because.push({ code: untold === people.length ? `no-${word}` : `some-${word}`, values: { count: untold } });
  if (unknownRecords > 0) because.push({ code: 'not-in-directory', values: { count: unknownRecords } });
  if (beside === null) because.push({ code: 'no-upper-bound', values: {} });
  else if (beside > 0) because.push({ code: 'in-exports', values: { count: beside } });
  if (of('yes').length > atLeast) because.push({ code: 'not-certain', values: { count: of('yes').length - atLeast } });
  return { group, answer: atLeast > 0 ? 'some' : atMost === 0 ? 'nobody' : 'unknown', atLeast, atMost, unknown, because };
}

/** What can be said of the groups before anybody asked the directory. Nobody touched is nobody of any group. Pure. */
function groupsUnasked({ people }: Pick<Affected, 'people'>): readonly GroupCount[] {
  return legalGroups.map((group) => ({
    group,
    answer: people.atMost === 0 ? 'nobody' : 'unknown',
    atLeast: 0,
    atMost: people.atMost,
    unknown: people.atMost,
    because: people.atMost === 0 ? [] : [{ code: 'nobody-asked', values: {} }],
  }));
}

interface Now {
  readonly people: Bounds;
  readonly groups: readonly GroupCount[];
  readonly reasons: readonly Reason[];
}

/** What holds now: what was counted when the directory was asked, and that nobody was asked about what came since. Pure. */
export function judgeNow(affected: Pick<Affected, 'people' | 'records' | 'entered' | 'reasons'>, count: PeopleCount | null): Now {
  if (count === null) return { people: affected.people, groups: groupsUnasked(affected), reasons: affected.reasons };
  const since = Math.max(0, affected.records + affected.entered.all - count.records);
  const plus = (number: number | null) => (number === null || affected.people.atMost === null ? null : number + since);
  const people = { atLeast: Math.max(count.people.atLeast, affected.people.atLeast), atMost: plus(count.people.atMost) };
  const later = since > 0 ? [{ code: 'since-asked', values: { count: since } }] : [];
  return {
    people,
    groups: count.groups.map((one) => ({
      ...one,
      answer: one.answer === 'nobody' && plus(one.atMost) !== 0 ? 'unknown' : one.answer,
      atMost: plus(one.atMost),
      unknown: plus(one.unknown),
      because: [...one.because, ...later],
    })),
    reasons: [
      { code: 'asked', values: { people: count.known, unknown: count.unknownRecords } },
      ...later,
      ...affected.reasons.filter(({ code }) => code !== 'nobody-asked' && code !== 'entered'),
    ],
  };
}

/** What is known of one person from several records: a yes of one is a yes; a no needs a no of all. Pure. */
export function joinMembership(a: Membership, b: Membership): Membership {
  const joined = (group: LegalGroup) =>
    a[group] === 'yes' || b[group] === 'yes' ? 'yes' : a[group] === 'unknown' || b[group] === 'unknown' ? 'unknown' : 'no';
  return Object.fromEntries(legalGroups.map((group) => [group, joined(group)])) as Membership;
}
