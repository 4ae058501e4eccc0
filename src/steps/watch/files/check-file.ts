/** One file of a set of checks: YAML, or a journey that one of them names. */
export interface CheckFile {
  /** As it is told in messages. */
  readonly path: string;
  readonly text: string;
}
