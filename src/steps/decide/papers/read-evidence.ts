import { sql } from 'kysely';
import { ledgerTables } from '#engines/ledger/tables.ts';
import { toEntry } from '#engines/ledger/verify-ledger.ts';
import type { Tx } from '#engines/state/types.ts';
import type { Ctx } from '#engines/verb.ts';
import type { LedgerEntry } from '#kernel/event.ts';
import type { CaseId } from '#kernel/ids.ts';
import { evidenceExported } from '../events.ts';
import { listFilings } from '../filings.ts';
import { listDecisions } from '../readers.ts';
import { readLinked } from '../register/read-register.ts';
import { lineOf } from '../register/register-document.ts';
import { type CaseRow, decideTables } from '../store.ts';
import { countAffected } from './affected.ts';
import { listAdvice, listDissents, listMemos, listSentNotices } from './papers-tables.ts';
import { listPartyVersions } from './parties.ts';

/** Everything a pack holds but the people, each file as JSON by its path. */
export async function readEvidence(ctx: Ctx, row: CaseRow): Promise<ReadonlyMap<string, unknown>> {
  const { db } = ctx;
  const bare = <T extends { readonly org_id: string }>(rows: readonly T[]) => rows.map(({ org_id: _org, ...rest }) => rest);
  const { org_id: _org, wrapped_key: _key, ...about } = row;
  const files = new Map<string, unknown>([
    ['case.json', { ...about, counted: await countAffected(db, row.id, row.unknown_records) }],
    ['decisions.json', bare(await listDecisions(db, row.id))],
    ['advice.json', bare(await listAdvice(db, row.id))],
    ['dissents.json', bare(await listDissents(db, row.id))],
    ['parties.json', bare(await listPartyVersions(db, row.id))],
    ['filings.json', bare(await listFilings(db, row.id))],
    ['ledger.json', await readSegment(ctx, row)],
    ['register.json', await readRegisterPart(db, ctx.org, row.id)],
  ]);
  for (const one of bare(await listVersions(db, row.id))) files.set(`facts/${padded(one.version)}.json`, one);
  for (const one of bare(await listMemos(db, row.id))) files.set(`memos/${padded(one.number)}.json`, one);
  for (const one of bare(await listSentNotices(db, row.id))) files.set(`controllers/${padded(one.number)}.json`, one);
  for (const one of (await ctx.house.ports.noticeTexts?.(ctx.org, row.id)) ?? []) {
    files.set(`notices/${one.notice}-${padded(one.version)}.json`, one);
  }
  return files;
}

function padded(number: number): string {
  return String(number).padStart(4, '0');
}

async function listVersions(db: Tx, id: CaseId) {
  return decideTables(db).selectFrom('case_versions').selectAll().where('case_id', '=', id).orderBy('version').execute();
}

/** The chain from the first entry of the case to its last: whole where it is about the case, else the place and hash alone. */
async function readSegment(ctx: Ctx, row: CaseRow) {
  const entries = await readExcerpt(ctx, row);
  const own = new Set(entries.map(({ seq }) => seq));
  const [first, last] = [entries[0], entries.at(-1)];
  const places =
    first && last
      ? await ledgerTables(ctx.db)
          .selectFrom('ledger')
          .select(['seq', 'hash'])
          .where('org_id', '=', ctx.org)
          .where('seq', '>', String(first.seq))
          .where('seq', '<', String(last.seq))
          .orderBy('seq')
          .execute()
      : [];
  const others = places.filter(({ seq }) => !own.has(Number(seq))).map(({ seq, hash }) => [Number(seq), hash] as const);
  return { organisation: ctx.org, entries, others };
}

/** What the ledger tells of the case and its incident, whole entries. That a pack was made is left out, so that the same state makes the same pack. */
async function readExcerpt(ctx: Ctx, row: CaseRow): Promise<LedgerEntry[]> {
  const ids = [row.id, row.incident_id].filter((id) => id !== null);
  const rows = await ledgerTables(ctx.db)
    .selectFrom('ledger')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('kind', '!=', evidenceExported.name)
    .where((eb) =>
      eb.or([
        eb('subject', 'in', ids),
        sql<boolean>`payload->>'case' = ${row.id}`,
        sql<boolean>`payload->>'incident' = ${row.incident_id}`,
      ]),
    )
    .orderBy('seq')
    .execute();
  return rows.map(toEntry);
}

/** The case's entries with what they say, and every link up to the last of them, without what the others say. */
async function readRegisterPart(db: Tx, organisation: string, id: CaseId) {
  const own = (await readLinked(db, id)).map(lineOf);
  const last = own.at(-1)?.seq ?? 0;
  const links = await decideTables(db)
    .selectFrom('register_chain')
    .select(['seq', 'entry_id as id', 'case_id', 'number', 'version', 'content_hash', 'previous', 'hash'])
    .where('seq', '<=', String(last))
    .orderBy('seq')
    .execute();
  return { organisation, entries: own, links: links.map((link) => ({ ...link, seq: Number(link.seq) })) };
}
