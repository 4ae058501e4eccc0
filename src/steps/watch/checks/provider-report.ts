/** What a provider says of itself. */
export interface ProviderReport {
  readonly state: 'fine' | 'work' | 'trouble';
  /** In its own words; empty: it has none. */
  readonly words: string;
  /** What is open now, the oldest first. */
  readonly open: readonly { readonly title: string; readonly since: Date | null; readonly parts: readonly string[] }[];
  /** Parts of it, each with its own state; empty: it tells of none. */
  readonly parts: readonly { readonly name: string; readonly state: 'fine' | 'work' | 'trouble'; readonly words: string }[];
}
