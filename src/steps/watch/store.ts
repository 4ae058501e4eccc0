import type { ColumnType, Kysely } from 'kysely';
import type { Db, Tx } from '#engines/state/types.ts';
import type { CheckId, OrgId, ShopId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import type { CheckSeverity } from './checks/check-severity.ts';
import type { Flap } from './checks/follow-flapping.ts';
import type { Standing, State } from './checks/follow-state.ts';
import type { Beats } from './kinds/kind.ts';
import { type Target, targetShape } from './kinds/kinds.ts';

/** A machine elsewhere that looks. */
export type PlaceId = `place_${string}`;

type WatchTables = {
  watch_checks: {
    org_id: OrgId;
    check_id: CheckId;
    shop_id: ShopId;
    name: string;
    target: ColumnType<unknown, string, string>;
    every_ms: number;
    allow_private: boolean;
    paused: ColumnType<boolean, boolean | undefined, boolean>;
    state: ColumnType<State, State | undefined, State>;
    since: Date;
    reason: ColumnType<string, string | undefined, string>;
    last_at: Date | null;
    last_ms: number | null;
    beat_hash: string | null;
    beat_at: Date | null;
    beat_started_at: Date | null;
    beat_failed_at: Date | null;
    secrets: Sealed | null;
    secrets_hash: ColumnType<string, string | undefined, string>;
    failures: ColumnType<number, number | undefined, number>;
    severity: ColumnType<CheckSeverity, CheckSeverity | undefined, CheckSeverity>;
    depends_on: ColumnType<CheckId[], CheckId[] | undefined, CheckId[]>;
    behind: CheckId | null;
    flapping_since: Date | null;
    flapping_changes: ColumnType<number, number | undefined, number>;
    flapping_minutes: ColumnType<number, number | undefined, number>;
    place_id: PlaceId | null;
    file_set: string | null;
    file_key: string | null;
    file_state: ColumnType<unknown, string | null, string | null>;
    lease_by: string | null;
    lease_until: Date | null;
    added_at: Date;
    removed_at: Date | null;
  };
};

/** This room's table, typed, on any connection. */
export function watchTables(db: Db): Kysely<WatchTables> {
  return db.withTables<WatchTables>();
}

/** A check as other code reads it; the window of its last looks is in no row, and empty here. */
export interface WatchCheck {
  readonly id: CheckId;
  readonly org: OrgId;
  readonly shop: ShopId;
  readonly name: string;
  readonly target: Target;
  readonly everyMs: number;
  readonly allowPrivate: boolean;
  readonly paused: boolean;
  readonly standing: Standing;
  readonly lastMs: number | null;
  readonly beats: Beats;
  /** Values of `{{name}}` in the target, sealed. */
  readonly secrets: Sealed | null;
  /** Keyed hash of the secrets; '' without any. */
  readonly secretsHash: string;
  /** Failures in a row until it is down. */
  readonly failures: number;
  /** How grave it is when it is down. */
  readonly severity: CheckSeverity;
  readonly dependsOn: readonly CheckId[];
  /** The check that is down and that this one depends on, when that is why it is down. */
  readonly behind: CheckId | null;
  /** From where it is looked at; `null`: from here. */
  readonly place: PlaceId | null;
  /** Which set of files it comes from, and its key there. */
  readonly file: { readonly set: string; readonly key: string; readonly state: unknown } | null;
}

interface CheckRow {
  readonly check_id: CheckId;
  readonly org_id: OrgId;
  readonly shop_id: ShopId;
  readonly name: string;
  readonly target: unknown;
  readonly every_ms: number;
  readonly allow_private: boolean;
  readonly paused: boolean;
  readonly state: State;
  readonly since: Date;
  readonly reason: string;
  readonly last_at: Date | null;
  readonly last_ms: number | null;
  readonly beat_at: Date | null;
  readonly beat_started_at: Date | null;
  readonly beat_failed_at: Date | null;
  readonly secrets: Sealed | null;
  readonly secrets_hash: string;
  readonly failures: number;
  readonly severity: CheckSeverity;
  readonly depends_on: readonly CheckId[];
  readonly behind: CheckId | null;
  readonly flapping_since: Date | null;
  readonly flapping_changes: number;
  readonly flapping_minutes: number;
  readonly place_id: PlaceId | null;
  readonly file_set: string | null;
  readonly file_key: string | null;
  readonly file_state: unknown;
}

/** Since when a check comes and goes, as its row tells it. */
export function flapOfRow(row: Pick<CheckRow, 'flapping_since' | 'flapping_changes' | 'flapping_minutes'>): Flap | null {
  const { flapping_since: since, flapping_changes: changes, flapping_minutes: minutes } = row;
  return since === null ? null : { since, changes, minutes };
}

export function checkOf(row: CheckRow): WatchCheck {
  return {
    id: row.check_id,
    org: row.org_id,
    shop: row.shop_id,
    name: row.name,
    target: targetShape.parse(row.target),
    everyMs: row.every_ms,
    allowPrivate: row.allow_private,
    paused: row.paused,
    standing: {
      ...{ state: row.state, since: row.since, reason: row.reason, lastAt: row.last_at, suspect: null, looks: [] },
      flapping: flapOfRow(row),
    },
    lastMs: row.last_ms,
    beats: { okAt: row.beat_at, startedAt: row.beat_started_at, failedAt: row.beat_failed_at },
    secrets: row.secrets,
    secretsHash: row.secrets_hash,
    failures: row.failures,
    severity: row.severity,
    dependsOn: row.depends_on,
    behind: row.behind,
    place: row.place_id,
    file: row.file_set === null || row.file_key === null ? null : { set: row.file_set, key: row.file_key, state: row.file_state },
  };
}

/** The checks of an organisation that were not removed, by name. */
export async function listChecks(db: Tx, org: OrgId): Promise<WatchCheck[]> {
  const rows = await watchTables(db)
    .selectFrom('watch_checks')
    .selectAll()
    .where('org_id', '=', org)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(checkOf);
}
