import type { Outcome } from './decide-obligations.ts';
import type { FactName } from './fact-table.ts';
import { completeFacts, type Facts } from './facts.ts';
import { isLeftOpen } from './order-questions.ts';

/** What other laws turn on, in the order in which it is easiest told: each answer rules most of the later ones out. */
const ORDER: readonly FactName[] = [
  'countries',
  'establishedIn',
  'services',
  'size',
  'operationalImpact',
  'significantHarm',
  'flawExploited',
];

/** What is still to be asked so that other laws than the home law become a yes or a no; what a person does not know is left out. Pure. */
export function otherLawQuestions(facts: Facts, { duties, home }: Outcome): readonly FactName[] {
  const open = duties.filter(({ regime, answer }) => regime !== home && answer === 'unknown');
  const looked = new Set(open.flatMap(({ reasons }) => reasons.flatMap((reason) => reason.facts)));
  const complete = completeFacts(facts);
  return ORDER.filter((name) => looked.has(name) && complete[name]?.certainty !== 'confirmed' && !isLeftOpen(facts[name]));
}
