import { getDomain } from 'tldts';
import type { DnsFact, Names } from '../inspection.ts';
import type { Outside } from './collect-options.ts';

/** Asks the name servers for what concerns mail and certificates of the shop’s registrable domain. `null` without a public one. */
export async function collectNames(outside: Pick<Outside, 'resolver'>, host: string): Promise<Names | null> {
  const domain = getDomain(host);
  if (domain === null) return null;
  const ask = async (name: string, type: 'MX' | 'TXT' | 'CAA'): Promise<DnsFact> => {
    const answer = await outside.resolver.ask(name, type);
    if (answer.kind === 'records') return { kind: 'records', records: answer.records };
    return answer.kind === 'none' ? { kind: 'none' } : { kind: 'unknown', reason: `${type} of ${name}: ${answer.reason}` };
  };
  const [mx, txt, dmarc, caa, own] = await Promise.all([
    ask(domain, 'MX'),
    ask(domain, 'TXT'),
    ask(`_dmarc.${domain}`, 'TXT'),
    ask(domain, 'CAA'),
    host === domain ? null : ask(host, 'CAA'),
  ]);
  // The records nearest to the name count (RFC 8659 §3).
  return { domain, mx, txt, dmarc, caa: own === null || own.kind === 'none' ? caa : own };
}
