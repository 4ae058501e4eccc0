import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { PersonRole } from './types.ts';

type Json<T> = ColumnType<T, string, string>;
interface Contact {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  readonly postal?: string;
}

export type RegistryTables = {
  organisations: { org_id: string; name: string; created_at: Date };
  shops: {
    org_id: string;
    shop_id: string;
    name: string;
    url: string;
    platform: string;
    allow_private: boolean;
    time_zone: string;
    country: string;
    contact: Json<Contact>;
    privacy_contact: Json<Omit<Contact, 'phone' | 'postal'>>;
    directory_url: string | null;
    /** Sealed. */
    directory_key: string | null;
    registered_at: Date;
  };
  sources: {
    org_id: string;
    source_id: string;
    shop_id: string;
    kind: string;
    name: string;
    path: string | null;
    certificate: string | null;
    time_zone: ColumnType<string | null, string | null | undefined, string | null>;
    added_at: Date;
  };
  api_keys: {
    org_id: string;
    key_id: string;
    name: string;
    hash: string;
    permissions: string[];
    shop_id: string | null;
    source_id: string | null;
    made_by: string;
    made_at: Date;
    revoked_at: Date | null;
  };
  memberships: { org_id: string; person_id: string; role: PersonRole; joined_at: Date };
  invitations: {
    org_id: string;
    invitation_id: string;
    /** Sealed. */
    email: string;
    role: PersonRole;
    hash: string;
    invited_by: string;
    made_at: Date;
    expires_at: Date;
    ended_at: Date | null;
  };
  imported_people: { org_id: string; shop_id: string; kind: string; ref: string; card: string; imported_at: Date };
};

/** The registry's tables, typed, on any connection. */
export function registryTables(db: Db): Kysely<RegistryTables> {
  return db.withTables<RegistryTables>();
}
