import type { CaseKind } from '../events.ts';
import type { FactName } from './fact-table.ts';
import type { Facts } from './facts.ts';

/** A time at which the organisation may have become aware, and why it may be that one. */
export interface AwarenessHint {
  readonly at: Date;
  readonly why: 'first-signal' | 'noticed' | 'told-by-customer' | 'told-by-processor' | 'investigation-began' | 'incident-opened';
}

type Case = { readonly kind: CaseKind; readonly opened_at: Date };

const whyNoticed: Readonly<Record<CaseKind, AwarenessHint['why']>> = {
  incident: 'first-signal',
  'lost-device': 'noticed',
  'wrong-recipient': 'noticed',
  tip: 'told-by-customer',
  'processor-notice': 'told-by-processor',
  other: 'noticed',
};

/**
 * When the organisation may have become aware, earliest first: what is known of it, never a decision. A loss counts from when it was
 * noticed, a tip with evidence and a processor's notice from when they came in; a short investigation may come between. Pure.
 */
export function suggestAwareness(facts: Facts, row: Case): AwarenessHint[] {
  const noticed = instantFact(facts, 'firstSignalAt');
  const investigated = instantFact(facts, 'investigatedFrom');
  const hints: AwarenessHint[] = [
    ...(noticed === null ? [] : [{ at: noticed, why: whyNoticed[row.kind] }]),
    ...(investigated === null ? [] : [{ at: investigated, why: 'investigation-began' as const }]),
    ...(row.kind === 'incident' ? [{ at: row.opened_at, why: 'incident-opened' as const }] : []),
  ];
  const seen = new Set<number>();
  return hints.sort((a, b) => a.at.getTime() - b.at.getTime()).filter(({ at }) => !seen.has(at.getTime()) && seen.add(at.getTime()));
}

/** A fact that is an instant; null while it is not known. Pure. */
export function instantFact(facts: Facts, name: FactName): Date | null {
  const fact = facts[name];
  if (!fact || fact.certainty === 'unknown' || typeof fact.value !== 'string') return null;
  const at = new Date(fact.value);
  return Number.isNaN(at.getTime()) ? null : at;
}
