import type { DnsFact } from '../exchange.ts';
import { MOST_OWN_DOMAINS, type OwnDomain } from '../own-domains.ts';
import type { Outside } from './collect-options.ts';

/** Asks for each of the owner's other domains what says who may send mail in its name. Never throws; what could not be asked says why. */
export async function collectOwnDomains({ resolver }: Pick<Outside, 'resolver'>, domains: readonly string[]): Promise<OwnDomain[]> {
  const ask = async (name: string, type: 'MX' | 'NS' | 'TXT'): Promise<DnsFact> => {
    const answer = await resolver.ask(name, type);
    if (answer.kind === 'records') return { kind: 'records', records: answer.records };
    return answer.kind === 'none' ? { kind: 'none' } : { kind: 'unknown', reason: `${type} of ${name}: ${answer.reason}` };
  };
  const found: OwnDomain[] = [];
  for (const domain of domains.slice(0, MOST_OWN_DOMAINS)) {
    const [ns, txt, mx, dmarc] = await Promise.all([
      ...[ask(domain, 'NS'), ask(domain, 'TXT'), ask(domain, 'MX')],
      ask(`_dmarc.${domain}`, 'TXT'),
    ] as const);
    found.push({ domain, ns, txt, mx, dmarc });
  }
  return found;
}
