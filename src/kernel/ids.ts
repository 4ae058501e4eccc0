/** A typed id: a short prefix that names the kind, and 26 Crockford-base32 characters (time first, so ids sort by age). */
export type Id<P extends string> = `${P}_${string}`;

export type OrgId = Id<'org'>;
export type ShopId = Id<'shop'>;
export type SourceId = Id<'src'>;
export type PersonId = Id<'per'>;
export type EventId = Id<'evt'>;
export type SignalId = Id<'sig'>;
export type FindingId = Id<'fnd'>;
export type IncidentId = Id<'inc'>;
export type CaseId = Id<'case'>;
export type NoticeId = Id<'ntc'>;
export type CheckId = Id<'chk'>;
export type ImpostorId = Id<'imp'>;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^[a-z]{2,8}_[0-9A-HJKMNP-TV-Z]{26}$/;

/**
 * Builds an id from a time and 16 random bytes (only ten are used).
 * Pure: the clock and the randomness come from the caller.
 */
export function makeId<P extends string>(prefix: P, atMs: number, random: Uint8Array): Id<P> {
  let time = '';
  for (let left = atMs, i = 0; i < 10; i++) {
    time = ALPHABET.charAt(left % 32) + time;
    left = Math.floor(left / 32);
  }
  let tail = '';
  for (let i = 0; i < 16; i++) tail += ALPHABET.charAt((random[i] ?? 0) & 31);
  return `${prefix}_${time}${tail}`;
}

/** Whether the text is an id of this kind. */
export function isId<P extends string>(prefix: P, text: unknown): text is Id<P> {
  return typeof text === 'string' && text.startsWith(`${prefix}_`) && SHAPE.test(text);
}
