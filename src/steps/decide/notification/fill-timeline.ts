import type { FactName } from '../checks/fact-table.ts';
import { choiceOf } from '../checks/facts.ts';
import { computed, fromFacts, instant } from './proposals.ts';
import type { Filler, Proposal, Work } from './types.ts';

const times = [
  'occurredFrom',
  'occurredTo',
  'firstSignalAt',
  'awareAt',
  'containedAt',
  'resolvedAt',
] as const satisfies readonly FactName[];

/** A day, a period, or not yet determined. “Still going on” is for a person to say. */
function when(work: Work): Proposal {
  const [from, to] = [choiceOf(work.facts, 'occurredFrom'), choiceOf(work.facts, 'occurredTo')];
  if (from === null || to === null) return fromFacts(work, ['occurredFrom', 'occurredTo'], 'to-be-determined', 'unknown');
  const day = (at: string) => new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: work.timeZone }).format(new Date(at));
  return fromFacts(work, ['occurredFrom', 'occurredTo'], day(from) === day(to) ? 'specific-day' : 'period');
}

function datesEstimated(work: Work): Proposal | null {
  const all = (['occurredFrom', 'occurredTo'] as const).filter((name) => choiceOf(work.facts, name) !== null);
  return all.length === 0
    ? null
    : fromFacts(
        work,
        all,
        all.some((name) => work.facts[name]?.certainty !== 'confirmed'),
      );
}

/** The stated time, else the one that the case's clock runs from, which nobody has confirmed. */
function aware(work: Work): Proposal {
  const stated = choiceOf(work.facts, 'awareAt');
  return stated === null ? computed('clock', work.case.awareAt.toISOString(), 'likely') : fromFacts(work, ['awareAt'], stated);
}

/** What our own program noticed first was found by the controller. */
function isOwnFind({ facts }: Work): boolean {
  return facts.firstSignalAt?.statedBy === 'shopbell' && facts.firstSignalAt.certainty !== 'unknown';
}

function discoveryDescription(work: Work): Proposal | null {
  if (!isOwnFind(work)) return null;
  const values = { title: work.case.title, at: work.words.fact('firstSignalAt', work.facts) };
  return fromFacts(work, ['firstSignalAt'], work.words.say('discovery', values));
}

function comments(work: Work): Proposal | null {
  const known = times.filter((name) => choiceOf(work.facts, name) !== null);
  if (known.length === 0) return null;
  const lines = known.map((name) => work.words.say('timeline', { name, at: work.words.fact(name, work.facts) }));
  return fromFacts(work, known, lines.join('\n'));
}

/** When it happened, when it was noticed, and how. */
export const fillTimeline: Readonly<Record<string, Filler>> = {
  when,
  'dates-estimated': datesEstimated,
  began: (work) => instant(work, 'occurredFrom'),
  ended: (work) => instant(work, 'occurredTo'),
  aware,
  discovery: (work) => (isOwnFind(work) ? fromFacts(work, ['firstSignalAt'], 'by-controller', 'likely') : null),
  'discovery-description': discoveryDescription,
  'timeline-comments': comments,
};
