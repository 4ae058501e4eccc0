import type { Scope } from '#engines/verb.ts';
import { listSources } from '#registry/index.ts';
import type { Source } from '#registry/types.ts';
import { intakeTables, type RefusalReason } from '../intake-tables.ts';

/** A sender that was turned away, as the page shows it. */
export interface RefusedSender {
  readonly remote: string;
  readonly fingerprint: string;
  readonly reason: RefusalReason;
  /** The source that its token named. */
  readonly source: Source | null;
  /** The source that takes its certificate by now. */
  readonly taken: Source | null;
  readonly times: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** Who was turned away, the last first, and the sources of kind syslog that could take them. */
export async function listRefusedSenders({
  house,
  org,
}: Scope): Promise<{ readonly senders: readonly RefusedSender[]; readonly sources: readonly Source[] }> {
  return house.state.inOrg(org, async (db) => {
    const sources = (await listSources(db)).filter((source) => source.kind === 'syslog');
    const rows = await intakeTables(db).selectFrom('intake_refused_senders').selectAll().orderBy('last_seen', 'desc').execute();
    const senders = rows.map((row) => ({
      remote: row.remote,
      fingerprint: row.fingerprint,
      reason: row.reason,
      source: sources.find((one) => one.id === row.source_id) ?? null,
      taken: row.fingerprint === '' ? null : (sources.find((one) => one.certificate === row.fingerprint) ?? null),
      times: Number(row.times),
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
    }));
    return { senders, sources };
  });
}
