import type { Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';

type CertificateTables = {
  watch_certificates: {
    org_id: OrgId;
    check_id: CheckId;
    fingerprint: string;
    serial: string;
    issuer: string;
    valid_to: Date;
    seen_at: Date;
  };
};

export function certificateTables(db: Db): Kysely<CertificateTables> {
  return db.withTables<CertificateTables>();
}
