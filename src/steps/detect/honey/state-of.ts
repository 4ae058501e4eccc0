/** Where a honey customer stands in its life. */
export function stateOf(row: { readonly placed_at: Date | null; readonly retired_at: Date | null }): 'made' | 'placed' | 'retired' {
  if (row.retired_at !== null) return 'retired';
  return row.placed_at === null ? 'made' : 'placed';
}
