import type { SeededRandom } from '#practice-shop/world/seeded-random.ts';
import { browser, homeAddress, type World } from '../people.ts';
import type { Hit, LeakKind, Who } from '../types.ts';

/** A leak that is to happen: where, when, under which number. */
export interface Plan {
  readonly world: World;
  readonly random: SeededRandom;
  /** When it begins, ms since 1970. */
  readonly at: number;
  readonly number: number;
}

export interface Incident {
  readonly kind: LeakKind;
  readonly manner: string;
  /** How long it takes at most, so that it ends within the week. Milliseconds. */
  readonly takes: number;
  /** Shows only in a log that names accounts and the account tried: it happens in shops that have one. */
  readonly needsAccounts?: true;
  readonly happen: (plan: Plan) => { readonly hits: readonly Hit[]; readonly orders: readonly number[] };
}

const TOOLS = ['python-requests/2.32.3', 'Go-http-client/2.0', 'curl/8.5.0', 'axios/1.7.7', 'Java/17.0.9'];

/** Half of them say what they are, half say they were a browser. */
export function stranger(random: SeededRandom): Pick<Who, 'address' | 'agent'> {
  return { address: homeAddress(random), agent: random.chance(0.5) ? random.pick(TOOLS) : browser(random) };
}

/** Other people's computers: an address and a browser each. */
export function strangers(random: SeededRandom, count: number): Pick<Who, 'address' | 'agent'>[] {
  return Array.from({ length: count }, () => ({ address: homeAddress(random), agent: browser(random) }));
}

/** So many orders that exist since long, in sequence. */
export function sequence(plan: Plan, count: number): number[] {
  const from = plan.world.firstOrder + plan.random.between(1000, 20_000 - count);
  return Array.from({ length: count }, (_, nth) => from + nth);
}

/** So many orders that exist, each once, from anywhere. */
export function scattered(plan: Plan, count: number): number[] {
  const found = new Set<number>();
  while (found.size < count) found.add(plan.world.firstOrder + plan.random.between(0, 20_000));
  return [...found];
}
