export interface ErrorRow {
  /** HTTP status when it reaches a route. */
  readonly status: number;
  /** What happened and what it means. `{name}` is filled from the error's details. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
}
