import { networkOf } from '../checks/judge-admin-device.ts';

/** By what somebody can be recognised. Empty: the telemetry does not tell. */
export interface Traits {
  readonly sessions: readonly string[];
  readonly accounts: readonly string[];
  readonly agents: readonly string[];
  readonly tls: readonly string[];
  readonly addresses: readonly string[];
}

export interface Candidate extends Traits {
  readonly actor: number;
  /** Records that this one read around that time. */
  readonly records: number;
}

/** How many different visitors of the shop share a trait around that time. */
export interface Rarity {
  readonly agents: ReadonlyMap<string, number>;
  readonly tls: ReadonlyMap<string, number>;
  readonly networks: ReadonlyMap<string, number>;
}

export interface Link {
  readonly candidate: Candidate;
  /** 3: the same session or account. 2: two rare traits in common. 1: one rare trait. */
  readonly strength: 1 | 2 | 3;
  readonly why: readonly ('session' | 'account' | 'agent' | 'tls' | 'network')[];
}

/** A trait that more than this many visitors share says nothing: a browser that many use, a carrier’s address. */
const RARE = 10;

/**
 * Who may be the same people under another name: by session, account, a rare program, a rare TLS fingerprint, a network that hardly
 * anybody else comes from. The strongest first. Common traits link nobody, so a carrier's customers and everybody's browser stay out.
 */
export function judgeLinks(known: Traits, candidates: readonly Candidate[], rarity: Rarity): Link[] {
  const isRare = (of: ReadonlyMap<string, number>, trait: string): boolean => (of.get(trait) ?? Number.POSITIVE_INFINITY) <= RARE;
  const networks = new Set(known.addresses.map(networkOf));
  return candidates
    .flatMap((candidate): Link[] => {
      const shares = (mine: readonly string[], theirs: readonly string[], of: ReadonlyMap<string, number> | null): boolean =>
        theirs.some((one) => one !== '' && mine.includes(one) && (of === null || isRare(of, one)));
      const why: Link['why'][number][] = [];
      if (shares(known.sessions, candidate.sessions, null)) why.push('session');
      if (shares(known.accounts, candidate.accounts, null)) why.push('account');
      if (shares(known.agents, candidate.agents, rarity.agents)) why.push('agent');
      if (shares(known.tls, candidate.tls, rarity.tls)) why.push('tls');
      const near = candidate.addresses.map(networkOf).filter((network) => networks.has(network) && isRare(rarity.networks, network));
      if (near.length > 0) why.push('network');
      if (why.length === 0) return [];
      const isSame = why.includes('session') || why.includes('account');
      return [{ candidate, why, strength: isSame ? 3 : why.length >= 2 ? 2 : 1 }];
    })
    .sort((a, b) => b.strength - a.strength || b.candidate.records - a.candidate.records || a.candidate.actor - b.candidate.actor);
}
