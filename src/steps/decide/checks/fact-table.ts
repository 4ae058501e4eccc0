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

const yesNo = ['yes', 'no'] as const;

/** One fact that can be stated. `absent` is what holds when nothing is stated; without it the fact is unknown. */
interface FactRow {
  readonly kind: 'choice' | 'list' | 'count' | 'instant' | 'text' | 'level';
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
  role: {
    kind: 'choice',
    options: ['controller', 'processor'],
    absent: 'controller',
    asks: 'Does the organisation decide on the data, or process it for another?',
  },
  occurredFrom: { kind: 'instant', asks: 'When did it begin?' },
  occurredTo: { kind: 'instant', asks: 'When did it end?' },
  firstSignalAt: { kind: 'instant', asks: 'When was it first noticed?' },
  awareAt: { kind: 'instant', asks: 'Since when was it reasonably certain that personal data is concerned? Starts the 72 hours.' },
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
