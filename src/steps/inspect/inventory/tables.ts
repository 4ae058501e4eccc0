import type { ColumnType } from 'kysely';
import type { ShopId } from '#kernel/ids.ts';
import type { Named } from './names-in-script.ts';

type Json<T> = ColumnType<T, string, string>;

/** What people said of a script or a host, beside the word that it is authorised. */
export interface Decided {
  owner: string | null;
  until: Date | null;
  rejected_at: Date | null;
  rejected_by: string | null;
}

/** One content of a script. */
export interface VersionTable {
  org_id: string;
  shop_id: ShopId;
  key: string;
  hash: string;
  shape: string;
  url: string;
  bytes: number;
  named: Json<Named | null> | null;
  /** From `sketchOf`. */
  sketch: Json<readonly number[] | null> | null;
  artifact: string | null;
  run_id: string | null;
  present: boolean;
  first_seen: Date;
  last_seen: Date;
  authorised_at: Date | null;
  authorised_by: string | null;
  reason: string | null;
}

export interface HeaderTable {
  org_id: string;
  shop_id: ShopId;
  name: string;
  value: string;
  first_seen: Date;
  last_seen: Date;
  changed_at: Date;
  authorised_value: string | null;
  authorised_by: string | null;
  authorised_at: Date | null;
  reason: string | null;
  owner: string | null;
  until: Date | null;
}

export interface VendorTable {
  org_id: string;
  shop_id: ShopId;
  domain: string;
  reason: string;
  owner: string | null;
  until: Date | null;
  trusted_by: string;
  trusted_at: Date;
}
