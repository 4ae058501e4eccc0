import { ShopbellError } from '#kernel/errors.ts';
import { type Actor, GENESIS, hashEntry, type LedgerEntry } from '#kernel/event.ts';
import type { EventId, OrgId } from '#kernel/ids.ts';
import type { State, Tx } from '../state/types.ts';
import { ledgerTables } from './tables.ts';

const PAGE = 1_000;

/** Walks an organisation's whole chain. Returns how many entries it has; throws LEDGER_BROKEN at the first that does not fit. */
export async function verifyLedger(state: State, org: OrgId): Promise<number> {
  return state.inOrg(org, async (db) => {
    // Read first: what is appended while the chain is walked only makes it longer than the head said.
    const head = await readHead(db, org);
    let atHead = head?.seq === 0 ? GENESIS : null;
    let previous = GENESIS;
    let seq = 0;
    for (;;) {
      const page = await readEntries(db, org, seq, PAGE);
      for (const entry of page) {
        seq += 1;
        if (entry.seq !== seq) throw new ShopbellError('LEDGER_BROKEN', { org, seq, reason: 'an entry is missing' });
        if (entry.previous !== previous)
          throw new ShopbellError('LEDGER_BROKEN', { org, seq, reason: 'it does not follow the entry before' });
        if (entry.hash !== hashEntry(entry)) throw new ShopbellError('LEDGER_BROKEN', { org, seq, reason: 'its content was changed' });
        previous = entry.hash;
        if (seq === head?.seq) atHead = entry.hash;
      }
      if (page.length < PAGE) break;
    }
    const isHeadLost = head === null && seq > 0 && (await readHead(db, org)) === null;
    if (isHeadLost || (head !== null && head.hash !== atHead)) {
      throw new ShopbellError('LEDGER_BROKEN', { org, seq, reason: 'entries at its end are missing' });
    }
    return seq;
  });
}

async function readHead(db: Tx, org: OrgId): Promise<{ readonly seq: number; readonly hash: string } | null> {
  const row = await ledgerTables(db).selectFrom('ledger_heads').select(['seq', 'hash']).where('org_id', '=', org).executeTakeFirst();
  return row ? { seq: Number(row.seq), hash: row.hash } : null;
}

/** Entries after `afterSeq`, in order, at most `limit`. */
export async function readEntries(db: Tx, org: OrgId, afterSeq: number, limit: number): Promise<LedgerEntry[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .selectAll()
    .where('org_id', '=', org)
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toEntry);
}

interface LedgerRow {
  readonly org_id: string;
  readonly seq: string;
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly subject: string | null;
  readonly cause: string | null;
  readonly payload: unknown;
  readonly previous: string;
  readonly hash: string;
}

/** A stored row as an entry. */
export function toEntry(row: LedgerRow): LedgerEntry {
  return {
    id: row.id as EventId,
    org: row.org_id as OrgId,
    seq: Number(row.seq),
    kind: row.kind,
    at: row.at,
    actor: row.actor,
    subject: row.subject,
    cause: row.cause as EventId | null,
    payload: row.payload,
    previous: row.previous,
    hash: row.hash,
  };
}

/** The organisations that have a ledger. */
export async function listLedgers(state: State): Promise<OrgId[]> {
  const heads = await state.everywhere((db) => ledgerTables(db).selectFrom('ledger_heads').select('org_id').orderBy('org_id').execute());
  return heads.map((head) => head.org_id as OrgId);
}
