import type { ActorFacts } from '../rules/enumeration-candidates.ts';
import { groupBySequence, type Reader, sequentialShare } from './sequence.ts';

/** Groups of one route, largest first: readers of one sequence, and visitors of one address who change their names with every request. */
export function groupsOf(candidates: readonly ActorFacts[]): ActorFacts[][] {
  const groups: ActorFacts[][] = [];
  for (const route of new Set(candidates.map((one) => one.route))) {
    const here = candidates.filter((one) => one.route === route);
    const bare = here.filter((one) => one.bare && one.records >= 3 && one.positions.length > 0).slice(0, 1000);
    const readers: Reader[] = bare.map(({ actor, agent, positions, first, last }) => ({ actor, agent, positions, first, last }));
    const grouped = groupBySequence(readers).map((group) => here.filter((one) => group.some((reader) => reader.actor === one.actor)));
    groups.push(...grouped, ...changingNames(here), ...here.filter((one) => !bare.includes(one)).map((one) => [one]));
  }
  return groups.sort((a, b) => recordsOf(b) - recordsOf(a));
}

function changingNames(here: readonly ActorFacts[]): ActorFacts[][] {
  const byAddress = new Map<string, ActorFacts[]>();
  for (const one of here) if (one.bare) byAddress.set(one.address, [...(byAddress.get(one.address) ?? []), one]);
  return [...byAddress.values()].filter(
    (group) => group.length >= 5 && recordsOf(group) >= 10 && sequentialShare(group.flatMap((one) => [...one.positions])) >= 0.5,
  );
}

/** Records of all of them, each counted once for each reader. */
export function recordsOf(group: readonly ActorFacts[]): number {
  return group.reduce((sum, one) => sum + one.records, 0);
}
