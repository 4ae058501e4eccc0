/** What a condition looks at. */
export type Subject =
  | { readonly of: 'status' | 'body' | 'time' | 'size' | 'certificate' }
  | { readonly of: 'header'; readonly name: string }
  | { readonly of: 'json'; readonly path: string }
  /** Of a table that a database returned: its first number, how many rows, a number of the first row. */
  | { readonly of: 'value' | 'rows' }
  | { readonly of: 'column'; readonly name: string }
  | MetricSubject;

/** Series of a metric, or of one divided by another; without `by` every one of them must be so. */
export interface MetricSubject {
  readonly of: 'metric';
  readonly by: 'every' | 'any' | 'sum' | 'max' | 'min' | 'mean' | 'count';
  readonly metric: Selector;
  readonly over: Selector | null;
}

export interface Selector {
  readonly name: string;
  /** How fast it rises, per second, instead of what it is. */
  readonly isRate: boolean;
  readonly labels: readonly { readonly name: string; readonly is: boolean; readonly value: string }[];
}

/** What a condition is about: a web answer, a table of a database, what a target tells of itself. */
export type ConditionAbout = 'answer' | 'table' | 'metrics';

/** How it must be. `than`: a number in the subject's own unit (ms, bytes, days). */
export type Demand =
  | { readonly must: 'is' | 'is-not'; readonly values: readonly string[] }
  | { readonly must: 'contains' | 'contains-not' | 'begins' | 'matches'; readonly text: string }
  | { readonly must: 'below' | 'above' | 'at-most' | 'at-least'; readonly than: number }
  | { readonly must: 'exists' | 'missing' };

/** One line of what must be true of an answer. */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  readonly subject: Subject;
  readonly demand: Demand;
}
