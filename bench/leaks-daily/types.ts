/** What somebody asks for and what the shop answers; says nothing of who asks. */
export interface Ask {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly bytes: number;
}

export interface Who {
  readonly address: string;
  readonly agent: string;
  readonly session?: string;
  readonly account?: string;
}

/** One request at an instant (ms since 1970). */
export interface Hit extends Ask {
  readonly at: number;
  readonly who: Who;
  /** The account name that a sign-in tried. */
  readonly tried?: string;
  /** Number of the leak that the request belongs to, from 1. 0: ordinary traffic. -1: a scanner that gets nothing, as every site sees them. */
  readonly leak: number;
}

export type LeakKind = 'enumeration' | 'export' | 'stuffing' | 'dump';

/** One leak as it really was. */
export interface Leak {
  /** From 1, within its shop. */
  readonly number: number;
  readonly kind: LeakKind;
  /** How it was done, such as `distributed, one sequence`. */
  readonly manner: string;
  readonly from: number;
  readonly to: number;
  readonly addresses: readonly string[];
  /** The path of the first record, else of its last request, with numbers left out. */
  readonly route: string;
  readonly lines: number;
  /** Ids of the records whose requests name them, each once. */
  readonly records: readonly string[];
}

/** What the log of a shop says about a visitor besides address and agent. `full`: session, account and the account tried. */
export type LogFields = 'none' | 'session' | 'full';
