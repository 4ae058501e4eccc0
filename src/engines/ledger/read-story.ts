import { sql } from 'kysely';
import type { LedgerEntry } from '#kernel/event.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { Tx } from '../state/types.ts';
import { ledgerTables } from './tables.ts';
import { toEntry } from './verify-ledger.ts';

interface StoryOptions {
  /** Kinds that open a chapter of their own: entries of these kinds that name `about` in their payload add their subject. */
  readonly chapters: readonly { readonly kind: string; readonly names: string }[];
  /** Kinds that come in thousands and are told by a summing entry instead. */
  readonly without: readonly string[];
  readonly limit?: number;
}

/**
 * The story of one subject in ledger order: its own entries, those of the subjects that grew out of it (cases, notices),
 * and the entries that caused its own.
 */
export async function readStory(db: Tx, org: OrgId, about: string, options: StoryOptions): Promise<LedgerEntry[]> {
  const ledger = () => ledgerTables(db).selectFrom('ledger').selectAll().where('org_id', '=', org);
  const subjects = new Set([about]);
  for (const { kind, names } of options.chapters) {
    const opened = await ledger().where('kind', '=', kind).where(sql<boolean>`payload->>${names} = ${about}`).limit(50).execute();
    for (const row of opened) if (row.subject !== null) subjects.add(row.subject);
  }
  let told = ledger().where('subject', 'in', [...subjects]);
  if (options.without.length > 0) told = told.where('kind', 'not in', [...options.without]);
  const rows = await told
    .orderBy('seq')
    .limit(options.limit ?? 500)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  const causes = [...new Set(rows.flatMap((row) => (row.cause !== null && !known.has(row.cause) ? [row.cause] : [])))];
  const earlier = causes.length === 0 ? [] : await ledger().where('id', 'in', causes).execute();
  return [...earlier, ...rows].map(toEntry).sort((a, b) => a.seq - b.seq);
}
