import { dataCategories } from '#kernel/people.ts';

/** Kinds of data a case can name: those of the shop's data map, and those that only a person states. */
export const caseCategories = [
  ...dataCategories,
  'identity-document',
  'photo',
  'pseudonym',
  'contract-details',
  'job-application',
  'preferences',
  'location',
  'pay-data',
  'transactions',
  'health',
  'special-category',
] as const;

export type CaseCategory = (typeof caseCategories)[number];

const subgroups = ['protected-address', 'minors', 'elderly', 'health-inferring-goods', 'special-category-goods'] as const;

/** What kind of incident it was: the options of the EDPB's common template, field 60, in our own words. */
const incidentTypes = [
  'employee-misuse',
  'ransomware',
  'malware',
  'phishing',
  'vulnerability-exploited',
  'unauthorised-access',
  'exfiltration',
  'records-mixed-up',
  'device-lost',
  'e-waste',
  'paper-disposal',
  'mail-misdelivered',
  'misconfiguration',
  'wrong-permissions',
  'paper-lost',
  'data-destroyed',
  'shown-to-wrong-recipient',
  'sent-by-mistake',
  'open-distribution-list',
  'technical-malfunction',
  'data-altered',
  'unintended-publication',
  'verbal-disclosure',
  'other',
] as const;

const peopleGroups = [
  'customers',
  'employees',
  'military-or-police',
  'minors',
  'patients',
  'students',
  'subscribers',
  'users',
  'vulnerable',
  'other',
] as const;

const consequences = [
  'loss-of-control',
  'limitation-of-rights',
  'discrimination',
  'identity-theft',
  'fraud',
  'financial-loss',
  'pseudonymisation-reversed',
  'reputation',
  'professional-secrecy',
  'disclosure-to-third-parties',
  'economic-or-social-disadvantage',
  'physical-or-mental-harm',
  'property-damage',
  'other',
] as const;

/** What an organisation may do that a law asks about. */
export const services = [
  'own-shop',
  'marketplace',
  'managed-services',
  'payment-services',
  'telecoms',
  'digital-infrastructure',
  'software-maker',
  'other',
] as const;

const yesNo = ['yes', 'no'] as const;

/** One fact that can be stated. `absent` is what holds when nothing is stated; without it the fact is unknown. */
interface FactRow {
  readonly kind: 'choice' | 'list' | 'count' | 'places' | 'codes' | 'instant' | 'text' | 'level';
  readonly options?: readonly string[];
  readonly absent?: string;
  /** What the fact asks, in plain words; shown as the question of the schema. */
  readonly asks: string;
}

/** Every fact a case can hold. The order is the order of the form. */
const factTable = {
  confidentiality: {
    kind: 'choice',
    options: ['none', 'exposed', 'known-recipients', 'unknown-recipients'],
    asks: 'Who could see the data? `exposed`: at risk, without a sign that anybody looked; otherwise known or unknown recipients.',
  },
  integrity: {
    kind: 'choice',
    options: ['none', 'altered-unused', 'altered-recoverable', 'altered-for-good'],
    asks: 'Was data altered, was it used like that, and can it be put right?',
  },
  availability: {
    kind: 'choice',
    options: ['none', 'easily-restored', 'temporary', 'lost'],
    asks: 'Was data out of reach? `none` when it was there all the time.',
  },
  malicious: { kind: 'choice', options: yesNo, asks: 'Did somebody do it on purpose?' },
  cause: {
    kind: 'choice',
    options: ['attack', 'insider', 'mistake', 'loss', 'technical'],
    asks: 'What was the cause? `loss` includes theft of a thing.',
  },
  medium: {
    kind: 'choice',
    options: ['systems', 'device', 'paper', 'message'],
    asks: 'Where was the data: systems, a device, on paper, in a message?',
  },
  categories: { kind: 'list', options: caseCategories, asks: 'Which kinds of data are concerned?' },
  people: { kind: 'count', asks: 'How many people: a number, or {atLeast, atMost}; atMost null when there is no upper bound.' },
  subgroups: {
    kind: 'list',
    options: subgroups,
    asks: 'Groups among them that need more care; [] when it was checked and there are none.',
  },
  encryption: {
    kind: 'choice',
    options: ['none', 'intact', 'broken'],
    asks: 'Was the data encrypted and is the key safe (`intact`), or is the key or cipher lost (`broken`)?',
  },
  passwordProtection: {
    kind: 'choice',
    options: ['plain', 'weak-hash', 'strong-salted-hash'],
    asks: 'How were passwords kept? Strong means salted and slow, with the salt or pepper safe.',
  },
  credentialsUsed: { kind: 'choice', options: yesNo, absent: 'no', asks: 'Did somebody sign in or pose as customers with success?' },
  outflow: { kind: 'choice', options: yesNo, asks: 'Did data leave, as far as the logs tell?' },
  logsCoverWindow: { kind: 'choice', options: yesNo, asks: 'Do the logs cover the whole time of exposure?' },
  recipientsTrusted: { kind: 'choice', options: yesNo, absent: 'no', asks: 'Are the recipients bound to secrecy and trusted?' },
  corrected: { kind: 'choice', options: yesNo, absent: 'no', asks: 'Was it called back, returned or deleted with confirmation?' },
  publicBefore: {
    kind: 'choice',
    options: yesNo,
    absent: 'no',
    asks: 'Could everybody read all of this data lawfully before, in this form, such as an entry in a public register?',
  },
  restoredWithin: {
    kind: 'choice',
    options: ['hours', 'days', 'weeks', 'never'],
    asks: 'How soon was the data back? `days` means working days.',
  },
  effectOnPeople: {
    kind: 'choice',
    options: ['none', 'delay', 'serious'],
    asks: 'What did the outage do to people: nothing, delayed orders or pay, or harm to health or livelihood?',
  },
  misuseSeen: { kind: 'choice', options: yesNo, absent: 'no', asks: 'Has misuse of the data been seen, such as fraud or fake invoices?' },
  highRiskRemoved: {
    kind: 'choice',
    options: yesNo,
    absent: 'no',
    asks: 'Did later measures remove the high risk (Art. 34(3)(b))? Needs evidence.',
  },
  simpleInsight: {
    kind: 'choice',
    options: ['ordinary', 'social-status', 'sensitive-belief', 'safety'],
    asks: 'What do the contact data tell beyond themselves?',
  },
  behaviouralInsight: {
    kind: 'choice',
    options: ['little', 'ordinary', 'daily-life', 'sensitive'],
    asks: 'How much do orders or habits tell of daily life?',
  },
  financialInsight: { kind: 'choice', options: ['none', 'some', 'ordinary', 'full'], asks: 'How much do the financial data tell?' },
  sensitiveInsight: {
    kind: 'choice',
    options: ['full', 'assumptions', 'general', 'none'],
    asks: 'Do the sensitive data tell a fact, or allow assumptions only?',
  },
  identifiability: { kind: 'level', asks: 'Ease of identification 0.25, 0.5, 0.75 or 1, when a person knows better than the table.' },
  incidentTypes: { kind: 'list', options: incidentTypes, asks: 'What happened? Several may hold.' },
  groups: { kind: 'list', options: peopleGroups, asks: 'Whose data is it: customers, employees, patients …?' },
  records: { kind: 'count', asks: 'How many records: a number, or {atLeast, atMost}.' },
  countries: {
    kind: 'places',
    asks: 'In which countries do these people live, and how many in each? ISO 3166 codes, states of the USA as US-CA: {DE: 120, PL: {atLeast: 10, atMost: null}}.',
  },
  consequences: { kind: 'list', options: consequences, asks: 'What may follow for the people?' },
  disproportionateEffort: {
    kind: 'choice',
    options: yesNo,
    absent: 'no',
    asks: 'Would telling each person take disproportionate effort (Art. 34(3)(c))? Needs evidence and a public notice that works as well.',
  },
  lawEnforcementDelay: {
    kind: 'choice',
    options: yesNo,
    absent: 'no',
    asks: 'Did the police ask in writing that people are told later?',
  },
  role: {
    kind: 'choice',
    options: ['controller', 'joint-controller', 'processor'],
    absent: 'controller',
    asks: 'Does the organisation decide on the data, alone or with others, or process it for another?',
  },
  establishedIn: {
    kind: 'codes',
    asks: 'In which countries has the organisation an establishment? ISO 3166 codes, the main one first.',
  },
  services: {
    kind: 'list',
    options: services,
    asks: 'What does the organisation do: its own shop, a marketplace for others, IT services for others, payments …?',
  },
  size: {
    kind: 'choice',
    options: ['micro', 'small', 'medium', 'large'],
    asks: 'How large is the organisation? Medium: from 50 people or 10 million euros a year.',
  },
  operationalImpact: {
    kind: 'choice',
    options: ['none', 'limited', 'severe'],
    asks: 'Did it, or could it, severely disrupt the service, cost much money, or do others considerable damage?',
  },
  significantHarm: {
    kind: 'choice',
    options: yesNo,
    asks: 'Is significant harm to somebody likely: to body, money, identity, reputation or relationships?',
  },
  flawExploited: {
    kind: 'choice',
    options: yesNo,
    asks: 'Was a flaw in software that you yourselves publish exploited?',
  },
  occurredFrom: { kind: 'instant', asks: 'When did it begin?' },
  occurredTo: { kind: 'instant', asks: 'When did it end?' },
  firstSignalAt: { kind: 'instant', asks: 'When was it first noticed?' },
  investigatedFrom: { kind: 'instant', asks: 'When did you begin to find out what happened?' },
  awareAt: { kind: 'instant', asks: 'Since when was it reasonably certain that personal data is concerned? Starts the 72 hours.' },
  classifiedAt: { kind: 'instant', asks: 'When was it classified as a significant or major incident?' },
  riskDecidedAt: { kind: 'instant', asks: 'When was the risk for the people assessed?' },
  containedAt: { kind: 'instant', asks: 'When was it stopped?' },
  resolvedAt: { kind: 'instant', asks: 'When was everything back to normal?' },
  authorityToldAt: { kind: 'instant', asks: 'When was the authority told first?' },
  peopleToldAt: { kind: 'instant', asks: 'When were the first people told?' },
  who: { kind: 'text', asks: 'Who did it, as far as is known? Never a personal name.' },
  effects: { kind: 'text', asks: 'What does it mean for the people?' },
  remedies: { kind: 'text', asks: 'What was done against it and against a repeat?' },
} as const satisfies Record<string, FactRow>;

export type FactName = keyof typeof factTable;

export const factNames = Object.keys(factTable) as FactName[];

/** The row of a fact without its literal types. */
export function factRow(name: FactName): FactRow {
  return factTable[name];
}
