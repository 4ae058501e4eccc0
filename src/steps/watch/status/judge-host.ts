import type { DnsAnswer } from '#engines/dns/types.ts';
import type { HostLead, HostProof, HostState } from './host-words.ts';

/** What name servers said of a host name, and of the one by which this Shopbell is reached. */
export interface HostFacts {
  /** The TXT record that proves it, as it must stand. */
  readonly word: string;
  readonly txt: DnsAnswer;
  readonly cname: DnsAnswer;
  readonly addresses: readonly DnsAnswer[];
  /** `null`: this Shopbell has no public name, so no address can lead to it. */
  readonly own: { readonly host: string; readonly addresses: readonly DnsAnswer[] } | null;
  /** Somebody else shows the word for the same name: an address proves nothing then. */
  readonly isContested: boolean;
}

export interface HostVerdict {
  readonly state: Extract<HostState, 'proven' | 'missing' | 'unknown'>;
  readonly proof: HostProof | null;
  readonly leads: HostLead;
  readonly hasWord: boolean;
  readonly reason: string;
}

/** Whether a host name is its shop's to give: by the word in a TXT record, or because it leads to this Shopbell. What could not be asked is unknown. Pure. */
export function judgeHost(facts: HostFacts): HostVerdict {
  const hasWord = recordsOf(facts.txt).includes(facts.word);
  const { leads, by, reason } = whereTo(facts);
  const shared = { leads, hasWord };
  if (hasWord) return { ...shared, state: 'proven', proof: 'txt', reason: '' };
  if (by !== null && !facts.isContested) return { ...shared, state: 'proven', proof: by, reason: '' };
  if (facts.txt.kind === 'unknown') return { ...shared, state: 'unknown', proof: null, reason: facts.txt.reason };
  if (leads === 'unknown' && facts.own !== null) return { ...shared, state: 'unknown', proof: null, reason };
  return { ...shared, state: 'missing', proof: null, reason: '' };
}

interface Way {
  readonly leads: HostLead;
  readonly by: Exclude<HostProof, 'txt'> | null;
  readonly reason: string;
}

function whereTo({ cname, addresses, own }: HostFacts): Way {
  const aliases = recordsOf(cname).map((name) => name.toLowerCase().replace(/\.$/, ''));
  if (own !== null && aliases.includes(own.host)) return { leads: 'here', by: 'cname', reason: '' };
  const asked = own === null ? addresses : [...addresses, ...own.addresses];
  const failed = asked.find((answer) => answer.kind === 'unknown');
  if (failed?.kind === 'unknown') return { leads: 'unknown', by: null, reason: failed.reason };
  const theirs = addresses.flatMap(recordsOf);
  if (theirs.length === 0) return { leads: 'nowhere', by: null, reason: '' };
  if (own === null) return { leads: 'unknown', by: null, reason: '' };
  const ours = new Set(own.addresses.flatMap(recordsOf));
  // One address elsewhere is enough to send some readers there.
  return theirs.every((address) => ours.has(address))
    ? { leads: 'here', by: 'address', reason: '' }
    : { leads: 'elsewhere', by: null, reason: '' };
}

function recordsOf(answer: DnsAnswer): readonly string[] {
  return answer.kind === 'records' ? answer.records : [];
}
