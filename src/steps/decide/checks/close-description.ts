import type { FactName } from './fact-table.ts';
import { choiceOf, type Fact, type Facts, type FactValue, listOf } from './facts.ts';

type Choices = Readonly<Partial<Record<FactName, readonly string[]>>>;

/** What a description that is silent about one fact is taken to say. */
interface Silence {
  readonly name: FactName;
  readonly value: FactValue;
  readonly certainty: 'confirmed' | 'likely';
  /** Every one of these facts is stated so. */
  readonly when?: Choices;
  /** One of these facts is stated so. */
  readonly whenAny?: Choices;
  /** None of these facts is stated so. */
  readonly unless?: Choices;
  /** None of these facts is stated at all. */
  readonly unstated?: readonly FactName[];
  readonly because: string;
}

const shown = ['exposed', 'known-recipients', 'unknown-recipients'];
const away = ['easily-restored', 'temporary', 'lost'];
const altered = ['altered-unused', 'altered-recoverable', 'altered-for-good'];
const anyHarm: Choices = { confidentiality: shown, integrity: altered, availability: away };
/** Kinds of incident in which data is out of reach, or may well be. */
const takesAway: Choices = { incidentTypes: ['ransomware', 'data-destroyed', 'device-lost', 'paper-lost'] };

/** Kinds of data that can do serious harm by themselves. */
const grave: Choices = {
  categories: [
    'password',
    'password-hash',
    'payment-card',
    'bank-account',
    'pay-data',
    'transactions',
    'national-id',
    'identity-document',
    'health',
    'health-inference',
    'special-category',
    'message-contents',
    'location',
    'photo',
  ],
  groups: ['minors', 'vulnerable', 'military-or-police', 'patients'],
  subgroups: ['protected-address', 'minors', 'elderly', 'health-inferring-goods', 'special-category-goods'],
  misuseSeen: ['yes'],
};

/** The first row that fits holds. Whether data was shown, and what became of a lost device, is never filled in. */
const silences: readonly Silence[] = [
  {
    name: 'integrity',
    value: 'none',
    certainty: 'confirmed',
    whenAny: { confidentiality: shown, availability: away },
    unless: { incidentTypes: ['data-altered'] },
    because: 'another harm is told of, no alteration',
  },
  {
    name: 'availability',
    value: 'none',
    certainty: 'confirmed',
    whenAny: { confidentiality: shown, integrity: altered },
    unless: { ...takesAway, cause: ['loss'] },
    unstated: ['restoredWithin', 'effectOnPeople'],
    because: 'another harm is told of, no outage',
  },
  {
    name: 'availability',
    value: 'none',
    certainty: 'likely',
    when: { cause: ['loss'], confidentiality: shown },
    unstated: ['restoredWithin', 'effectOnPeople'],
    because: 'nothing is told of data that is missed',
  },
  {
    name: 'restoredWithin',
    value: 'hours',
    certainty: 'confirmed',
    when: { availability: ['easily-restored'] },
    because: 'recoverable without difficulty',
  },
  {
    name: 'effectOnPeople',
    value: 'none',
    certainty: 'confirmed',
    when: { availability: ['easily-restored'] },
    unless: { restoredWithin: ['days', 'weeks', 'never'] },
    because: 'recoverable without difficulty',
  },
  {
    name: 'effectOnPeople',
    value: 'serious',
    certainty: 'likely',
    when: { groups: ['patients'], categories: ['health'], availability: ['temporary', 'lost'] },
    whenAny: { availability: ['lost'], restoredWithin: ['days', 'weeks', 'never'] },
    because: 'the care of patients depends on their records',
  },
  {
    name: 'encryption',
    value: 'none',
    certainty: 'likely',
    whenAny: { medium: ['systems'], confidentiality: ['known-recipients', 'unknown-recipients'] },
    unless: { medium: ['device'] },
    because: 'no encryption is told of, and systems hand data out in the clear',
  },
  {
    name: 'incidentTypes',
    value: [],
    certainty: 'likely',
    whenAny: anyHarm,
    because: 'no kind of incident is named',
  },
  {
    name: 'logsCoverWindow',
    value: 'no',
    certainty: 'likely',
    when: { confidentiality: ['exposed'] },
    unstated: ['outflow'],
    because: 'no log is told of',
  },
  {
    name: 'subgroups',
    value: ['minors'],
    certainty: 'likely',
    when: { groups: ['minors'] },
    because: 'minors are among the people',
  },
  {
    name: 'subgroups',
    value: [],
    certainty: 'confirmed',
    when: { confidentiality: ['exposed', 'known-recipients'] },
    whenAny: { confidentiality: ['known-recipients'], medium: ['paper', 'message'] },
    unless: { groups: ['vulnerable'], cause: ['attack', 'insider', 'loss'] },
    because: 'it is known who was mixed up with whom, and no group that needs more care is told of',
  },
  {
    name: 'subgroups',
    value: [],
    certainty: 'likely',
    whenAny: anyHarm,
    unless: { groups: ['vulnerable'] },
    because: 'no group that needs more care is told of',
  },
  {
    name: 'significantHarm',
    value: 'no',
    certainty: 'confirmed',
    when: { encryption: ['intact'] },
    because: 'nobody can read what is encrypted',
  },
  {
    name: 'significantHarm',
    value: 'no',
    certainty: 'confirmed',
    whenAny: { cause: ['mistake', 'technical'] },
    unless: { ...grave, malicious: ['yes'] },
    because: 'an accident with ordinary data, and no harm is told of',
  },
];

/**
 * A finished description of one breach, with what its silence says: a harm that is not told of beside one that is did not happen, data in
 * systems was not encrypted, nothing was logged. Only facts that are left out are filled in; a fact that is said to be unknown stays so. For
 * descriptions that are whole, not for a case that people are still answering. Pure.
 */
export function closeDescription(stated: Facts): Facts {
  const facts: Partial<Record<FactName, Fact>> = { ...stated };
  for (const row of silences) {
    if (facts[row.name] || !fits(row, stated)) continue;
    facts[row.name] = { value: row.value, certainty: row.certainty, evidence: row.because };
  }
  return facts;
}

function fits({ when = {}, whenAny, unless = {}, unstated = [] }: Silence, stated: Facts): boolean {
  const said = ([name, options]: [string, readonly string[]]) => isSaid(stated, name as FactName, options);
  return (
    Object.entries(when).every(said) &&
    (whenAny === undefined || Object.entries(whenAny).some(said)) &&
    !Object.entries(unless).some(said) &&
    unstated.every((name) => stated[name] === undefined)
  );
}

function isSaid(facts: Facts, name: FactName, options: readonly string[]): boolean {
  const choice = choiceOf(facts, name);
  return choice === null ? listOf(facts, name).items.some((item) => options.includes(item)) : options.includes(choice);
}
