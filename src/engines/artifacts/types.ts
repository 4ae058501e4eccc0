import type { OrgId } from '#kernel/ids.ts';

/** What collectors saved: at once evidence, test fixture and replay. Files in the data folder, named by their SHA-256. */
export interface Artifacts {
  /** Saves bytes and returns their reference `sha256-<hex>`. Saving the same bytes twice is one file. */
  save(org: OrgId, bytes: Uint8Array): Promise<string>;
  load(org: OrgId, ref: string): Promise<Uint8Array>;
  /** Removes one for good; whoever saved it knows that nothing names it any more. One that is not there is no error. */
  remove(org: OrgId, ref: string): Promise<void>;
}
