/** Files that ship with the program, by their path relative to its root. Read at start, not per request. */
export interface ProductFiles {
  read(path: string): Buffer;
  /** Paths below a folder whose names end like this, sorted. */
  list(folder: string, ending: string): readonly string[];
}
