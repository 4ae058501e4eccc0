import { sql } from 'kysely';
import type { z } from 'zod';
import { type Actor, type EventKind, GENESIS, hashEntry, type LedgerEntry } from '#kernel/event.ts';
import type { EventId, OrgId } from '#kernel/ids.ts';
import { makeId } from '#kernel/ids.ts';
import { storable } from '#kernel/storable.ts';
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

/** Appends one entry to the organisation's chain inside the caller's transaction. See `appendEntries`. */
export async function appendEntry<N extends string, S extends z.ZodType>(db: Tx, entry: NewEntry<N, S>): Promise<LedgerEntry<z.output<S>>> {
  const [stored] = await appendEntries(db, entry, [entry]);
  if (!stored) throw new RangeError('the ledger stored nothing');
  return stored as LedgerEntry<z.output<S>>;
}

type Shared = Pick<NewEntry<string, z.ZodType>, 'house' | 'org' | 'actor' | 'cause'>;
type Told = Pick<NewEntry<string, z.ZodType>, 'kind' | 'payload' | 'subject'>;

/** So many rows fit into one statement's parameters with room to spare. */
const ROWS_AT_ONCE = 500;

/**
 * Appends entries of one organisation in their order, with one lock of its chain and one statement for many rows.
 * The head row is locked until the commit, so entries of one organisation have no gaps and are visible in order.
 */
export async function appendEntries(db: Tx, shared: Shared, told: readonly Told[]): Promise<LedgerEntry[]> {
  if (told.length === 0) return [];
  const tables = ledgerTables(db);
  const head = await tables
    .insertInto('ledger_heads')
    .values({ org_id: shared.org, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet({ org_id: shared.org }))
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
  const entries = chain(shared, told, Number(head.seq), head.hash);
  for (let from = 0; from < entries.length; from += ROWS_AT_ONCE) {
    await tables
      .insertInto('ledger')
      .values(
        entries.slice(from, from + ROWS_AT_ONCE).map((entry) => ({
          org_id: entry.org,
          seq: entry.seq,
          id: entry.id,
          kind: entry.kind,
          at: entry.at,
          actor: JSON.stringify(entry.actor),
          subject: entry.subject,
          cause: entry.cause,
          payload: JSON.stringify(entry.payload),
          previous: entry.previous,
          hash: entry.hash,
        })),
      )
      .execute();
  }
  const last = entries.at(-1);
  if (last) await tables.updateTable('ledger_heads').set({ seq: last.seq, hash: last.hash }).where('org_id', '=', shared.org).execute();
  await sql`select pg_notify(${LEDGER_CHANNEL}, ${shared.org})`.execute(db);
  return entries;
}

function chain(shared: Shared, told: readonly Told[], seq: number, hash: string): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let previous = hash;
  for (const [index, one] of told.entries()) {
    const at = shared.house.clock.now();
    const unhashed = {
      id: makeId('evt', at.getTime(), shared.house.random.bytes(16)),
      org: shared.org,
      seq: seq + index + 1,
      kind: one.kind.name,
      at,
      actor: shared.actor,
      subject: one.subject,
      cause: shared.cause,
      payload: storable(one.kind.payload.parse(one.payload)),
      previous,
    };
    const entry = { ...unhashed, hash: hashEntry(unhashed) };
    previous = entry.hash;
    entries.push(entry);
  }
  return entries;
}
