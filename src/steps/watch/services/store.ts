import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import type { SystemRef } from './make-map.ts';
import type { ServiceLook } from './service-look.ts';

export const criticalities = ['critical', 'high', 'medium', 'low'] as const;
type Criticality = (typeof criticalities)[number];
export const sloKinds = ['availability', 'latency'] as const;

type ServiceTables = {
  watch_service_looks: {
    org_id: OrgId;
    shop_id: ShopId;
    looked_at: Date | null;
    took_ms: number | null;
    result: ColumnType<ServiceLook | null, string | null, string | null>;
    lease_by: string | null;
    lease_until: ColumnType<Date | null, unknown, unknown>;
  };
  watch_service_links: { org_id: OrgId; shop_id: ShopId; caller: string; far: string; callee: string; seen_at: Date };
  watch_service_notes: {
    org_id: OrgId;
    shop_id: ShopId;
    system: string;
    outside: boolean;
    name: string;
    owner_id: string | null;
    owner: string;
    place: string;
    criticality: Criticality | '';
    described_at: Date;
  };
  watch_slos: {
    org_id: OrgId;
    slo_id: `slo_${string}`;
    shop_id: ShopId;
    service: string;
    far: string;
    kind: (typeof sloKinds)[number];
    within_ms: number | null;
    target: number;
    added_at: Date;
    severity: 'low' | 'medium' | 'high' | null;
    burning_since: Date | null;
    burned_at: Date | null;
  };
};

/** This corner's tables, typed, on any connection. */
export function serviceTables(db: Db): Kysely<ServiceTables> {
  return db.withTables<ServiceTables>();
}

/** A goal of a service, or of what it calls. */
export interface Slo {
  readonly slo: `slo_${string}`;
  readonly service: string;
  /** `''`: what the service itself serves. */
  readonly far: string;
  readonly kind: (typeof sloKinds)[number];
  /** Of `latency`: so fast. */
  readonly withinMs: number | null;
  /** Share that should be good, 0 to 1. */
  readonly target: number;
  readonly severity: 'low' | 'medium' | 'high' | null;
  readonly since: Date | null;
}

export async function listSlos(db: Db, shop: ShopId): Promise<Slo[]> {
  const rows = await serviceTables(db).selectFrom('watch_slos').selectAll().where('shop_id', '=', shop).orderBy('added_at').execute();
  return rows.map((row) => ({
    ...{ slo: row.slo_id, service: row.service, far: row.far, kind: row.kind, withinMs: row.within_ms, target: row.target / 100_000 },
    ...{ severity: row.severity, since: row.burning_since },
  }));
}

/** What people say about a system. */
export interface SystemNote extends SystemRef {
  readonly title: string;
  readonly ownerId: string | null;
  readonly owner: string;
  readonly place: string;
  readonly criticality: Criticality | '';
}

export async function listNotes(db: Db, shop: ShopId): Promise<SystemNote[]> {
  const rows = await serviceTables(db).selectFrom('watch_service_notes').selectAll().where('shop_id', '=', shop).execute();
  return rows.map((row) => ({
    ...{ name: row.system, outside: row.outside, title: row.name, ownerId: row.owner_id, owner: row.owner, place: row.place },
    criticality: row.criticality,
  }));
}

/** A shop's last look; `null`: nobody looked yet, or no system sends traces. */
export async function takeServiceLook(db: Db, shop: ShopId): Promise<{ readonly at: Date; readonly look: ServiceLook } | null> {
  const row = await serviceTables(db)
    .selectFrom('watch_service_looks')
    .select(['looked_at', 'result'])
    .where('shop_id', '=', shop)
    .executeTakeFirst();
  return row?.looked_at && row.result ? { at: row.looked_at, look: row.result } : null;
}
