import type { Fact } from './fact.ts';
import type { Condition, Signature } from './signature.ts';

/** A signature that fits, the facts it rests on, the most telling first. */
export interface Match {
  readonly signature: Signature;
  readonly facts: readonly Fact[];
}

type ByName = ReadonlyMap<string, readonly Fact[]>;

/** Which signatures the facts of a file fit. */
export function matchSignatures(facts: readonly Fact[], signatures: readonly Signature[]): readonly Match[] {
  const names = new Map<string, Fact[]>();
  for (const fact of facts) {
    const known = names.get(fact.name);
    if (known === undefined) names.set(fact.name, [fact]);
    else known.push(fact);
  }
  return signatures.flatMap((signature) => {
    for (const condition of signature.when) {
      const found = fits(condition, names);
      if (found !== null) return [{ signature, facts: found }];
    }
    return [];
  });
}

function named(names: ByName, wanted: string): readonly Fact[] {
  if (!wanted.endsWith('*')) return names.get(wanted) ?? [];
  const start = wanted.slice(0, -1);
  return [...names].flatMap(([name, facts]) => (name.startsWith(start) ? facts : []));
}

function fits(condition: Condition, names: ByName): readonly Fact[] | null {
  if (condition.none.some((name) => named(names, name).length > 0)) return null;
  const groups = [
    ...condition.all.map((name) => named(names, name)),
    ...condition.any.map((list) => list.flatMap((name) => named(names, name))),
  ];
  const [lead, ...others] = groups;
  if (lead === undefined || groups.some((group) => group.length === 0)) return null;
  const { within } = condition;
  if (within === undefined) return groups.flatMap((group) => group.slice(0, 1));
  for (const first of lead) {
    const near = others.map((group) => group.find((fact) => Math.abs(fact.at - first.at) <= within));
    if (near.every((fact) => fact !== undefined)) return [first, ...near];
  }
  return null;
}
