import type { DnssecFacts } from '#engines/wire/types.ts';
import { DAY } from '#kernel/time.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** Judges a zone's signatures: they hold, and none ends in fewer than so many days. A resolver that does not check leaves it unknown. */
export function judgeDnssec(facts: DnssecFacts, days: number, now: Date): Judged {
  if (facts.broken) return down('the chain of signatures is broken: resolvers that check it refuse the name');
  if (!facts.signed) return facts.validated ? unknown('the resolver passes no signatures on') : down('the zone is not signed');
  const left = facts.expires === null ? null : Math.floor((facts.expires.getTime() - now.getTime()) / DAY);
  if (left !== null && facts.expires !== null && facts.expires < now) return down('a signature has expired');
  if (left !== null && left < days) return down(`a signature expires in ${left} days`);
  if (!facts.validated) return unknown('it is signed, but the resolver of this machine does not check signatures');
  return up(left === null ? 'signed and valid' : `signed and valid for ${left} days`);
}
