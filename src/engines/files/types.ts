/** Files that ship with the program, by their path relative to its root. Read at start, not per request. */
export interface ProductFiles {
  read(path: string): Buffer;
  /** Paths below a folder whose names end like this, sorted. */
  list(folder: string, ending: string): readonly string[];
}

/** Files that the program writes for others to serve, below one folder. Paths have forward slashes and stay inside it. */
export interface PublishedFiles {
  /** Where they lie, for people who copy or serve them. */
  readonly folder: string;
  /** Writes a file whole or not at all: whoever reads meanwhile reads the old one. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** `null` when there is none. */
  read(path: string): Promise<Buffer | null>;
  /** Names of the folders at the top, sorted. */
  folders(): Promise<readonly string[]>;
  /** Removes a folder at the top with everything in it; none is fine. */
  remove(folder: string): Promise<void>;
}
