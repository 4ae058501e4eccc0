import { choiceOf, listOf } from '../checks/facts.ts';
import { computed, fromFacts, listed } from './proposals.ts';
import type { Filler, Proposal, Work } from './types.ts';

const ofConfidentiality: Readonly<Record<string, string>> = {
  'disclosure-to-third-parties': 'beyond-policy',
  'loss-of-control': 'beyond-policy',
  'identity-theft': 'other-purposes',
  fraud: 'other-purposes',
  'financial-loss': 'other-purposes',
  'pseudonymisation-reversed': 'linkable',
};

function confidentialityConsequences(work: Work): Proposal {
  const { items, complete } = listOf(work.facts, 'consequences');
  const codes = [...new Set(items.flatMap((item) => ofConfidentiality[item] ?? []))];
  if (complete) return fromFacts(work, ['consequences'], codes, 'likely');
  return fromFacts(work, ['consequences'], [...codes, 'under-assessment'], 'unknown');
}

function integrityConsequences(work: Work): Proposal {
  const { complete } = listOf(work.facts, 'consequences');
  return fromFacts(work, ['consequences'], complete ? [] : ['under-assessment'], complete ? undefined : 'unknown');
}

function availabilityConsequences(work: Work): Proposal {
  const effect = choiceOf(work.facts, 'effectOnPeople');
  if (effect === null) return fromFacts(work, ['effectOnPeople'], ['under-assessment'], 'unknown');
  const lost = choiceOf(work.facts, 'availability') === 'lost';
  return fromFacts(work, ['effectOnPeople'], effect === 'none' ? [] : [lost ? 'no-access' : 'disruption']);
}

const severities: Readonly<Record<string, string>> = { low: 'minor', medium: 'moderate', high: 'severe', 'very-high': 'severe' };

/** The score's band; several possible bands are not one. */
function severity({ outcome }: Work): Proposal {
  const code = severities[outcome.severity.band];
  return computed('severity', code ?? 'to-be-determined', code === undefined ? 'unknown' : 'likely');
}

/** What a person decided, else what follows from the facts. An answer that is open leaves the risk open. */
function risk({ outcome, decision }: Work): Proposal {
  const answers = decision ?? { authority: outcome.authority.answer, people: outcome.people.answer };
  const from = decision === null ? 'judgement' : 'decision';
  const certainty = decision === null ? 'likely' : 'confirmed';
  if (answers.people === 'yes') return computed(from, 'high-risk', certainty);
  if (answers.authority === 'no') return computed(from, 'risk-unlikely', certainty);
  if (answers.authority === 'yes' && answers.people === 'no') return computed(from, 'risk', certainty);
  return computed(from, 'more-information', 'unknown');
}

function riskDescription({ outcome, decision, words }: Work): Proposal {
  const { low, high, band } = outcome.severity;
  const rules = [...new Set([...outcome.authority.reasons, ...outcome.people.reasons].map((reason) => reason.rule))].join(', ');
  const score = low === high ? low.toFixed(2) : `${low.toFixed(2)}–${high.toFixed(2)}`;
  const first = words.say(band === 'unknown' ? 'risk-open' : 'risk', { score, band: band.replace('-', ''), rules });
  const second = decision === null || decision.reason === '' ? [] : [words.say('decided', { reason: decision.reason })];
  return computed('severity', [first, ...second].join('\n'), 'likely');
}

/** What may follow for the people, how grave that is, and what was done. */
export const fillConsequences: Readonly<Record<string, Filler>> = {
  'confidentiality-consequences': confidentialityConsequences,
  'integrity-consequences': integrityConsequences,
  'availability-consequences': availabilityConsequences,
  impacts: (work) => listed(work, 'consequences', 'to-be-determined'),
  'impacts-other': (work) => fromFacts(work, ['effects'], choiceOf(work.facts, 'effects')),
  severity,
  risk,
  'risk-description': riskDescription,
  'measures-taken': (work) => fromFacts(work, ['remedies'], choiceOf(work.facts, 'remedies')),
};
