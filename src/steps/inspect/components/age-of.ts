/** Days after which people are told that facts are old. */
export const OLD_DAYS = 90;

/** Days after which what is fetched every night counts as old. */
export const STALE_DAYS = 14;

/** How old facts are, in one sentence for reports: `data of 2026-01-21; that is 313 days before this look`. Pure. */
export function ageOf(asOf: string, lookedAt: string): { readonly days: number; readonly text: string } {
  const days = Math.max(0, Math.floor((Date.parse(lookedAt) - Date.parse(asOf)) / 86_400_000));
  const told = days > OLD_DAYS ? `, ${days} days old: what was published since is not in it` : '';
  return { days, text: `data of ${asOf}${told}` };
}
