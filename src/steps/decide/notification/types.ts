import type { Outcome } from '../checks/decide-obligations.ts';
import type { FactName } from '../checks/fact-table.ts';
import type { Bounds, Facts, Places } from '../checks/facts.ts';
import type { Profile } from './profile.ts';
import type { Authority } from './tables.ts';

export type Phase = 'incomplete' | 'complete' | 'withdraw';

/** A field's content: a code or text, codes, a number of people or records, places with numbers, a yes or no. `null`: nothing. */
export type FieldValue = string | boolean | readonly string[] | Bounds | Places | null;

/** Where a field's value comes from. */
export type Source =
  | { readonly kind: 'fact'; readonly facts: readonly FactName[] }
  | { readonly kind: 'profile' }
  | { readonly kind: 'person'; readonly by: string; readonly at: string }
  /** Worked out: from the case, its clock, the severity, the judgement or a decision, the places. */
  | { readonly kind: 'computed'; readonly from: 'case' | 'clock' | 'severity' | 'judgement' | 'decision' | 'places' | 'form' }
  /** The ledger's record of the letters to people. */
  | { readonly kind: 'told-record' };

/** `unknown`: nobody knows yet; a value beside it says “at least this”. */
export type FieldCertainty = 'confirmed' | 'likely' | 'unknown';

/** What the case, the profile or the record propose for a field. */
export interface Proposal {
  readonly value: FieldValue;
  readonly certainty: FieldCertainty;
  readonly source: Source;
}

/** What a person wrote for this form only. `over` is what was proposed then, so that a later change is noticed. */
export interface Answer {
  readonly value: FieldValue;
  readonly by: string;
  readonly at: string;
  readonly over: string;
}

export type Answers = Readonly<Record<string, Answer>>;

/** How far telling the people is, as the ledger and the facts say. */
export interface ToldRecord {
  readonly notice: string;
  readonly hash: string;
  readonly state: 'drafted' | 'sending' | 'told';
  /** ISO 8601, of the first letter. */
  readonly first: string | null;
  /** When the last letter left; null while they are leaving. */
  readonly at: Date | null;
  readonly delivered: number;
  readonly failed: number;
  readonly withoutAddress: number;
  readonly toldOtherwise: number;
}

/** Sentences in the notification's own language. */
export interface FormWords {
  say(key: FormSentence, values?: Readonly<Record<string, string | number>>): string;
  /** A fact's value as people say it. */
  fact(name: FactName, facts: Facts): string;
}

type FormSentence =
  | 'discovery'
  | 'timeline'
  | 'nature'
  | 'groups'
  | 'data'
  | 'risk'
  | 'risk-open'
  | 'decided'
  | 'not-all-told'
  | 'told-what'
  | 'joint';

/** What a notification rests on besides facts, profile and answers. */
export interface FillContext {
  readonly phase: Phase;
  /** When the notification is, or would be, made. */
  readonly at: Date;
  readonly authority: Authority | null;
  readonly case: { readonly number: string; readonly title: string; readonly awareAt: Date; readonly deadline: Date };
  /** The reference of the first notification to this authority; `null` while there is none. */
  readonly before: { readonly reference: string } | null;
  readonly decision: { readonly authority: string; readonly people: string; readonly reason: string } | null;
  readonly told: ToldRecord | null;
  /** Joint controllers, as a person named them. */
  readonly joint?: readonly { readonly name: string; readonly contact: string; readonly reports: 'yes' | 'no' | 'unknown' }[];
  readonly timeZone: string;
  readonly words: FormWords;
}

/** Everything that a filler may look at. */
export interface Work extends FillContext {
  readonly facts: Facts;
  readonly outcome: Outcome;
  readonly profile: Profile;
}

export type Filler = (work: Work) => Proposal | null;

export interface FilledField {
  readonly number: number;
  readonly key: string;
  readonly section: string;
  readonly value: FieldValue;
  readonly certainty: FieldCertainty | null;
  readonly source: Source | null;
  /** Whether the template asks for it here: mandatory, or conditional and shown. */
  readonly required: boolean;
  /** Required and without a value. */
  readonly missing: boolean;
  /** A person answered, and what the case says has changed since. */
  readonly outdated: boolean;
  /** What would stand here if no person had answered; `null` when nothing proposes anything. */
  readonly proposed: FieldValue;
}

export interface Completeness {
  readonly required: number;
  readonly answered: number;
  /** Answered, but with “not yet known”. */
  readonly open: number;
  readonly missing: readonly string[];
}

/** The canonical notification: the fields that are shown, in the template's order. */
export interface Notification {
  readonly phase: Phase;
  readonly kind: 'new' | 'follow-up';
  readonly late: boolean;
  readonly fields: readonly FilledField[];
  readonly completeness: Completeness;
}
