import type { z } from 'zod';
import type { EventKind, LedgerEntry } from '#kernel/event.ts';
import type { Ctx } from '../verb.ts';

/**
 * What a step does when another step wrote something. Runs in one transaction with the consumer's cursor, in ledger order,
 * at least once: effects in the database happen exactly once, effects outside must be recognisable by the entry's id.
 */
export interface Reaction<S extends z.ZodType = z.ZodType> {
  /** `step.what-it-does`; names the cursor, so it never changes. */
  readonly name: `${string}.${string}`;
  readonly on: EventKind<string, S>;
  run(ctx: Ctx, entry: LedgerEntry<z.output<S>>): Promise<void>;
}

/** Declares a reaction; only there so that the payload's type is inferred. */
export function defineReaction<S extends z.ZodType>(reaction: Reaction<S>): Reaction {
  return reaction as unknown as Reaction;
}
