import { choiceOf, listOf } from '../checks/facts.ts';
import { certaintyOf, computed, count, countKnown, fromFacts, fromProfile, listed, mapped } from './proposals.ts';
import type { Filler, Proposal, Work } from './types.ts';

const kinds = ['confidentiality', 'integrity', 'availability'] as const;

/** What is known to have been broken. While one of the three is unknown the list says “at least these”. */
function breachNature(work: Work): Proposal {
  const broken = kinds.filter((kind) => ![null, 'none'].includes(choiceOf(work.facts, kind)));
  return fromFacts(work, [...kinds], broken);
}

/** “No outflow” counts only with logs that cover the whole time. */
function confidentialityType(work: Work): Proposal {
  const { facts } = work;
  const outflow = choiceOf(facts, 'outflow');
  const seen = choiceOf(facts, 'confidentiality');
  const open = fromFacts(work, ['outflow', 'logsCoverWindow'], 'to-be-determined', 'unknown');
  if (outflow === 'yes') return fromFacts(work, ['outflow'], facts.outflow?.certainty === 'confirmed' ? 'disclosed' : 'likely-disclosed');
  if (seen === 'known-recipients' || seen === 'unknown-recipients')
    return fromFacts(work, ['confidentiality'], facts.confidentiality?.certainty === 'confirmed' ? 'disclosed' : 'likely-disclosed');
  if (outflow !== 'no') return open;
  const covered = choiceOf(facts, 'logsCoverWindow');
  if (covered === 'yes' && certaintyOf(facts, ['outflow', 'logsCoverWindow']) === 'confirmed')
    return fromFacts(work, ['outflow', 'logsCoverWindow'], 'not-disclosed');
  return covered === 'no' ? fromFacts(work, ['outflow', 'logsCoverWindow'], 'not-assessable') : open;
}

/** Who did it and whether on purpose; an insider's purpose is not guessed. */
function cause(work: Work): Proposal {
  const chosen = choiceOf(work.facts, 'cause');
  const purpose = choiceOf(work.facts, 'malicious');
  const open = fromFacts(work, ['cause', 'malicious'], 'to-be-determined', 'unknown');
  if (chosen === 'attack') return fromFacts(work, ['cause'], 'external-malicious');
  if (chosen === 'mistake' || chosen === 'technical') return fromFacts(work, ['cause'], 'internal-non-malicious', 'likely');
  if (chosen === null || purpose === null) return open;
  if (chosen === 'insider')
    return fromFacts(work, ['cause', 'malicious'], purpose === 'yes' ? 'internal-malicious' : 'internal-non-malicious');
  return fromFacts(work, ['cause', 'malicious'], purpose === 'yes' ? 'external-malicious' : 'internal-non-malicious', 'likely');
}

function availabilityType(work: Work): Proposal {
  if (choiceOf(work.facts, 'restoredWithin') === 'never') return fromFacts(work, ['restoredWithin'], 'permanent');
  return mapped(work, 'availability', { 'easily-restored': 'temporary', temporary: 'temporary', lost: 'permanent' }, 'not-determined');
}

function natureDescription(work: Work): Proposal {
  const known = listOf(work.facts, 'incidentTypes').items.length > 0;
  const what = known ? work.words.fact('incidentTypes', work.facts) : '';
  return computed('case', work.words.say('nature', { title: work.case.title, known: known ? 'yes' : 'no', what }), 'likely');
}

const fromSubgroups: Readonly<Record<string, string>> = { minors: 'minors', elderly: 'vulnerable', 'protected-address': 'vulnerable' };

function groups(work: Work): Proposal {
  const more = listOf(work.facts, 'subgroups').items.flatMap((item) => fromSubgroups[item] ?? []);
  return listed(work, 'groups', 'not-yet-known', more);
}

function groupsDescription(work: Work): Proposal | null {
  const names = (['groups', 'subgroups', 'countries'] as const).filter((name) => work.facts[name]?.value != null);
  if (names.length === 0) return null;
  return fromFacts(
    work,
    names,
    names.map((name) => work.words.say('groups', { name, what: work.words.fact(name, work.facts) })).join('\n'),
  );
}

const dataTypes: Readonly<Record<string, string>> = {
  name: 'basic',
  'birth-date': 'basic',
  pseudonym: 'basic',
  photo: 'basic',
  email: 'contact',
  phone: 'contact',
  'postal-address': 'contact',
  'payment-card': 'payment',
  'bank-account': 'payment',
  password: 'credentials',
  'password-hash': 'credentials',
  'national-id': 'identification',
  'identity-document': 'official-documents',
  'health-inference': 'health',
  health: 'health',
  location: 'location',
  'pay-data': 'economic',
  transactions: 'economic',
  'contract-details': 'economic',
  'account-behaviour': 'profile',
  preferences: 'profile',
};

/** Kinds of data without a type of their own on the form go under “additional”. */
function types(work: Work): Proposal {
  const { items, complete } = listOf(work.facts, 'categories');
  const codes = [...new Set(items.map((item) => dataTypes[item] ?? 'additional-data'))];
  return fromFacts(work, ['categories'], complete ? codes : [...codes, 'not-yet-known'], complete ? undefined : 'unknown');
}

function dataDescription(work: Work): Proposal | null {
  if (listOf(work.facts, 'categories').items.length === 0) return null;
  return fromFacts(work, ['categories'], work.words.say('data', { what: work.words.fact('categories', work.facts) }));
}

/** What happened to which data of how many people, and what protected them before. */
export const fillNature: Readonly<Record<string, Filler>> = {
  'breach-nature': breachNature,
  'confidentiality-type': confidentialityType,
  unintelligible: (work) =>
    mapped(work, 'encryption', { none: 'not-protected', intact: 'still-protected', broken: 'protection-may-fail' }, 'to-be-determined'),
  'integrity-type': (work) =>
    mapped(
      work,
      'integrity',
      { 'altered-unused': 'altered-unused', 'altered-recoverable': 'altered-recoverable', 'altered-for-good': 'altered-for-good' },
      null,
    ),
  'availability-type': availabilityType,
  'incident-types': (work) => listed(work, 'incidentTypes', 'to-be-determined'),
  cause,
  'nature-description': natureDescription,
  systems: ({ profile }) => fromProfile(profile.systems),
  groups,
  'groups-description': groupsDescription,
  'people-known': (work) => countKnown(work, 'people'),
  'people-count': (work) => count(work, 'people'),
  'data-types': types,
  'data-description': dataDescription,
  'records-known': (work) => countKnown(work, 'records'),
  'records-count': (work) => count(work, 'records'),
  'measures-before': ({ profile }) => fromProfile(profile.measures),
  'measures-before-description': ({ profile }) => fromProfile(profile.measuresDescription),
};
