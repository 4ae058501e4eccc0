import { sql } from 'kysely';
import type { Tx } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import { GENESIS } from '#kernel/event.ts';
import { type ChainRow, decideTables } from '../store.ts';
import { hashContent, hashLink } from './chain.ts';

/** Only one transaction of an organisation at a time links entries. Take it before anything is recorded: the ledger's own lock comes after. */
export async function lockRegister(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`decide register ${ctx.org}`}, 0))`.execute(ctx.db);
}

/** The last link of the organisation's chain; null while there is none. */
export async function readHead(db: Tx): Promise<ChainRow | null> {
  return (await decideTables(db).selectFrom('register_chain').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? null;
}

/** Links every entry that has no link yet, the oldest first. Call under `lockRegister`. Returns the new links. */
export async function chainEntries(ctx: Ctx): Promise<ChainRow[]> {
  const tables = decideTables(ctx.db);
  const open = await tables
    .selectFrom('register_entries as e')
    .leftJoin('register_chain as c', 'c.entry_id', 'e.id')
    .selectAll('e')
    .where('c.entry_id', 'is', null)
    .orderBy('e.at')
    .orderBy('e.number')
    .orderBy('e.version')
    .orderBy('e.id')
    .execute();
  const head = await readHead(ctx.db);
  let previous = head?.hash ?? GENESIS;
  let seq = Number(head?.seq ?? 0);
  const links: ChainRow[] = [];
  for (const row of open) {
    seq += 1;
    const content_hash = hashContent({ written_by: row.written_by, at: row.at.toISOString(), entry: row.entry });
    const { case_id, number, version } = row;
    const hash = hashLink({ organisation: ctx.org, seq, id: row.id, case_id, number, version, content_hash, previous });
    links.push({
      org_id: ctx.org,
      seq: String(seq),
      entry_id: row.id,
      case_id,
      number,
      version,
      content_hash,
      previous,
      hash,
      ended_at: null,
    });
    previous = hash;
  }
  for (let from = 0; from < links.length; from += 500) {
    await tables
      .insertInto('register_chain')
      .values(links.slice(from, from + 500))
      .execute();
  }
  return links;
}
