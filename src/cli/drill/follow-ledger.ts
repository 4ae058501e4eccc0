import type { z } from 'zod';
import type { House } from '#engines/house.ts';
import { LEDGER_CHANNEL } from '#engines/ledger/append-entry.ts';
import { readEntries } from '#engines/ledger/verify-ledger.ts';
import type { EventKind, LedgerEntry } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';

const LOOK_AGAIN_MS = 250;
const PAGE = 5_000;

export interface LedgerFollower {
  /** The first entry of this kind that fits, as soon as it is written; null when it does not come in time. */
  first<N extends string, S extends z.ZodType>(
    kind: EventKind<N, S>,
    withinMs: number,
    fits?: (payload: z.output<S>) => boolean,
  ): Promise<LedgerEntry<z.output<S>> | null>;
  /** Every entry of this kind so far. */
  all<N extends string, S extends z.ZodType>(kind: EventKind<N, S>): Promise<LedgerEntry<z.output<S>>[]>;
  stop(): Promise<void>;
}

/** Follows one organisation's ledger from outside, as an auditor would: it only reads. */
export async function followLedger(house: House, org: OrgId): Promise<LedgerFollower> {
  const entries: LedgerEntry[] = [];
  let wake: () => void = () => undefined;
  const unlisten = await house.state.listen(LEDGER_CHANNEL, () => wake());
  const read = async (): Promise<void> => {
    const fresh = await house.state.inOrg(org, (db) => readEntries(db, org, entries.at(-1)?.seq ?? 0, PAGE));
    entries.push(...fresh);
    if (fresh.length === PAGE) await read();
  };
  const ofKind = <N extends string, S extends z.ZodType>(kind: EventKind<N, S>): LedgerEntry<z.output<S>>[] =>
    entries.filter((entry) => entry.kind === kind.name).map((entry) => ({ ...entry, payload: kind.payload.parse(entry.payload) }));
  return {
    first: async (kind, withinMs, fits = () => true) => {
      for (const until = house.clock.ticks() + withinMs; ; ) {
        await read();
        const found = ofKind(kind).find((entry) => fits(entry.payload));
        if (found) return found;
        if (house.clock.ticks() > until) return null;
        const timeout = new AbortController();
        wake = () => timeout.abort();
        await house.clock.sleep(LOOK_AGAIN_MS, timeout.signal);
      }
    },
    all: async (kind) => {
      await read();
      return ofKind(kind);
    },
    stop: unlisten,
  };
}
