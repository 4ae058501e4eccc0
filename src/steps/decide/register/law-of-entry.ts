import type { Answer } from '../checks/facts.ts';

/** What one law asked for in a case, what was decided of it and what came of it. */
export interface LawOfEntry {
  /** Id of the law, such as `uk-gdpr`. */
  readonly law: string;
  /** Whether it is the one that the three answers of the entry are of. */
  readonly home: boolean;
  readonly variant: string | null;
  readonly duties: readonly {
    readonly id: string;
    readonly to: string;
    readonly stage: string | null;
    /** What follows from the facts. */
    readonly answer: Answer;
    /** What a person decided; null: nobody did of this duty. */
    readonly decided: 'yes' | 'no' | 'unknown' | null;
    readonly reasons: readonly string[];
    /** ISO 8601; null: without a term, or its anchor is not stated. */
    readonly due: string | null;
    readonly state: 'running' | 'met' | 'late' | 'dropped' | null;
    readonly metAt: string | null;
  }[];
}

export interface LawsOfEntry {
  readonly laws: readonly LawOfEntry[];
  /** Laws of which it is not known whether they apply. */
  readonly mayApply: readonly string[];
}
