import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import { type FactName, factNames } from '../checks/fact-table.ts';
import type { Fact, Facts } from '../checks/facts.ts';

const needShape = z.strictObject({
  id: z.string(),
  fact: z.enum(factNames as [FactName, ...FactName[]]),
  /** What it must be; any value when left out. */
  values: z.array(z.string()).optional(),
  certainty: z.enum(['likely', 'confirmed']),
  evidence: z.boolean(),
  confidence: z.enum(['H', 'M', 'L']),
});

const tableShape = z.strictObject({
  schema: z.literal('shopbell-exemptions/1'),
  source: z.string(),
  read_on: z.iso.date(),
  standing: z.literal('law'),
  exemptions: z.array(
    z.strictObject({
      id: z.string(),
      article: z.string(),
      justified_from: z.int().positive().optional(),
      needs: z.array(needShape).min(1),
    }),
  ),
});

/** The exemptions of Art. 34(3) with the evidence that each needs, from `data/regimes/exemptions.yaml`. */
export function exemptionTable(): z.output<typeof tableShape>['exemptions'] {
  return readData('regimes/exemptions.yaml', tableShape).exemptions;
}

/** `shown`: stated as it must be; `no-evidence`: stated, and nothing said what it rests on; `unsure`: not certain enough; `otherwise`: stated to be something else. */
type NeedState = 'shown' | 'no-evidence' | 'unsure' | 'otherwise' | 'unknown';

export interface JudgedExemption {
  readonly id: string;
  readonly article: string;
  readonly needs: readonly { readonly id: string; readonly fact: FactName; readonly state: NeedState }[];
  /** `blocked`: people can be reached, and why that is too much effort was not justified. */
  readonly state: 'shown' | 'open' | 'not-met' | 'blocked';
}

/** Which of the evidence that each exemption needs is stated; what holds because nothing else was stated is no evidence. `contacts`: how many people's contact data the case holds. Pure. */
export function judgeExemptions(facts: Facts, contacts: number): JudgedExemption[] {
  return exemptionTable().map(({ id, article, needs, justified_from }) => {
    const judged = needs.map((need) => ({ id: need.id, fact: need.fact, state: stateOf(facts[need.fact], need) }));
    const isBlocked = justified_from !== undefined && contacts > 0 && !isJustified(facts, justified_from);
    const state = isBlocked
      ? 'blocked'
      : judged.every((need) => need.state === 'shown')
        ? 'shown'
        : judged.some((need) => need.state === 'otherwise')
          ? 'not-met'
          : 'open';
    return { id, article, needs: judged, state };
  });
}

function stateOf(fact: Fact | undefined, need: z.output<typeof needShape>): NeedState {
  if (!fact || fact.value === null || fact.certainty === 'unknown') return 'unknown';
  if (need.values && !need.values.includes(String(fact.value))) return 'otherwise';
  if (need.certainty === 'confirmed' && fact.certainty !== 'confirmed') return 'unsure';
  return need.evidence && (fact.evidence ?? '').trim() === '' ? 'no-evidence' : 'shown';
}

function isJustified(facts: Facts, length: number): boolean {
  const fact = facts.disproportionateEffort;
  return fact?.value === 'yes' && fact.certainty === 'confirmed' && (fact.evidence ?? '').trim().length >= length;
}

/** Why people may not be told by the public alone, in one line; null when nothing stands against it. */
export function whyNotPublicOnly(facts: Facts, contacts: number): string | null {
  if (facts.disproportionateEffort?.value !== 'yes') return null;
  const judged = judgeExemptions(facts, contacts).find((one) => one.state === 'blocked');
  if (!judged) return null;
  const length = exemptionTable().find((one) => one.id === judged.id)?.justified_from ?? 0;
  return `people: contact data of ${contacts} people exist, so ${judged.article} needs a justification of at least ${length} characters as the evidence of the confirmed fact disproportionateEffort`;
}
