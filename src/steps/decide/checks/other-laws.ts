import type { Duty, Outcome } from './decide-obligations.ts';
import type { Answer } from './facts.ts';

/** What a law besides the home law asks of this case. */
export interface OtherLaw {
  readonly id: string;
  readonly applies: Answer;
  readonly variant: string | null;
  /** Duties that are there or may be. */
  readonly duties: readonly Duty[];
}

/** The laws besides the home law that apply and ask for something, the surest and the soonest due first. Pure. */
export function otherLaws({ home, regimes, duties }: Outcome): OtherLaw[] {
  const rank: Readonly<Record<Answer, number>> = { yes: 0, unknown: 1, no: 2 };
  return regimes
    .filter(({ id, applies }) => id !== home && applies !== 'no')
    .map(({ id, applies, variant }) => ({
      id,
      applies,
      variant,
      duties: duties.filter(({ regime, answer, to }) => regime === id && answer !== 'no' && to !== 'controller'),
    }))
    .filter((law) => law.duties.length > 0)
    .sort((a, b) => rank[a.applies] - rank[b.applies] || soonest(a) - soonest(b));
}

function soonest({ duties }: OtherLaw): number {
  return Math.min(...duties.map(({ deadline }) => (deadline?.at ? Date.parse(deadline.at) : Number.POSITIVE_INFINITY)));
}
