import { sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, type EventKind, GENESIS, hashEntry, type LedgerEntry } from '#kernel/event.ts';
import type { EventId, OrgId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import type { House } from '../house.ts';
import type { Tx } from '../state/types.ts';
import { ledgerTables } from './tables.ts';

export const LEDGER_CHANNEL = 'shopbell_ledger';

interface NewEntry<N extends string, S extends z.ZodType> {
  readonly house: Pick<House, 'clock' | 'random'>;
  readonly org: OrgId;
  readonly actor: Actor;
  readonly kind: EventKind<N, S>;
  readonly payload: z.input<S>;
  readonly subject: string | null;
  readonly cause: EventId | null;
}

/**
 * Appends one entry to the organisation's chain inside the caller's transaction.
 * The head row is locked until the commit, so entries of one organisation have no gaps and are visible in order.
 */
export async function appendEntry<N extends string, S extends z.ZodType>(db: Tx, entry: NewEntry<N, S>): Promise<LedgerEntry<z.output<S>>> {
  const payload = entry.kind.payload.parse(entry.payload);
  const tables = ledgerTables(db);
  const head = await tables
    .insertInto('ledger_heads')
    .values({ org_id: entry.org, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ org_id: entry.org }))
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  const at = entry.house.clock.now();
  const unhashed = {
    id: makeId('evt', at.getTime(), entry.house.random.bytes(16)),
    org: entry.org,
    seq: Number(head.seq) + 1,
    kind: entry.kind.name,
    at,
    actor: entry.actor,
    subject: entry.subject,
    cause: entry.cause,
    payload,
    previous: head.hash,
  };
  const stored = { ...unhashed, hash: hashEntry(unhashed) };
  await tables
    .insertInto('ledger')
    .values({
      org_id: stored.org,
      seq: stored.seq,
      id: stored.id,
      kind: stored.kind,
      at,
      actor: JSON.stringify(stored.actor),
      subject: stored.subject,
      cause: stored.cause,
      payload: JSON.stringify(payload),
      previous: stored.previous,
      hash: stored.hash,
    })
    .execute();
  await tables.updateTable('ledger_heads').set({ seq: stored.seq, hash: stored.hash }).where('org_id', '=', entry.org).execute();
  await sql`select pg_notify(${LEDGER_CHANNEL}, ${entry.org})`.execute(db);
  return stored;
}
