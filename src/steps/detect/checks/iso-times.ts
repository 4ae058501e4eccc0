/** The earliest of ISO texts in UTC, which sort as they stand; '' for none. */
export function earliest(times: readonly string[]): string {
  return [...times].sort()[0] ?? '';
}

/** The latest of ISO texts in UTC; '' for none. */
export function latest(times: readonly string[]): string {
  return [...times].sort().at(-1) ?? '';
}
