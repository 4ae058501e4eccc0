import { describe, expect, it } from 'vitest';
import { lawTables } from '../tables.ts';
import { known } from '../testing/any-facts.ts';
import { assessSeverity } from './assess-severity.ts';
import type { Facts } from './facts.ts';

const law = lawTables();
const table = law.severity;

const dpc: Readonly<Record<number, Facts>> = {
  1: { categories: known(['name']), simpleInsight: known('ordinary') },
  2: { categories: known(['order-contents']) },
  3: { categories: known(['pay-data']) },
  4: { categories: known(['health']) },
};
const points = {
  confidentiality: { 0: 'exposed', 0.25: 'known-recipients', 0.5: 'unknown-recipients' },
  integrity: { 0: 'none', 0.25: 'altered-recoverable', 0.5: 'altered-for-good' },
  availability: { 0: 'none', 0.25: 'temporary', 0.5: 'lost' },
  malicious: { 0: 'no', 0.5: 'yes' },
} as const;

/** DPC, EI, C, I, A, malicious -> score, band: the vectors of the facts that the tables were checked against. */
const vectors = [
  [1, 1, 0, 0, 0, 0, 1, 'low'],
  [1, 1, 0.5, 0, 0, 0.5, 2, 'medium'],
  [2, 1, 0.5, 0, 0, 0.5, 3, 'high'],
  [4, 1, 0.25, 0, 0, 0.5, 4.75, 'very-high'],
  [4, 1, 0.5, 0.5, 0.5, 0.5, 6, 'very-high'],
  [1, 0.25, 0, 0, 0, 0, 0.25, 'low'],
  [4, 0.5, 0, 0, 0, 0, 2, 'medium'],
  [3, 0.75, 0, 0, 0, 0.5, 2.75, 'medium'],
  [3, 0.75, 0.25, 0, 0, 0.5, 3, 'high'],
  [1, 1, 0.5, 0, 0.25, 0, 1.75, 'low'],
] as const;

type Part = keyof (typeof points)['confidentiality'];

function factsOf([d, ei, c, i, a, m]: readonly [number, number, Part, Part, Part, keyof (typeof points)['malicious']]): Facts {
  return {
    ...dpc[d],
    identifiability: known(ei),
    confidentiality: known(points.confidentiality[c]),
    integrity: known(points.integrity[i]),
    availability: known(points.availability[a]),
    malicious: known(points.malicious[m]),
  };
}

describe('severity', () => {
  it.each(vectors)('DPC %d x EI %d + %d %d %d %d = %d %s', (d, ei, c, i, a, m, score, band) => {
    const facts = factsOf([d, ei, c, i, a, m]);
    const severity = assessSeverity(facts, table);
    expect([severity.low, severity.high, severity.band]).toEqual([score, score, band]);
  });

  it('is SE = DPC x EI + CB for every combination there is', () => {
    const levels = { d: [1, 2, 3, 4], ei: [0.25, 0.5, 0.75, 1], part: [0, 0.25, 0.5], intent: [0, 0.5] } as const;
    const bandFor = (score: number) => (score < 2 ? 'low' : score < 3 ? 'medium' : score < 4 ? 'high' : 'very-high');
    const wrong: string[] = [];
    let tried = 0;
    for (const d of levels.d)
      for (const ei of levels.ei)
        for (const c of levels.part)
          for (const i of levels.part)
            for (const a of levels.part)
              for (const m of levels.intent) {
                const { low, high, band } = assessSeverity(factsOf([d, ei, c, i, a, m]), table);
                const must = d * ei + c + i + a + m;
                tried += 1;
                if (low !== must || high !== must || band !== bandFor(must)) wrong.push(`${[d, ei, c, i, a, m]}: ${low}, must be ${must}`);
              }
    expect(wrong).toEqual([]);
    expect(tried).toBe(864);
  });

  it('scores a name with an e-mail address as identifying', () => {
    const ei = assessSeverity({ categories: known(['name', 'email']), encryption: known('none') }, table).factors.find(
      (f) => f.factor === 'ei',
    );
    expect([ei?.low, ei?.high]).toEqual([1, 1]);
  });
});
