import { sql } from 'kysely';
import type { z } from 'zod';
import { ledgerTables } from '#engines/ledger/tables.ts';
import type { Tx } from '#engines/state/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { IncidentId, OrgId } from '#kernel/ids.ts';
import { incidentOpened } from '#steps/respond/events.ts';

type Opening = z.output<typeof incidentOpened.payload>;

/** What an incident was when it was opened, from the ledger. Throws NOT_FOUND. */
export async function readOpening({ db, org }: { readonly db: Tx; readonly org: OrgId }, incident: IncidentId): Promise<Opening> {
  const entry = await ledgerTables(db)
    .selectFrom('ledger')
    .select('payload')
    .where('org_id', '=', org)
    .where('kind', '=', incidentOpened.name)
    .where(sql<boolean>`payload->>'incident' = ${incident}`)
    .executeTakeFirst();
  if (!entry) throw new ShopbellError('NOT_FOUND', { what: 'incident' });
  return incidentOpened.payload.parse(entry.payload);
}

/** The latest incidents of the organisation, newest first: what a case that was opened by hand may be about. */
export async function listOpenings(db: Tx, org: OrgId, limit = 50): Promise<{ readonly at: Date; readonly opened: Opening }[]> {
  const rows = await ledgerTables(db)
    .selectFrom('ledger')
    .select(['payload', 'at'])
    .where('org_id', '=', org)
    .where('kind', '=', incidentOpened.name)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ at: row.at, opened: incidentOpened.payload.parse(row.payload) }));
}
