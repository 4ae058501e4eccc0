export type DnsType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'NS' | 'CAA' | 'CNAME' | 'SOA' | 'PTR';

/** An answer, an authoritative “does not exist”, or “could not be asked”: three different things. */
export type DnsAnswer =
  | { readonly kind: 'records'; readonly records: readonly string[]; readonly ms: number }
  | { readonly kind: 'none'; readonly ms: number }
  | { readonly kind: 'unknown'; readonly reason: string; readonly ms: number };

export interface Resolver {
  ask(name: string, type: DnsType): Promise<DnsAnswer>;
}
