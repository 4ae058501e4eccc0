import { sql } from 'kysely';
import type { House } from '#engines/house.ts';
import { messageOf } from '#kernel/errors.ts';
import { isId, type OrgId } from '#kernel/ids.ts';
import { DAY, MINUTE, SECOND } from '#kernel/time.ts';
import { registryTables } from '#registry/tables.ts';
import { intakeTables, type RefusalReason } from '../intake-tables.ts';

/** A connection by syslog that was turned away. */
export interface Refusal {
  readonly remote: string;
  /** SHA-256 of the certificate that it showed, or ''. */
  readonly fingerprint: string;
  readonly reason: RefusalReason;
  /** Whose token it had; `null`: it told nobody's. */
  readonly org: OrgId | null;
  /** The source that its token named, or ''. */
  readonly source: string;
}

export interface RefusalBook {
  note(refusal: Refusal): void;
  /** Writes what was noted, and notes nothing more. */
  close(): Promise<void>;
}

/** What is kept of an organisation: senders in all, of one address, and for how long. */
export const MOST_KEPT = 200;
const MOST_OF_ONE = 20;
const KEPT_FOR = 30 * DAY;
/** What is gathered between two writes: whoever knocks a thousand times a second costs one write. */
const MOST_GATHERED = 500;
const EVERY_MS = 2 * SECOND;

interface Noted {
  readonly refusal: Refusal;
  times: number;
}

/**
 * Remembers who was turned away, so that a page can show it. A stranger who told nobody's token belongs to nobody: where there is one
 * organisation only it sees him, where there are several none does (the log of the program names him).
 */
export function openRefusalBook(house: Pick<House, 'state' | 'clock' | 'log'>): RefusalBook {
  let noted = new Map<string, Noted>();
  let writing: Promise<void> | null = null;
  let only: { readonly org: OrgId | null; readonly until: number } | null = null;
  const onlyOrg = async (): Promise<OrgId | null> => {
    if (only === null || house.clock.ticks() > only.until) only = { org: await findOnly(house), until: house.clock.ticks() + MINUTE };
    return only.org;
  };
  const flush = async (): Promise<void> => {
    const taken = [...noted.values()];
    noted = new Map();
    const byOrg = new Map<OrgId, Noted[]>();
    for (const one of taken) {
      const org = one.refusal.org ?? (await onlyOrg());
      if (org !== null) byOrg.set(org, [...(byOrg.get(org) ?? []), one]);
    }
    for (const [org, some] of byOrg) await write(house, org, some);
  };
  const closing = new AbortController();
  const later = async (): Promise<void> => {
    await house.clock.sleep(EVERY_MS, closing.signal).catch(() => undefined);
    await flush().catch((thrown: unknown) => house.log.warn('refused syslog senders could not be noted', { reason: messageOf(thrown) }));
    writing = null;
  };
  return {
    note(refusal) {
      if (closing.signal.aborted) return;
      const key = JSON.stringify(refusal);
      const known = noted.get(key);
      if (known !== undefined) known.times += 1;
      else if (noted.size < MOST_GATHERED) noted.set(key, { refusal, times: 1 });
      writing ??= later();
    },
    async close() {
      closing.abort();
      await writing;
    },
  };
}

async function findOnly(house: Pick<House, 'state'>): Promise<OrgId | null> {
  const rows = await house.state.everywhere((db) => registryTables(db).selectFrom('organisations').select('org_id').limit(2).execute());
  const [first] = rows;
  return rows.length === 1 && first !== undefined && isId('org', first.org_id) ? first.org_id : null;
}

async function write(house: Pick<House, 'state' | 'clock'>, org: OrgId, noted: readonly Noted[]): Promise<void> {
  const now = house.clock.now();
  await house.state.inOrg(org, async (db) => {
    const tables = intakeTables(db);
    for (const { refusal, times } of noted) {
      const { remote, fingerprint, reason, source } = refusal;
      const row = { org_id: org, remote, fingerprint, reason, source_id: source, times, first_seen: now, last_seen: now };
      await tables
        .insertInto('intake_refused_senders')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['org_id', 'remote', 'fingerprint', 'reason', 'source_id'])
            .doUpdateSet({ times: sql<number>`intake_refused_senders.times + ${times}`, last_seen: now }),
        )
        .execute();
    }
    const since = new Date(now.getTime() - KEPT_FOR);
    // One address that shows ever new certificates pushes nobody else out.
    await sql`delete from intake_refused_senders where ctid not in (
      select ctid from (
        select ctid, last_seen, row_number() over (partition by remote order by last_seen desc, fingerprint, reason) as nth
        from intake_refused_senders) as ranked
      where nth <= ${MOST_OF_ONE} and last_seen >= ${since}
      order by last_seen desc limit ${MOST_KEPT})`.execute(tables);
  });
}
