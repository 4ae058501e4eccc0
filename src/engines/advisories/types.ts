/** One file of advisories as it lies here. */
export interface AdvisoryFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was fetched or put there. */
  readonly fetchedAt: Date;
}

/** A file that is being written: it counts only once it is kept. */
export interface AdvisoryDraft {
  readonly path: string;
  read(): AsyncIterable<Uint8Array>;
  /** Takes the place of the file of that name, at once. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

/** Where whole files of advisories are fetched from; null: that one is not fetched by itself. */
export interface AdvisorySources {
  /** A copy of osv.dev’s files: `URL/npm/all.zip`. */
  readonly osv: string | null;
  /** The catalogue of known exploited holes (JSON). */
  readonly exploited: string | null;
  /** The repository of retire.js (JSON, format 5). */
  readonly libraries: string | null;
  /** Whether these may be private addresses. */
  readonly allowPrivate: boolean;
}

/** Advisories about software of others: files in one folder, the same for every organisation. */
export interface AdvisoryFiles {
  /** Sorted by name; empty when the folder is not there. Throws FILE_UNREADABLE for a folder that cannot be read. */
  list(): Promise<readonly AdvisoryFile[]>;
  read(name: string): AsyncIterable<Uint8Array>;
  /** Begins a file; call `keep` or `drop`. */
  draft(name: string): Promise<AdvisoryDraft>;
  /** `null`: nothing is ever fetched by itself. */
  readonly sources: AdvisorySources | null;
}
