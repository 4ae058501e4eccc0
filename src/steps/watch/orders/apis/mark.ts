import type { PageState } from './next-page.ts';

/** How far a request has come; kept between rounds. Times are ISO. */
export interface Mark {
  /** What changed from then on is asked for. */
  readonly since: string;
  /** When the last whole answer was begun. */
  readonly done?: string | undefined;
  /** Within an answer: when it was begun, until when it reaches, and the next page. */
  readonly begun?: string | undefined;
  readonly until?: string | undefined;
  readonly at?: PageState | undefined;
  /** Pages of this answer so far. */
  readonly pages?: number | undefined;
  /** Rounds in a row in which this very page was not answered. */
  readonly tries?: number | undefined;
}

/** Of each request of a description, by its name. */
export type Marks = Readonly<Record<string, Mark>>;
