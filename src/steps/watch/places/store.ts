import type { ColumnType, Kysely } from 'kysely';
import type { Db } from '#engines/state/types.ts';
import type { CheckId, OrgId } from '#kernel/ids.ts';
import { addMs, SECOND } from '#kernel/time.ts';
import type { State } from '../checks/follow-state.ts';
import type { PlaceId } from '../store.ts';

type PlaceTables = {
  watch_places: {
    org_id: OrgId;
    place_id: PlaceId;
    name: string;
    join_hash: string | null;
    join_until: Date | null;
    key_hash: string | null;
    confirms: boolean;
    added_at: Date;
    seen_at: Date | null;
    lost: ColumnType<string, number | undefined, unknown>;
    removed_at: Date | null;
  };
  watch_place_asks: {
    org_id: OrgId;
    ask_id: `ask_${string}`;
    place_id: PlaceId;
    check_id: CheckId;
    asked_at: Date;
    saw: State | null;
    reason: string | null;
  };
};

export function placeTables(db: Db): Kysely<PlaceTables> {
  return db.withTables<PlaceTables>();
}

/** A machine elsewhere that looks. */
export interface Place {
  readonly id: PlaceId;
  readonly name: string;
  readonly confirms: boolean;
  readonly hasJoined: boolean;
  readonly seenAt: Date | null;
  /** Looks that were thrown away while it was cut off. */
  readonly lost: number;
}

/** Not heard for so long: what it looks at is not watched. */
const SILENT_MS = 30 * SECOND;

export function isHeard({ seenAt }: Pick<Place, 'seenAt'>, now: Date): boolean {
  return seenAt !== null && seenAt > addMs(now, -SILENT_MS);
}

export async function listPlaces(db: Db, org: OrgId): Promise<Place[]> {
  const rows = await placeTables(db)
    .selectFrom('watch_places')
    .selectAll()
    .where('org_id', '=', org)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.place_id, name: row.name, confirms: row.confirms, hasJoined: row.key_hash !== null, seenAt: row.seen_at },
    lost: Number(row.lost),
  }));
}
