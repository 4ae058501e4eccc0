const NEAR = 2;

/**
 * How much a set of positions looks counted through: the share of neighbours, in order of size, that lie at most two apart.
 * Independent of the order of reading, so that parallel readers do not hide it. 0 for fewer than three positions.
 */
export function sequentialShare(positions: readonly number[]): number {
  const sorted = [...new Set(positions)].sort((a, b) => a - b);
  if (sorted.length < 3) return 0;
  let near = 0;
  for (let i = 1; i < sorted.length; i++) if ((sorted[i] ?? 0) - (sorted[i - 1] ?? 0) <= NEAR) near += 1;
  return near / (sorted.length - 1);
}

/** Share of `mine` that has a neighbour at most two apart in `theirs`. */
function shareBeside(mine: readonly number[], theirs: ReadonlySet<number>): number {
  if (mine.length === 0) return 0;
  return mine.filter((at) => [-2, -1, 0, 1, 2].some((step) => theirs.has(at + step))).length / mine.length;
}

export interface Reader {
  readonly actor: number;
  readonly agent: string;
  readonly positions: readonly number[];
  readonly first: number;
  readonly last: number;
}

const TOGETHER = 60 * 60_000;
/** How far apart the end of one sequence and the beginning of the next may lie. */
const NEXT = 5;

/**
 * Groups readers that share one sequence: two interleave when half of each lies beside the other; of two that both count, one continues
 * the other where their ranges touch, and they take turns when together they have at most half of their gaps; readers of one agent
 * belong together when they fill each other's gaps.
 * A visitor whose few records merely lie inside somebody's large range joins nobody.
 */
export function groupBySequence(readers: readonly Reader[]): Reader[][] {
  const parent = readers.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (parent[at] !== at && parent[at] !== undefined) at = parent[at] ?? at;
    return at;
  };
  for (const [a, b] of likelyPairs(readers)) {
    if (find(a) !== find(b) && belongTogether(readers[a], readers[b])) parent[find(b)] = find(a);
  }
  joinByAgent(readers, parent, find);
  const groups = new Map<number, Reader[]>();
  for (const [index, reader] of readers.entries()) groups.set(find(index), [...(groups.get(find(index)) ?? []), reader]);
  return [...groups.values()];
}

/** Pairs that have at least one place in common: the others need not be looked at. */
function likelyPairs(readers: readonly Reader[]): [number, number][] {
  const at = new Map<number, number[]>();
  for (const [index, reader] of readers.entries()) {
    for (const position of reader.positions) {
      const here = at.get(position);
      if (here === undefined) at.set(position, [index]);
      else if (here.length < 50) here.push(index);
    }
  }
  const pairs = new Map<string, [number, number]>();
  for (const [index, reader] of readers.entries()) {
    for (const position of reader.positions) {
      for (let step = -NEXT; step <= NEXT; step++) {
        for (const other of at.get(position + step) ?? []) if (other > index) pairs.set(`${index} ${other}`, [index, other]);
      }
    }
  }
  return [...pairs.values()];
}

function belongTogether(a?: Reader, b?: Reader): boolean {
  if (!a || !b) return false;
  if (a.first - b.last > TOGETHER || b.first - a.last > TOGETHER) return false;
  if (shareBeside(a.positions, new Set(b.positions)) >= 0.5 && shareBeside(b.positions, new Set(a.positions)) >= 0.5) return true;
  if (sequentialShare(a.positions) < 0.8 || sequentialShare(b.positions) < 0.8) return false;
  const [lowA, highA] = reach(a.positions);
  const [lowB, highB] = reach(b.positions);
  if (Math.abs(lowB - highA) <= NEXT || Math.abs(lowA - highB) <= NEXT) return true;
  const apart = gapsIn(a.positions) + gapsIn(b.positions);
  return apart > 0 && gapsIn([...a.positions, ...b.positions]) * 2 <= apart;
}

/** How often a sequence is interrupted. */
function gapsIn(positions: readonly number[]): number {
  const sorted = [...positions].sort((a, b) => a - b);
  return sorted.filter((position, nth) => position - (sorted[nth - 1] ?? position) > NEAR).length;
}

function reach(positions: readonly number[]): [low: number, high: number] {
  return [
    positions.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY),
    positions.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY),
  ];
}

function joinByAgent(readers: readonly Reader[], parent: number[], find: (index: number) => number): void {
  const byAgent = new Map<string, number[]>();
  for (const [index, reader] of readers.entries()) byAgent.set(reader.agent, [...(byAgent.get(reader.agent) ?? []), index]);
  for (const members of byAgent.values()) {
    if (members.length < 2) continue;
    const all = members.flatMap((index) => [...(readers[index]?.positions ?? [])]);
    if (sequentialShare(all) < 0.8) continue;
    for (const index of members) {
      const others = new Set(members.filter((other) => other !== index).flatMap((other) => [...(readers[other]?.positions ?? [])]));
      const [root] = members;
      if (root !== undefined && shareBeside(readers[index]?.positions ?? [], others) >= 0.8) parent[find(index)] = find(root);
    }
  }
}
