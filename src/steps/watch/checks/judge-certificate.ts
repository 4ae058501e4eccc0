import type { TlsFacts } from '#engines/http/types.ts';
import { DAY } from '#kernel/time.ts';
import { down, type Judged, up } from './judged.ts';

/** Judges a certificate: trusted, and valid for at least so many days. */
export function judgeCertificate(facts: TlsFacts, days: number, now: Date): Judged {
  const left = Math.floor((facts.validTo.getTime() - now.getTime()) / DAY);
  if (left < 0) return down(`the certificate expired on ${facts.validTo.toISOString().slice(0, 10)}`);
  if (facts.trusted !== true) return down(facts.trusted);
  if (left < days) return down(`the certificate expires in ${left} days`);
  return up(`certificate valid for ${left} days`);
}
