import type { Finding } from '../finding.ts';

/** What the last look told, so that a finding about which nothing changed is told again as it was, without counting it anew. */
export interface Recall {
  /** The finding that `make` made in the last look or in this one for the same facts, the very same object; else makes it. */
  of(key: string, facts: string, make: () => Promise<Finding | null>): Promise<Finding | null>;
  /** Ends a look: what was not asked for in it is forgotten. */
  turn(): void;
}

interface Told {
  readonly facts: string;
  readonly finding: Finding | null;
}

export function makeRecall(): Recall {
  let before = new Map<string, Told>();
  let now = new Map<string, Told>();
  return {
    of: async (key, facts, make) => {
      const known = now.get(key) ?? before.get(key);
      const told = known !== undefined && known.facts === facts ? known : { facts, finding: await make() };
      now.set(key, told);
      return told.finding;
    },
    turn: () => {
      before = now;
      now = new Map();
    },
  };
}
