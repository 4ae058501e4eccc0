/** What was found of a host name last. `unknown`: it could not be asked; what was proven before stays so. */
export type HostState = 'waiting' | 'proven' | 'missing' | 'taken' | 'unknown';

export const hostProofs = ['txt', 'cname', 'address'] as const;
export type HostProof = (typeof hostProofs)[number];

/** Where the name leads, as far as its addresses tell. */
export const hostLeads = ['here', 'elsewhere', 'nowhere', 'unknown'] as const;
export type HostLead = (typeof hostLeads)[number];

/** A host name that a shop's status page is to have for itself. */
export interface StatusHost {
  readonly name: string;
  readonly state: HostState;
  readonly proof: HostProof | null;
  readonly leads: HostLead;
  /** Why it could not be asked, of state `unknown`. */
  readonly reason: string;
  readonly setAt: Date;
  readonly checkedAt: Date | null;
  /** Since when it serves the page; `null`: it does not. */
  readonly provenAt: Date | null;
  readonly missingSince: Date | null;
}
