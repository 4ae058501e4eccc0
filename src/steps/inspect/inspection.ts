import { releaseName } from './inventory/script-name.ts';
import type { VisitorHost } from './inventory/visitor-host.ts';

/** What one inspection collected, as plain JSON: evidence, test fixture and replay at once. */
export interface Inspection {
  readonly schema: 'shopbell.inspection/1';
  /** Origin with scheme: `https://shop.example`. */
  readonly target: string;
  readonly startedAt: string;
  /** `visitor`: only what any visitor would see and the best-known names. `owner`: control was proven. */
  readonly depth: 'visitor' | 'owner';
  readonly home: Got<Exchange>;
  /** The same shop asked over plain HTTP; `null` when the target itself is plain HTTP. */
  readonly plain: Got<Exchange> | null;
  readonly tls: Got<Certificate> | null;
  readonly oldTls: Readonly<Record<'TLSv1' | 'TLSv1.1', 'accepted' | 'refused' | 'unknown'>> | null;
  readonly securityTxt: Got<Exchange>;
  readonly exposures: readonly Probe[];
  readonly names: Names | null;
  readonly payment: Got<PaymentPage> | null;
  /** What people authorised for the payment page; `null` when nobody has yet. */
  readonly authorised: Authorised | null;
  /** Hosts that browsers of visitors reported on the payment page; absent or `null` when nobody reports. */
  readonly visitors?: Got<readonly VisitorHost[]> | null;
}

/** Something that was fetched, or why it could not be. */
export type Got<T> = { readonly kind: 'got'; readonly value: T } | { readonly kind: 'unknown'; readonly reason: string };

export interface Exchange {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Decoded as UTF-8 (Latin-1 for binary probes) and cut. */
  readonly body: string;
  readonly truncated: boolean;
}

export interface Certificate {
  readonly protocol: string;
  readonly cipher: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly fingerprint256: string;
  readonly trusted: true | string;
}

/** One name that was tried, and what a random name beside it answered. */
export interface Probe {
  readonly id: string;
  readonly answer: Got<Exchange>;
  readonly beside: Got<Exchange> | null;
}

export type DnsFact =
  | { readonly kind: 'records'; readonly records: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What the name servers say; `domain` is the registrable domain. `null` for targets without a public name. */
export interface Names {
  readonly domain: string;
  readonly mx: DnsFact;
  readonly txt: DnsFact;
  readonly dmarc: DnsFact;
  readonly caa: DnsFact;
}

export type Party = 'first' | 'third' | 'inline' | 'eval';

export interface Script {
  /** Without query; for inline scripts the page’s path. */
  readonly url: string;
  readonly party: Party;
  /** SHA-256 of the source, hex. */
  readonly hash: string;
  /** SHA-256 of the source with numbers and long texts taken out: equal for inline scripts that only carry other values. */
  readonly shape: string;
  readonly bytes: number;
  /** Script that created it by eval, or null. */
  readonly parent: string | null;
}

export interface Leak {
  /** What was typed: `card`, `name`, `email` … */
  readonly field: string;
  readonly host: string;
  readonly where: 'address' | 'body' | 'web socket' | 'referrer';
  readonly encoding: string;
  /** Script that sent it, as far as the browser tells. */
  readonly script: string | null;
}

/** What the browser got and did on the payment page. */
export interface PaymentPage {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly scripts: readonly Script[];
  /** Sources of the scripts by their hash, as far as they were read; empty once they are kept elsewhere. */
  readonly sources: Readonly<Record<string, string>>;
  /** Hosts that the page talked to, the shop’s own included. */
  readonly hosts: readonly { readonly host: string; readonly party: 'first' | 'third'; readonly requests: number }[];
  readonly forms: readonly { readonly action: string; readonly fields: readonly string[] }[];
  readonly frames: readonly string[];
  /** Fields that made-up values were typed into; empty when nothing was typed. */
  readonly typed: readonly string[];
  readonly leaks: readonly Leak[];
  /** Why the look was cut short, or null. */
  readonly partial: string | null;
}

/** What people said of the payment page. Whoever only has a list of scripts and hosts leaves out the rest. */
export interface Authorised {
  /** Every content that was authorised; `named`: hosts that it names, where that was read. */
  readonly scripts: readonly {
    readonly key: string;
    readonly hash: string;
    readonly shape?: string;
    readonly named?: readonly string[];
    readonly party?: Party;
  }[];
  readonly hosts: readonly string[];
  readonly rejected?: readonly { readonly kind: 'script' | 'host'; readonly key: string; readonly reason: string }[];
  /** Keys of scripts whose changes are followed and not rung. */
  readonly trusted?: readonly string[];
  /** Registrable domains whose scripts and hosts are taken as authorised. */
  readonly vendors?: readonly string[];
  readonly expired?: readonly { readonly kind: 'script' | 'host' | 'header' | 'vendor'; readonly key: string; readonly until: string }[];
  /** Values of security-impacting headers as they were authorised; an empty text: the page comes without it. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Whether the page itself, or a script in it, made it: it has no address of its own. */
export function isMade({ party }: Pick<Script, 'party'>): boolean {
  return party === 'inline' || party === 'eval';
}

/** The identity of a script over time: its address as releases share it, or for inline and eval scripts its shape. */
export function scriptKey(script: Pick<Script, 'party' | 'url' | 'shape'>): string {
  return isMade(script) ? `${script.party}:${script.shape.slice(0, 24)}` : releaseName(script.url);
}

/** A key as it was kept, in the form that `scriptKey` gives today. */
export function releaseKey(key: string): string {
  return /^https?:/.test(key) ? releaseName(key) : key;
}

/** Whether the shop led somewhere else instead (an empty cart, the sign-in): then what was seen is not the payment page. */
export function isElsewhere(page: Pick<PaymentPage, 'url' | 'finalUrl'>): boolean {
  const [wished, final] = [page.url, page.finalUrl].map((url) => new URL(url).pathname.replace(/\/+$/, ''));
  return wished === undefined || final === undefined || !(final.startsWith(wished) || /checkout|payment|onepage|kasse|kasa/i.test(final));
}
