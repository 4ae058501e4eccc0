import { isSessionCookie, parseCookie } from '../checks/headers/parse-cookie.ts';
import { type Inspection, isElsewhere, isMade, type PaymentPage, type Script, scriptKey } from '../inspection.ts';
import { stableKey } from '../report/stable-key.ts';
import type { Measure } from './baseline.ts';
import type { Component } from './sbom/component.ts';
import { type ScriptTrace, traceOf } from './script-trace.ts';

/** One page that a browser measured several times. */
export interface MeasuredPage {
  readonly measure: Measure;
  /** Largest less smallest of the runs, for what is noisy; `null` when there is no figure. */
  readonly spread: Readonly<Record<'ttfb' | 'lcp' | 'cls', number | null>>;
  /** Hosts of other sites that it talked to. */
  readonly hosts: readonly string[];
  readonly runs: number;
}

export interface SeenScript {
  readonly key: string;
  readonly party: Script['party'];
  readonly what: string;
  /** Of scripts in the page itself whose source is at hand. */
  readonly made?: { readonly trace: ScriptTrace; readonly source: string };
}

/** What this run saw of the things that a baseline keeps an inventory of. `null`: it did not look, or could not. */
export interface Seen {
  readonly scripts: readonly SeenScript[] | null;
  /** By page. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly measures: Readonly<Record<string, MeasuredPage>>;
  readonly components: readonly Component[] | null;
  /** Why scripts, hosts and headers of the payment page are not whole; `null` when they are, or nobody asked. */
  readonly payment: string | null;
}

/** Pure. `measures` by page: `home`, or a journey's file. */
export function seenOf(
  inspection: Inspection,
  measures: Readonly<Record<string, MeasuredPage>>,
  components: readonly Component[] | null,
): Seen {
  const { home, payment, target } = inspection;
  const page = payment?.kind === 'got' ? payment.value : null;
  const trouble = payment === null ? null : payment.kind === 'unknown' ? payment.reason : troubleWith(payment.value);
  const there = page !== null && (trouble === null || trouble === page.partial) ? page : null;
  const hosts = Object.entries(measures).map(([name, measured]) => [name, stableHosts(measured.hosts, target)] as const);
  return {
    scripts: there === null ? null : scriptsOf(there, target),
    hosts: Object.fromEntries([...hosts, ...(there === null ? [] : [['payment', stableHosts(thirdHosts(there), target)] as const])]),
    headers: {
      ...(home.kind === 'got' && home.value.status < 400 ? { home: headersOf(home.value.headers, home.value.cookies, target) } : {}),
      ...(there === null ? {} : { payment: headersOf(there.headers, [], target) }),
    },
    measures,
    components,
    payment: trouble,
  };
}

function troubleWith(page: PaymentPage): string | null {
  if (isElsewhere(page)) return `The payment page led elsewhere, to ${page.finalUrl}.`;
  return page.status >= 400 ? `The payment page answered ${page.status}.` : page.partial;
}

function thirdHosts(page: PaymentPage): readonly string[] {
  return page.hosts.filter(({ party }) => party === 'third').map(({ host }) => host);
}

function stableHosts(hosts: readonly string[], target: string): readonly string[] {
  return [...new Set(hosts.map((host) => stableKey(host, target)))].sort();
}

/** Several files that differ only in their hash are told apart by their number, so that one more of them is seen. */
function scriptsOf(page: PaymentPage, target: string): readonly SeenScript[] {
  const seen = new Map<string, SeenScript>();
  const turns = new Map<string, Set<string>>();
  for (const script of page.scripts) {
    const key = stableKey(scriptKey(script), target);
    const own = (turns.get(key) ?? new Set()).add(script.url);
    turns.set(key, own);
    const isOutside = script.party === 'first' || script.party === 'third';
    const numbered = isOutside && own.size > 1 ? `${key} (${own.size})` : key;
    if (!seen.has(numbered)) seen.set(numbered, { key: numbered, party: script.party, what: wordsOf(script), ...madeOf(script, page) });
  }
  return [...seen.values()];
}

/** The host under which this copy of the shop answers is no host of others. */
function madeOf(script: Script, { sources, finalUrl }: PaymentPage): Pick<SeenScript, 'made'> {
  const source = sources[script.hash];
  if (!isMade(script) || source === undefined) return {};
  const own = URL.parse(finalUrl)?.hostname ?? '';
  const { lines, names } = traceOf(source);
  return { made: { trace: { lines, names: names.filter((name) => name.replace(/:\d+$/, '') !== own) }, source } };
}

function wordsOf({ party, url, bytes, hash, parent }: Script): string {
  return `${party === 'first' || party === 'third' ? `${party} party` : party}, ${url}, ${bytes} bytes, SHA-256 ${hash}${parent === null ? '' : `, made by ${parent}`}`;
}

const WATCHED = [
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'access-control-allow-origin',
  'access-control-allow-credentials',
];

/** The headers that keep customers safe, without what changes at every visit; session cookies by their name, with what protects them. */
export function headersOf(
  headers: Readonly<Record<string, string>>,
  cookies: readonly string[],
  target: string,
): Readonly<Record<string, string>> {
  const kept = WATCHED.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, stableHeader(name, value, target)] as const];
  });
  const protectedBy = cookies.flatMap((line) => {
    const cookie = parseCookie(line);
    if (cookie === null || !isSessionCookie(cookie.name)) return [];
    const flags = [
      cookie.httpOnly ? 'httponly' : '',
      cookie.sameSite === null ? '' : `samesite=${cookie.sameSite}`,
      cookie.secure ? 'secure' : '',
    ];
    return [[`cookie ${cookie.name}`, flags.filter(Boolean).join('; ')] as const];
  });
  return Object.fromEntries([...kept, ...protectedBy]);
}

function stableHeader(name: string, value: string, target: string): string {
  const here = stableKey(value.trim().replace(/\s+/g, ' '), target);
  if (!name.startsWith('content-security-policy')) return here.toLowerCase().slice(0, 20_000);
  const directives = here.split(';').map((directive) => {
    const [word = '', ...sources] = directive.trim().split(' ');
    const stable = sources.map((source) => source.replace(/^'(nonce|sha256|sha384|sha512)-.*'$/, "'$1-*'"));
    return [word.toLowerCase(), ...[...new Set(stable)].sort()].join(' ');
  });
  return directives.filter(Boolean).sort().join('; ').slice(0, 20_000);
}
