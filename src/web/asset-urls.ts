/** Where the console's files are served, with the hash of their content in the name. */
export interface AssetUrls {
  readonly css: string;
  readonly publicCss: string;
  readonly js: string;
  readonly icon: string;
  /** The address of an island's script, by the island's name; null when there is none. */
  island(name: string): string | null;
}
