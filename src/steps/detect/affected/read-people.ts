import type { House } from '#engines/house.ts';
import { belongsTo, dayIn } from '#kernel/belongs-to.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type DataCategory, type LegalGroup, legalGroups, type PersonCard } from '#kernel/people.ts';
import { joinMembership, type Membership, type PersonFacts } from '../checks/judge-groups.ts';
import type { SureRecord } from '../read-touched.ts';
import { asCategories } from '../summarise.ts';
import type { Chosen } from './choice.ts';
import { resolveConcerned } from './resolve-concerned.ts';

/** What was touched of one person: everything over all their records. */
interface TouchedPerson extends PersonFacts {
  readonly customer: string;
  readonly records: number;
  readonly categories: readonly DataCategory[];
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

export interface ReadPeople {
  readonly records: number;
  readonly people: readonly TouchedPerson[];
  readonly unknown: readonly SureRecord[];
}

/** Asks the directory who is behind each record that was chosen, and puts together what belongs to one person. See `resolveConcerned`. */
export async function readPeople(house: House, org: OrgId, chosen: Chosen): Promise<ReadPeople> {
  const people = new Map<string, TouchedPerson>();
  const unknown: SureRecord[] = [];
  let records = 0;
  for await (const batch of resolveConcerned(house, org, chosen)) {
    records += batch.length;
    for (const { record, card } of batch) {
      if (card === null) unknown.push(record);
      else people.set(card.customer, joined(people.get(card.customer), record, card, chosen.timeZone));
    }
  }
  return { records, people: [...people.values()], unknown };
}

const SUREST = ['certain', 'likely', 'possible'] as const;

function joined(before: TouchedPerson | undefined, record: SureRecord, card: PersonCard, timeZone: string): TouchedPerson {
  const groups = membershipOf(card, dayIn(record.first, timeZone));
  const { categories, first, last, times, sure } = record;
  if (before === undefined) return { customer: card.customer, records: 1, categories, first, last, times, sure, groups };
  return {
    customer: card.customer,
    records: before.records + 1,
    categories: asCategories([...before.categories, ...categories]),
    first: new Date(Math.min(before.first.getTime(), first.getTime())),
    last: new Date(Math.max(before.last.getTime(), last.getTime())),
    times: before.times + times,
    sure: SUREST.find((one) => one === before.sure || one === sure) ?? 'possible',
    groups: joinMembership(before.groups, groups),
  };
}

function membershipOf(card: PersonCard, day: string): Membership {
  return Object.fromEntries(legalGroups.map((group): [LegalGroup, string] => [group, belongsTo(card, group, day)])) as Membership;
}
