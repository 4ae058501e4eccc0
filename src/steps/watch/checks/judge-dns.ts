import type { DnsAnswer } from '#engines/dns/types.ts';
import { down, type Judged, unknown, up } from './judged.ts';

/** Judges a record: it is there, and contains what it must. */
export function judgeDns(target: { readonly domain: string; readonly type: string; readonly contains: string }, answer: DnsAnswer): Judged {
  if (answer.kind === 'unknown') return unknown(answer.reason);
  if (answer.kind === 'none') return down(`there is no ${target.type} record for ${target.domain}`);
  const shown = answer.records.slice(0, 3).join(', ');
  if (target.contains === '' || answer.records.some((record) => record.includes(target.contains))) return up(shown);
  return down(`${target.type} of ${target.domain} is ${shown}, without “${target.contains}”`);
}
