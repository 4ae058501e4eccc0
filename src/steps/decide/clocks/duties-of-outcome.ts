import type { Outcome } from '../checks/decide-obligations.ts';
import type { LawTables } from '../tables.ts';
import type { ClockDuty } from './clocks-of.ts';

/** A judgement that already lists the duties of every regime. */
type Judgement = Outcome & { readonly duties?: readonly ClockDuty[] };

/** The duties of a judgement that may have a deadline: those it lists itself, else the one of the GDPR that the case's own deadline is for. Pure. */
export function dutiesOfOutcome(outcome: Judgement, deadline: Date, law: Pick<LawTables, 'gdpr'>): readonly ClockDuty[] {
  if (outcome.duties !== undefined) return outcome.duties;
  const row = law.gdpr.duties.find((duty) => duty.to === 'authority');
  if (row === undefined) return [];
  return [
    {
      id: row.id,
      regime: law.gdpr.id,
      to: 'authority',
      stage: 'notification',
      answer: outcome.authority.answer,
      deadline: { anchor: 'awareAt', at: deadline.toISOString() },
      does: row.does,
    },
  ];
}
