import type { Finding, Recall } from '../finding.ts';

interface Told {
  readonly facts: string;
  readonly finding: Finding | null;
}

/** Remembers the last look and the one that is going on. */
export function makeRecall(): Recall {
  let before = new Map<string, Told>();
  let now = new Map<string, Told>();
  return {
    get: (name, facts) => {
      const told = now.get(name) ?? before.get(name);
      return told?.facts === facts ? told.finding : undefined;
    },
    set: (name, facts, finding) => {
      now.set(name, { facts, finding });
    },
    turn: () => {
      before = now;
      now = new Map();
    },
  };
}
