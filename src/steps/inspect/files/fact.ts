/** Something that was seen in a file. What it means is said by the signatures (`data/signatures`), not here. */
export interface Fact {
  /** Such as `code:request`: what is done, and with what. In words: `data/signatures/file-facts.yaml`. */
  readonly name: string;
  /** Offset in the text of the file. */
  readonly at: number;
  /** In how many layers of packing it was. */
  readonly layer: number;
  /** A few words more, such as the name of the function. */
  readonly detail: string | null;
}

/** Collects facts, each name at most a few times: the first places tell enough. */
export interface FactList {
  readonly facts: readonly Fact[];
  add(name: string, at: number, layer?: number, detail?: string | null): void;
  has(name: string): boolean;
}

const PLACES = 5;

export function openFacts(): FactList {
  const facts: Fact[] = [];
  const counts = new Map<string, number>();
  const places = new Set<string>();
  return {
    facts,
    add(name, at, layer = 0, detail = null) {
      const place = `${name}@${at}`;
      if (places.has(place)) return;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count > PLACES) return;
      places.add(place);
      facts.push({ name, at, layer, detail });
    },
    has: (name) => counts.has(name),
  };
}

/** Facts of a part of a file, told where they are in the whole. */
export function shiftFacts(facts: FactList, by: number): FactList {
  return { facts: facts.facts, has: facts.has, add: (name, at, layer, detail) => facts.add(name, Math.max(0, at + by), layer, detail) };
}
