import { choiceOf } from '../checks/facts.ts';
import { computed, fromFacts, fromProfile } from './proposals.ts';
import type { Filler, Work } from './types.ts';

const sizes: Readonly<Record<string, string>> = { micro: 'micro', small: 'sme', medium: 'sme', large: 'large' };

function organisationType(work: Work) {
  const size = choiceOf(work.facts, 'size');
  return size === null ? fromProfile(sizes[work.profile.size] ?? null) : fromFacts(work, ['size'], sizes[size] ?? null);
}

function contactAt({ profile }: Work) {
  if (profile.contactAt !== '') return fromProfile(profile.contactAt);
  return profile.dpoName === '' ? null : computed('form', 'contact-dpo', 'likely');
}

/** Joint control says itself that another party is involved; nothing says that none is. */
function partiesInvolved(work: Work) {
  const role = choiceOf(work.facts, 'role');
  return role === 'joint-controller' || role === 'processor' ? fromFacts(work, ['role'], 'yes') : null;
}

type Joint = NonNullable<Work['joint']>[number];

/** What is known of the joint controllers, one after the other; nothing while none is named. */
function ofJoint({ joint = [] }: Work, tell: (one: Joint) => string) {
  return joint.length === 0 ? null : computed('case', joint.map(tell).join('; '), 'confirmed');
}

/** Kind of notification, the controller, who reports, whom to ask, other parties. */
export const fillParties: Readonly<Record<string, Filler>> = {
  type: ({ before }) => computed('form', before === null ? 'new' : 'follow-up', 'confirmed'),
  subtype: ({ phase }) => computed('form', phase, 'confirmed'),
  'previous-id': ({ before }) => (before === null || before.reference === '' ? null : computed('form', before.reference, 'confirmed')),
  'own-reference': (work) => computed('case', work.case.number, 'confirmed'),
  'identifier-type': ({ profile }) => fromProfile(profile.identifierType),
  identifier: ({ profile }) => fromProfile(profile.identifier),
  'controller-name': ({ profile }) => fromProfile(profile.name),
  'controller-contact': ({ profile }) => fromProfile(profile.contact),
  sector: ({ profile }) => fromProfile(profile.sector),
  'organisation-type': organisationType,
  'economic-activity': ({ profile }) => fromProfile(profile.activity),
  'representative-name': ({ profile }) => fromProfile(profile.representativeName),
  'representative-contact': ({ profile }) => fromProfile(profile.representativeContact),
  'reporter-name': ({ profile }) => fromProfile(profile.reporterName),
  'reporter-contact': ({ profile }) => fromProfile(profile.reporterContact),
  'reporter-function': ({ profile }) => fromProfile(profile.reporterFunction),
  'reporter-function-description': ({ profile }) => fromProfile(profile.reporterFunctionDescription),
  'dpo-designated': ({ profile }) => fromProfile(profile.dpoDesignated),
  'dpo-name': ({ profile }) => fromProfile(profile.dpoName),
  'dpo-contact': ({ profile }) => fromProfile(profile.dpoContact),
  'contact-at': contactAt,
  'parties-involved': partiesInvolved,
  'party-role': (work) => ofJoint(work, ({ reports }) => work.words.say('joint', { reports })),
  'party-name': (work) => ofJoint(work, ({ name }) => name),
  'party-contact': (work) => ofJoint(work, ({ contact }) => contact),
};
