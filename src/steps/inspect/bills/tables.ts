import type { ColumnType } from 'kysely';
import type { Id, ShopId } from '#kernel/ids.ts';
import type { SbomReport } from '../components/sbom-shape.ts';
import type { Component } from '../gate/sbom/component.ts';

type Json<T> = ColumnType<T, string, string>;
export type SbomId = Id<'sbom'>;

/** A report in figures. `ended`: lines that their makers no longer mend; `ends`: those and the ones that end soon. */
export interface SbomCounts {
  readonly components: number;
  readonly compared: number;
  readonly holes: number;
  readonly exploited: number;
  readonly ends: number;
  readonly ended: number;
  readonly unknown: number;
}

/** A bill of materials as it is kept; `report` is null until it was compared for the first time. */
export interface SbomTable {
  org_id: string;
  sbom_id: SbomId;
  shop_id: ShopId;
  /** '' is the shop as a whole. */
  system: string;
  release: string | null;
  file_name: string;
  sha256: string;
  given_at: Date;
  given_by: string;
  components: Json<readonly Component[]>;
  artifact: string;
  judged_at: Date | null;
  counts: Json<SbomCounts | null> | null;
  report: Json<SbomReport | null> | null;
}
