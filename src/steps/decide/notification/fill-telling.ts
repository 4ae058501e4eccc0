import { choiceOf } from '../checks/facts.ts';
import { certaintyOf, computed, fromFacts } from './proposals.ts';
import type { Filler, Proposal, Work } from './types.ts';

function isTold({ told, facts }: Work): boolean {
  return choiceOf(facts, 'peopleToldAt') !== null || (told !== null && told.first !== null);
}

function fromRecord(value: Proposal['value']): Proposal {
  return { value, certainty: 'confirmed', source: { kind: 'told-record' } };
}

/** Letters that left are a fact; otherwise what was decided, else what follows from the facts. */
function peopleTold(work: Work): Proposal {
  const { told, facts, outcome, decision } = work;
  if (told !== null && told.first !== null) return fromRecord('told');
  if (choiceOf(facts, 'peopleToldAt') !== null) return fromFacts(work, ['peopleToldAt'], 'told');
  const answer = decision?.people ?? outcome.people.answer;
  const from = decision === null ? 'judgement' : 'decision';
  const certainty = decision === null ? 'likely' : 'confirmed';
  if (answer === 'yes') return computed(from, 'told-on-open-date', certainty);
  if (answer !== 'no') return computed(from, 'assessment-ongoing', 'unknown');
  return metExemptions(work).length > 0 ? computed(from, 'exempt', 'likely') : computed(from, 'not-high-risk', certainty);
}

function metExemptions({ facts }: Work) {
  const met = [
    { code: 'protection-applied', fact: 'encryption', holds: choiceOf(facts, 'encryption') === 'intact' },
    { code: 'risk-removed', fact: 'highRiskRemoved', holds: choiceOf(facts, 'highRiskRemoved') === 'yes' },
    { code: 'disproportionate', fact: 'disproportionateEffort', holds: choiceOf(facts, 'disproportionateEffort') === 'yes' },
  ] as const;
  return met.filter((one) => one.holds);
}

function exemptions(work: Work): Proposal | null {
  const met = metExemptions(work);
  const names = met.map((one) => one.fact);
  return met.length === 0
    ? null
    : fromFacts(
        work,
        names,
        met.map((one) => one.code),
        certaintyOf(work.facts, names),
      );
}

function toldOn(work: Work): Proposal | null {
  const { told } = work;
  const day = (at: string) => new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: work.timeZone }).format(new Date(at));
  if (told !== null && told.first !== null) return fromRecord(day(told.first));
  const stated = choiceOf(work.facts, 'peopleToldAt');
  return stated === null ? null : fromFacts(work, ['peopleToldAt'], day(stated));
}

function untold({ told }: Work): number {
  return told === null ? 0 : Math.max(0, told.failed + told.withoutAddress - told.toldOtherwise);
}

/** While letters are still leaving nobody can say “all”. */
function allTold(work: Work): Proposal | null {
  if (work.told === null || work.told.first === null) return null;
  return fromRecord(work.told.state === 'told' && untold(work) === 0 ? 'all-told' : 'not-all-told');
}

function notAllToldWhy(work: Work): Proposal | null {
  const { told, words } = work;
  if (told === null || told.first === null) return null;
  return fromRecord(words.say('not-all-told', { state: told.state, delivered: told.delivered, missing: untold(work) }));
}

/** Whether, when and how the people were told. */
export const fillTelling: Readonly<Record<string, Filler>> = {
  'people-told': peopleTold,
  'people-told-on': toldOn,
  exemptions,
  'all-told': allTold,
  'not-all-told-why': notAllToldWhy,
  'told-by': ({ told }) => (told !== null && told.first !== null ? fromRecord(['individually']) : null),
  'told-what': ({ told, words }) =>
    told !== null && told.first !== null ? fromRecord(words.say('told-what', { hash: told.hash.slice(0, 12) })) : null,
  attachments: (work) => (isTold(work) ? computed('form', ['notice'], 'likely') : null),
};
