import type { SentCertificate, TlsVersion } from '#engines/tls/types.ts';
import type { Exchange, Got } from './exchange.ts';
import type { PageKind } from './page-words.ts';

/** How a server speaks TLS, seen by first messages of every version and by one whole handshake. */
export interface Transport {
  readonly versions: Readonly<Record<TlsVersion, 'accepted' | 'refused' | 'unknown'>>;
  /** What a server chose for each version that it accepted, of everything offered. */
  readonly chosen: readonly { readonly version: TlsVersion; readonly suite: string }[];
  /** The version below TLS 1.3 for which single cipher suites were asked; `null`: the server speaks none. */
  readonly asked: TlsVersion | null;
  /** Suites without forward secrecy or without authenticated encryption that it accepts. */
  readonly dated: readonly string[];
  /** Whether it accepts one with both, below TLS 1.3; `null` when that was not seen. */
  readonly hasModern: boolean | null;
  /** Why the list may lack some, or null. */
  readonly cut: string | null;
  /** Who decides on the suite; `one`: there is no choice. */
  readonly order: 'server' | 'client' | 'one' | 'unknown';
  /** In the order in which they were sent; empty where only TLS 1.3 is spoken, which hides them. */
  readonly chain: readonly SentCertificate[];
  /** The server’s own certificate as a whole handshake showed it. */
  readonly own: SentCertificate | null;
  readonly isStapled: boolean;
  readonly alpn: string | null;
  readonly dhBits: number | null;
  readonly isRenegotiationSafe: boolean | null;
  readonly isCompressed: boolean;
}

/** One step of a way from address to address. */
export interface Step {
  readonly url: string;
  readonly status: number;
  readonly location: string | null;
  /** Whether the certificate fits; `null` over plain HTTP. */
  readonly trusted: true | string | null;
}

/** Where somebody ends who types a name of the shop. */
export interface Way {
  readonly from: string;
  readonly steps: readonly Step[];
  /** `answer`: at a page; `loop`: it goes in circles; `long`: it was given up; else why nothing answers. */
  readonly end: 'answer' | 'loop' | 'long' | { readonly reason: string };
}

/** A script of the shop’s own, and the file that leads from it back to its source. */
export interface SourceMap {
  readonly script: string;
  /** Kinds of keys in the script itself (`data/signatures/script-secrets.yaml`). */
  readonly secrets: readonly string[];
  /** `null`: the script names none, or none could be read. */
  readonly map: {
    readonly url: string;
    readonly status: number;
    readonly sources: number;
    /** How many of the sources stand in the map word for word. */
    readonly withText: number;
    readonly secrets: readonly string[];
  } | null;
}

/** What a shop sends to browsers beside its pages, as far as it was looked at. Names of kinds only, never a key. */
export interface Insides {
  readonly scripts: readonly SourceMap[];
  /** Kinds of keys that stand in the pages themselves. */
  readonly pageSecrets: readonly string[];
  /** Answers to the question which types an interface knows; only places that speak GraphQL. */
  readonly graphql: readonly { readonly path: string; readonly status: number; readonly types: boolean }[];
  readonly buckets: readonly { readonly name: string; readonly isOpen: boolean | null; readonly text: string }[];
  /** Why it is incomplete, or null. */
  readonly cut: string | null;
}

/** One page of the shop that was found by a link of the home page. */
export interface SampledPage {
  readonly kind: PageKind;
  readonly answer: Got<Exchange>;
}

/** What a page answered to a request that named a foreign site as its origin. */
export interface CrossOrigin {
  /** `foreign`: any other site; `null`: a page without an origin; `look-alike`: a name that begins with the shop's. */
  readonly from: 'foreign' | 'null' | 'look-alike';
  readonly url: string;
  readonly origin: string;
  readonly answer: Got<{ readonly allowed: string | null; readonly withCredentials: boolean; readonly vary: string | null }>;
}
