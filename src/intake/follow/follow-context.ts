import type { House } from '#engines/house.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { DataMap } from '../data-map/compile-data-map.ts';
import type { SealKeys } from '../seal-keys.ts';

/** What following one file needs. */
export interface FollowContext {
  readonly house: Pick<House, 'state' | 'telemetry' | 'clock' | 'log'>;
  readonly org: OrgId;
  readonly source: string;
  readonly shop: string;
  readonly path: string;
  /** Of times that name no zone, an IANA name (default `UTC`). */
  readonly zone?: string;
  readonly map: DataMap;
  readonly keys: SealKeys;
  readonly signal: AbortSignal;
  /** Throws DISK_LOW when nothing more should be written. */
  readonly checkDisk: () => Promise<void>;
  /** Older lines are rejected, in ms. */
  readonly maxAgeMs: number;
}
