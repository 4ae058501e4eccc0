import { type ColumnType, type Generated, type Kysely, sql } from 'kysely';
import type { Db, Tx } from '../state/types.ts';
import type { Proof } from './types.ts';

export type IdentityTables = {
  identity_people: {
    id: string;
    name: string;
    email: string;
    email_verified: Generated<boolean>;
    two_factor_enabled: Generated<boolean>;
    created_at: Date;
    updated_at: Date;
  };
  identity_sessions: {
    id: string;
    token: string;
    person_id: string;
    expires_at: Date;
    ip_address: string | null;
    user_agent: string | null;
    proof: ColumnType<Proof, Proof | undefined, Proof>;
    organisation: string | null;
    created_at: Date;
    updated_at: Date;
  };
  identity_accounts: {
    id: string;
    account_id: string;
    provider_id: string;
    person_id: string;
    password: string | null;
    created_at: Date;
    updated_at: Date;
  };
  identity_verifications: { id: string; identifier: string; value: string; expires_at: Date; created_at: Date; updated_at: Date };
  identity_two_factors: { id: string; person_id: string; verified: boolean | null };
  identity_passkeys: { id: string; name: string | null; person_id: string; device_type: string; created_at: Date | null };
  identity_attempts: { key: string; at: Date };
  identity_setup: { slot: Generated<number>; hash: string; made_at: Date; used_at: Date | null };
};

/** The identity tables, typed, on any connection that may see them (`shopbell.org` = `*`). */
export function identityTables(db: Db): Kysely<IdentityTables> {
  return db.withTables<IdentityTables>();
}

/**
 * Runs `work` on the identity tables inside a tenant's transaction. Those tables belong to no tenant and are closed to
 * tenants' transactions, so the machine's scope is taken for these statements only; not for concurrent use of one transaction.
 */
export async function withIdentity<T>(db: Tx, work: (tables: Kysely<IdentityTables>) => Promise<T>): Promise<T> {
  const before = await sql<{ scope: string | null }>`select current_setting('shopbell.org', true) as scope`.execute(db);
  const leave = () => sql`select set_config('shopbell.org', ${before.rows[0]?.scope ?? ''}, true)`.execute(db);
  await sql`select set_config('shopbell.org', '*', true)`.execute(db);
  try {
    return await work(identityTables(db));
  } finally {
    // After a failed statement PostgreSQL refuses everything until the rollback, which undoes the scope as well.
    await leave().catch(() => undefined);
  }
}
