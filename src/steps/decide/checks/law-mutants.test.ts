import { describe, expect, it } from 'vitest';
import type { Regime } from '../regime-shape.ts';
import { type LawTables, lawTables } from '../tables.ts';
import { differences, lawCases } from '../testing/law-cases.ts';
import { mutateFloors, mutateRegime } from '../testing/mutate-law.ts';
import { decideObligations } from './decide-obligations.ts';

const law = lawTables();
const cases = lawCases();

const before = new Map<string, ReturnType<typeof decideObligations>>();

/** What the laws say as they are: the same for every mutant. */
function judgedAsIs(one: (typeof cases)[number], asked: (typeof cases)[number]['asked']): ReturnType<typeof decideObligations> {
  const key = `${one.id} ${asked.regimes?.join()}`;
  const found = before.get(key) ?? decideObligations(one.facts, law, asked);
  before.set(key, found);
  return found;
}

/** Whether some prepared case comes out otherwise under a changed law. */
function isNoticed(changed: LawTables, only?: Regime): boolean {
  const about =
    only === undefined
      ? cases
      : cases.filter(({ duties, due }) => only.duties.some(({ id }) => id in duties || id in due) || only.variants.length > 0);
  return about.some((one) => {
    const asked = one.asked.regimes ? one.asked : { ...one.asked, regimes: [only?.id ?? 'gdpr'] };
    const was = judgedAsIs(one, asked);
    const now = decideObligations(one.facts, changed, asked);
    const known = (outcome: typeof was) => new Set(outcome.duties.map(({ id }) => id));
    const own = {
      ...one,
      duties: pick(one.duties, known(was)),
      due: pick(one.due, known(was)),
      rules: only === undefined ? one.rules : {},
    };
    return differences(own, now).join() !== differences(own, was).join();
  });
}

function pick<T>(rows: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(rows).filter(([id]) => ids.has(id)));
}

/** A law that somebody gets wrong in one small thing must change what comes out of a prepared case. */
describe('a wrong rule is noticed by a prepared case', { timeout: 240_000 }, () => {
  it.each(law.regimes.map((regime) => [`${regime.id} from ${regime.valid_from}`, regime] as const))('%s', (_, regime) => {
    const survivors = mutateRegime(regime)
      .filter(({ changed }) => !isNoticed({ ...law, regimes: law.regimes.map((one) => (one === regime ? changed : one)) }, regime))
      .map(({ what }) => what);
    expect(survivors).toEqual([]);
  });

  it('the floors', () => {
    const survivors = mutateFloors(law.floors)
      .filter(({ changed }) => !isNoticed({ ...law, floors: changed }))
      .map(({ what }) => what);
    expect(survivors).toEqual([]);
  });
});
