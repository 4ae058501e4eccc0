import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { State } from '#engines/state/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import { registerChained, registerEnded, registerWritten } from '../events.ts';
import { readLinked } from './read-register.ts';
import { headOf, lineOf } from './register-document.ts';
import { findFaults } from './verify-register.ts';

export interface StoredRegister {
  readonly links: number;
  /** What does not fit, in one line; null when everything does. */
  readonly broken: string | null;
}

/**
 * Verifies an organisation's register in the database: its chain, and that the ledger, which is chained by itself, names the same hashes and every
 * ending. An entry without a link is told as broken: the program links all of them when it starts.
 */
export async function verifyStoredRegister(state: State, org: OrgId): Promise<StoredRegister> {
  return state.inOrg(org, async (db) => {
    const entries = await readLinked(db);
    const lines = entries.map(lineOf);
    const links = lines.length;
    const [fault] = findFaults({ organisation: org, entries: lines, head: headOf(lines) });
    if (fault) return { links, broken: `link ${fault.seq ?? links} (${fault.number ?? '-'}): ${fault.says}` };
    const { rows } = await sql<{ id: string }>`
      select e.id from register_entries e left join register_chain c on c.org_id = e.org_id and c.entry_id = e.id
      where c.entry_id is null limit 1`.execute(db);
    if (rows.length > 0) return { links, broken: `entry ${rows[0]?.id} has no link in the chain` };
    const told = await ledgerTables(db)
      .selectFrom('ledger')
      .select(['kind', 'payload'])
      .where('org_id', '=', org)
      .where('kind', 'in', [registerWritten.name, registerChained.name, registerEnded.name])
      .execute();
    const bySeq = new Map(lines.map((line) => [line.seq, line.hash]));
    const ended = new Set(
      told.flatMap(({ kind, payload }) => (kind === registerEnded.name ? registerEnded.payload.parse(payload).hashes : [])),
    );
    for (const { kind, payload } of told) {
      if (kind === registerEnded.name) continue;
      const { seq, hash } = kind === registerWritten.name ? registerWritten.payload.parse(payload) : registerChained.payload.parse(payload);
      if (seq !== undefined && bySeq.get(seq) !== hash) return { links, broken: `link ${seq} is not the one that the ledger names` };
    }
    const silent = lines.find((line) => line.ended_at !== null && !ended.has(line.hash));
    return {
      links,
      broken: silent ? `link ${silent.seq} (${silent.number}) is said to be over, and the ledger knows nothing of it` : null,
    };
  });
}
