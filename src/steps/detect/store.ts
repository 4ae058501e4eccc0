import type { Selectable } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { SignalId } from '#kernel/ids.ts';
import { type Finding, type Selection, select } from './finding.ts';
import { detectTables, type SignalTable } from './tables.ts';

export type SignalRow = Selectable<SignalTable>;

/** The newest signals of the organisation, last seen first. */
export function listSignals(db: Db, limit = 2000): Promise<SignalRow[]> {
  return detectTables(db).selectFrom('detect_signals').selectAll().orderBy('last_seen', 'desc').limit(limit).execute();
}

/** One signal. Throws NOT_FOUND. */
export async function takeSignal(db: Db, id: SignalId): Promise<SignalRow> {
  const row = await detectTables(db).selectFrom('detect_signals').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
  return row;
}

/** Signals of a shop that something between these instants may belong to. */
export function signalsAround(db: Db, shop: string, from: Date, to: Date): Promise<SignalRow[]> {
  return detectTables(db)
    .selectFrom('detect_signals')
    .selectAll()
    .where('shop_id', '=', shop as SignalRow['shop_id'])
    .where('last_seen', '>=', from)
    .where('first_seen', '<=', to)
    .orderBy('first_seen')
    .execute();
}

/** A stored signal in the shape in which rules tell findings. */
export function findingOf(row: SignalRow): Finding {
  return {
    rule: row.rule,
    subject: row.subject,
    level: row.level,
    succeeded: row.succeeded,
    attack: row.attack,
    actor: row.actor,
    selection: whole(row.selection),
    reads: row.reads === null ? null : whole(row.reads),
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    count: row.count,
    touched: row.touched,
    categories: row.categories,
    evidence: row.evidence,
    facts: row.facts,
  };
}

/** A stored selection with what selections have learned since it was stored. */
export function whole(stored: Selection): Selection {
  return select(stored.what, stored, stored);
}
