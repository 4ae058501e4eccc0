import type { Severity } from '#kernel/outcome.ts';
import type { AccountLook } from './account-look.ts';
import type { Libraries } from './components/libraries-seen.ts';
import type { DnsFact, Exchange, Got } from './exchange.ts';
import type { MailFacts } from './mail.ts';
import type { OwnDomain } from './own-domains.ts';
import type { CrossOrigin, Insides, SampledPage, Transport, Way } from './site.ts';

export type { DnsFact, Exchange, Got } from './exchange.ts';

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
  readonly securityTxt: Got<Exchange>;
  readonly exposures: readonly Probe[];
  readonly names: Names | null;

  /** How the server speaks TLS; `null` over plain HTTP. */
  readonly transport: Got<Transport> | null;
  /** Where customers end who type a name of the shop. */
  readonly ways: readonly Way[];
  /** Scripts, interfaces and storage of the shop. */
  readonly insides: Insides;
  /** Pages of the shop that its home page links to. */
  readonly pages: readonly SampledPage[];
  /** The home page once more, to see what changes from load to load. */
  readonly homeAgain: Got<Exchange> | null;
  readonly crossOrigin: readonly CrossOrigin[];
  /** What concerns mail, beside `names`; `null` for targets without a public name. */
  readonly mail: MailFacts | null;
  /** Other domains of the owner, as far as named; absent in what was saved before they were asked. */
  readonly ownDomains?: readonly OwnDomain[];

  readonly payment: Got<PaymentPage> | null;
  /** What people authorised for the payment page; `null` when nobody has yet. */
  readonly authorised: Authorised | null;

  /** Front-end libraries of the home page and the payment page; absent in what was saved before they were looked at. */
  readonly libraries?: Libraries;

  /** What addresses said that were asked because the pages point at a platform; absent in what was saved before. */
  readonly answers?: readonly { readonly path: string; readonly answer: Got<Exchange> }[];

  /** Hosts that browsers of visitors reported on the payment page; `null` when nobody reports. */
  readonly visitors: Got<readonly VisitorHost[]> | null;
  /** Customers’ accounts; `null`: the shop shows no page on which customers sign in. */
  readonly accounts: AccountLook | null;
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
  /** The folder of the shop in which it was tried (`/shop`); absent for the root. */
  readonly folder?: string;
  readonly answer: Got<Exchange>;
  readonly beside: Got<Exchange> | null;
}

/** What the name servers say; `domain` is the registrable domain. `null` for targets without a public name. */
export interface Names {
  readonly domain: string;
  readonly mx: DnsFact;
  readonly txt: DnsFact;
  readonly dmarc: DnsFact;
  readonly caa: DnsFact;
}

/** `provider`: it runs in a frame of a payment provider, whose own it is. */
export type Party = 'first' | 'third' | 'inline' | 'eval' | 'provider';

/** Where code runs, if not in the page itself. */
export interface RunsIn {
  readonly kind: 'frame' | 'worker' | 'shared worker' | 'service worker';
  /** Address of the frame's document or the worker's script, without query. */
  readonly url: string;
}

export interface Script {
  /** Without query; for inline scripts the page’s path. */
  readonly url: string;
  readonly party: Party;
  /** SHA-256 of the source, hex. */
  readonly hash: string;
  /** SHA-256 of the source with numbers and long texts taken out: equal for inline scripts that only carry other values. */
  readonly shape: string;
  readonly bytes: number;
  /** Key of the script that brought it in (asked for it, or made it by eval); `null`: the page itself, or nobody knows. */
  readonly parent: string | null;
  /** Absent: in the page itself. */
  readonly runsIn?: RunsIn;
  /** What its source looks like, from `signsOf`. */
  readonly signs: readonly string[];
  /** What its source is by the signatures of `scan-files`. */
  readonly code: readonly CodeSign[];
}

/** A signature that a script’s source bears. */
export interface CodeSign {
  readonly rule: string;
  readonly title: string;
  readonly outcome: 'malicious' | 'suspicious';
  readonly severity: Severity;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Typed values that went somewhere. Scripts are named by `scriptKey`. */
export interface Leak {
  /** What was typed: `card`, `name`, `email` … */
  readonly field: string;
  readonly host: string;
  readonly where: 'address' | 'body' | 'header' | 'web socket' | 'referrer' | 'hint' | 'frame';
  readonly encoding: string;
  /** Kind of request, in the browser’s words: `fetch`, `ping`, `image`, `document`, `websocket`, `worker` … */
  readonly channel: string;
  /** Script that sent it, as far as the browser tells. */
  readonly script: string | null;
  /** Whether the page’s own text went to the same host too, as a recording of the visit does. */
  readonly recording: boolean;
}

/** A script took what is in a field. `how`: `value read`, `form read`, `key read`, `listens to input` … */
export interface FieldUse {
  readonly script: string | null;
  readonly field: string;
  readonly how: string;
}

/** What a script puts where customers paste from. */
type ClipboardTrick = 'puts a command in the clipboard' | 'writes the clipboard' | 'changes what is copied';

/** A script did something that a payment page has no need of. */
export interface Trick {
  readonly script: string | null;
  readonly what:
    | 'stops debuggers'
    | 'direct connection'
    | 'reads the clipboard'
    | 'keeps typed values'
    | 'hides typed values'
    | 'enciphers typed values'
    | 'hands over typed values'
    | 'shared worker'
    | 'service worker'
    | ClipboardTrick
    | 'looks for developer tools';
  /** Whom it reaches, what it keeps. */
  readonly detail: string;
}

export interface Frame {
  readonly url: string;
  /** Fields in it, by their kinds. */
  readonly fields: readonly string[];
  /** Whether it came after the page had been loaded. */
  readonly late: boolean;
  /** Whether it lies over fields of the page itself. */
  readonly covers: boolean;
}

/** Something that changed in the page after it had been loaded. */
export interface PageChange {
  readonly what: 'form action' | 'form' | 'frame' | 'hint';
  /** Address that it now points at. */
  readonly to: string;
  readonly detail: string;
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
  /** Hosts that the page talked to, the shop’s own included, with the scripts that asked. */
  readonly hosts: readonly HostUse[];
  readonly forms: readonly { readonly action: string; readonly fields: readonly string[] }[];
  readonly frames: readonly Frame[];
  /** Fields that made-up values were typed into; empty when nothing was typed. */
  readonly typed: readonly string[];
  readonly leaks: readonly Leak[];
  readonly uses: readonly FieldUse[];
  readonly tricks: readonly Trick[];
  readonly changes: readonly PageChange[];
  /** Keys of scripts, and hosts, that only some of the looks saw, with the looks that did. */
  readonly onlyIn: Readonly<Record<string, readonly string[]>>;
  /** Why the look was cut short, or null. */
  readonly partial: string | null;
  /** How old names of others are; absent in what was saved before, or where nobody asked. */
  readonly ages?: readonly DomainAge[];
  /** When the ages were asked for. */
  readonly lookedAt?: string;
}

/** How old a name is that nobody authorised. Times are ISO 8601. */
export interface DomainAge {
  /** Registrable domain. */
  readonly domain: string;
  readonly registeredAt: string | null;
  /** When the certificate began that its host shows; asked only where the registry tells nothing. */
  readonly certificateAt: string | null;
  /** Why the registry told nothing; `null`: it did. */
  readonly reason: string | null;
}

export interface HostUse {
  readonly host: string;
  readonly party: 'first' | 'third';
  readonly requests: number;
  readonly scripts: readonly string[];
  /** Kinds of request, in the browser’s words. */
  readonly channels: readonly string[];
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
    /** Of scripts in the page itself, by which a changed one is known again. */
    readonly sketch?: readonly number[];
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

/**
 * The identity of a script over time: its address as releases share it; for inline and eval scripts its shape; for what runs in a frame of a
 * payment provider the frame's origin, since what the provider puts into it is the provider's.
 */
export function scriptKey(script: Pick<Script, 'party' | 'url' | 'shape' | 'runsIn'>): string {
  if (script.party === 'provider') return `provider:${URL.parse(script.runsIn?.url ?? script.url)?.origin ?? script.url}`;
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
