import { compareSeverity, type Severity } from '#kernel/outcome.ts';
import type { BaselineEntry, Decision, GateItem, JudgedItem, Standing } from './types.ts';

interface Wish {
  readonly items: readonly GateItem[];
  readonly entries: readonly BaselineEntry[];
  /** What is milder does not fail. */
  readonly level: Severity;
  /** Day, `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Checks that looked at everything: only they can say that something is gone. */
  readonly sure: ReadonlySet<string>;
}

/** Compares what is there with what is known. Pure. */
export function decide({ items, entries, level, today, sure }: Wish): Decision {
  const known = new Map(entries.map((entry) => [entry.fingerprint, entry]));
  const judged = items
    .map((item): JudgedItem => {
      const entry = known.get(item.fingerprint) ?? null;
      return { ...item, entry, standing: standingOf(item, entry, level, today) };
    })
    .sort(gravestFirst);
  const there = new Set(items.map(({ fingerprint }) => fingerprint));
  const missing = entries.filter(({ fingerprint }) => !there.has(fingerprint));
  const isGrave = ({ severity }: JudgedItem) => compareSeverity(severity, level) >= 0;
  return {
    failing: judged.filter((item) => ['new', 'worsened', 'expired'].includes(item.standing) && isGrave(item)),
    known: judged.filter(({ standing }) => standing === 'known'),
    expired: judged.filter(({ standing }) => standing === 'expired'),
    below: judged.filter(({ standing }) => standing === 'below'),
    gone: missing.filter(({ check }) => sure.has(check)),
    unchecked: missing.filter(({ check }) => !sure.has(check)),
  };
}

function standingOf(item: GateItem, entry: BaselineEntry | null, level: Severity, today: string): Standing {
  const isMild = compareSeverity(item.severity, level) < 0;
  if (entry === null) return isMild ? 'below' : 'new';
  if (entry.until !== null && entry.until < today) return 'expired';
  if (compareSeverity(item.severity, entry.severity) > 0) return isMild ? 'below' : 'worsened';
  return 'known';
}

function gravestFirst(a: GateItem, b: GateItem): number {
  return compareSeverity(b.severity, a.severity) || (a.check < b.check ? -1 : a.check > b.check ? 1 : a.key < b.key ? -1 : 1);
}
