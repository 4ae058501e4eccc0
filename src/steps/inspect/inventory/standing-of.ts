/** How a script, a host or a header stands with the people who answer for the shop. */
export const standings = ['rejected', 'expired', 'changed', 'returned', 'new', 'trusted', 'authorised', 'removed'] as const;
export type Standing = (typeof standings)[number];

interface Decided {
  readonly present: boolean;
  readonly authorised_at: Date | null;
  readonly rejected_at: Date | null;
  readonly until: Date | null;
  readonly returned_at?: Date | null;
}

interface About {
  readonly now: Date;
  /** Whether what is there now is what was authorised. */
  readonly same: boolean;
  /** Whether its vendor, or its changes, are trusted. */
  readonly trusted: boolean;
}

/** Pure. What is absent is `removed`, whatever was said of it. */
export function standingOf(item: Decided, { now, same, trusted }: About): Standing {
  if (!item.present) return 'removed';
  if (item.rejected_at !== null) return 'rejected';
  if (item.until !== null && item.until.getTime() <= now.getTime()) return 'expired';
  if (item.authorised_at === null) return trusted ? 'trusted' : (item.returned_at ?? null) === null ? 'new' : 'returned';
  return same ? 'authorised' : trusted ? 'trusted' : 'changed';
}

/** Whether somebody has to look at it. */
export function isOpen(standing: Standing): boolean {
  return !['authorised', 'trusted', 'removed'].includes(standing);
}
