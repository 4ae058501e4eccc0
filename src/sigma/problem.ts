/** Where in a YAML document something stands: keys and list positions from its top. */
export type RulePath = readonly (string | number)[];

/** Why a rule cannot be used. `line` is 1-based within its file, 0 when it has none. */
export interface RuleProblem {
  readonly file: string;
  readonly line: number;
  /** Title, name or id of the rule, or '' when it has none yet. */
  readonly rule: string;
  readonly reason: string;
}

/** Thrown inside the room, turned into a RuleProblem with a line by `readDocuments` and `linkRules`. */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly path: RulePath;
  constructor(reason: string, path: RulePath = []) {
    super(reason);
    this.path = path;
  }
}
