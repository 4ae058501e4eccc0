import fc from 'fast-check';
import { type FactName, factNames, factRow } from '../checks/fact-table.ts';
import type { Bounds, Fact, Facts } from '../checks/facts.ts';

const certainty = fc.constantFrom('confirmed', 'likely', 'unknown') as fc.Arbitrary<Fact['certainty']>;
const somePlaces = ['DE', 'PL', 'GB', 'JP', 'US-CA', 'US', 'CH', 'SG', 'BR', 'AU'];

const bounds: fc.Arbitrary<Bounds> = fc
  .record({ atLeast: fc.nat(1500), more: fc.option(fc.nat(1500)) })
  .map(({ atLeast, more }) => ({ atLeast, atMost: more === null ? null : atLeast + more }));

function anyValue(name: FactName): fc.Arbitrary<Fact['value']> {
  const row = factRow(name);
  const options = [...(row.options ?? [])];
  if (row.kind === 'list') return fc.subarray(options);
  if (row.kind === 'codes') return fc.subarray(somePlaces);
  if (row.kind === 'count') return bounds;
  if (row.kind === 'places') return fc.dictionary(fc.constantFrom(...somePlaces), bounds, { maxKeys: 4, noNullPrototype: true });
  if (row.kind === 'choice') return fc.constantFrom(...options);
  if (row.kind === 'level') return fc.constantFrom(0.25, 0.5, 0.75, 1);
  if (row.kind === 'instant')
    return fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map((at) => at.toISOString());
  return fc.constant('text');
}

/** Any fact of that name: every kind of value with every certainty. */
export function anyFact(name: FactName): fc.Arbitrary<Fact> {
  return fc.record({ value: anyValue(name), certainty });
}

/** Any set of facts, also wrong ones together; each may be left out. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record(Object.fromEntries(factNames.map((name) => [name, anyFact(name)])), {
  requiredKeys: [],
});

/** A fact as confirmed. */
export function known(value: Fact['value']): Fact {
  return { value, certainty: 'confirmed' };
}
