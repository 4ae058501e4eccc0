import { ShopbellError } from '#kernel/errors.ts';
import { folderOf } from '../exposure-matching.ts';
import type { Exchange, Got, Inspection, PaymentPage } from '../inspection.ts';
import { shownOf } from '../page-text.ts';
import { exposures } from '../tables.ts';
import { collectAccounts, unseenAccounts } from './accounts/collect-accounts.ts';
import { askPlatform } from './ask-platform.ts';
import { collectExposures } from './collect-exposures.ts';
import { collectInsides } from './collect-insides.ts';
import { collectMail } from './collect-mail.ts';
import { collectNames } from './collect-names.ts';
import type { CollectOptions, Outside } from './collect-options.ts';
import { collectOwnDomains } from './collect-own-domains.ts';
import { collectCrossOrigin, collectPages } from './collect-pages.ts';
import { collectScripts } from './collect-scripts.ts';
import { collectTls } from './collect-tls.ts';
import { collectWays } from './collect-ways.ts';
import { type Fetch, openFetch } from './fetch-page.ts';
import { openPace } from './pace.ts';
import { collectAges } from './payment/collect-ages.ts';
import { collectPaymentPage } from './payment/collect-payment-page.ts';
import { rememberFetch } from './remember-fetch.ts';
import { isUnwelcome } from './robots.ts';
import { openShow } from './show-page.ts';
import { siteOf } from './site-of.ts';

/** For the long list of names; at two a second it fits. */
const BUDGET_MS = 120_000;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/**
 * Looks at a shop from outside, politely: GET only, at the agreed pace. Nothing throws for what the shop does;
 * what could not be fetched says why. Throws INPUT_INVALID for an address that is none.
 */
export async function collectInspection(outside: Outside, options: CollectOptions): Promise<Inspection> {
  const target = URL.parse(options.url);
  if (!target || !/^https?:$/.test(target.protocol)) {
    throw new ShopbellError('INPUT_INVALID', { reason: `“${options.url}” is not an http or https address` });
  }
  const pace = openPace(outside.clock, options.perSecond ?? perSecond(target, options));
  const fetch = openFetch(outside, options, pace);
  const startedAt = outside.clock.now().toISOString();
  const robots = await fetch(`${target.origin}/robots.txt`, { maxBytes: 100_000 });
  const unwelcome = robots.kind === 'got' && robots.value.status === 200 && isUnwelcome(robots.value.body);
  const base = {
    schema: 'shopbell.inspection/1',
    target: target.origin,
    startedAt,
    authorised: options.authorised,
    visitors: null,
  } as const;
  return unwelcome ? { ...base, ...stayAway() } : { ...base, ...(await look({ outside, options, target, fetch, pace, startedAt })) };
}

/** Who proved control wants to know tonight, and bears a little more. */
function perSecond(target: URL, { controlled }: CollectOptions): number {
  if (LOOPBACK.test(target.hostname)) return 5;
  return controlled ? 4 : 2;
}

interface Look {
  readonly outside: Outside;
  readonly options: CollectOptions;
  readonly target: URL;
  readonly fetch: Fetch;
  readonly pace: () => Promise<void>;
  readonly startedAt: string;
}

type Looked = Omit<Inspection, 'schema' | 'target' | 'startedAt' | 'authorised' | 'visitors'>;

function stayAway(): Looked {
  const away: Got<never> = { kind: 'unknown', reason: 'The shop’s robots.txt asks Shopbell to stay away.' };
  return {
    depth: 'visitor',
    home: away,
    plain: away,
    tls: away,
    transport: away,
    ways: [],
    mail: null,
    pages: [],
    homeAgain: null,
    crossOrigin: [],
    insides: noInsides(away.kind === 'unknown' ? away.reason : ''),
    securityTxt: away,
    exposures: [],
    names: null,
    payment: null,
    accounts: unseenAccounts(away.kind === 'unknown' ? away.reason : ''),
  };
}

async function look(wish: Look): Promise<Looked> {
  const { outside, options, target, fetch, pace } = wish;
  const wants = wantsOf(options);
  const names = wants('names', 'mail') ? collectNames(outside, target.hostname) : Promise.resolve(null);
  const mail = wants('mail')
    ? names.then((known) => (known === null ? null : collectMail(outside, fetch, known, target.hostname)))
    : Promise.resolve(null);
  const tls = wants('tls', 'transport')
    ? collectTls(outside, target, options, pace)
    : Promise.resolve({ tls: unasked, transport: unasked });
  const show = openShow(outside, options, pace);
  const home = await show(await fetch(target.href));
  const page = wants('payment') ? await paymentPageOf(outside, options, target, home, fetch) : null;
  // With control the way of customers leads there, whatever the page is called.
  const walks =
    wants('payment') && options.controlled && home.kind === 'got' && (options.findPaymentPage === true || Boolean(options.journey));
  const pages = wants('pages', 'crossOrigin') ? await collectPages(fetch, home, show) : [];
  // After the pages, which may want a browser too: the looks take all places that there are, while the names are tried.
  const payment = page === null && !walks ? null : collectPaymentPage(outside, { ...options, url: page?.href ?? null, shop: target });
  const accounts = wants('accounts') ? accountsOf(wish, home) : unseenAccounts(unasked.reason);
  const homeAgain = home.kind === 'got' && wants('homeAgain') ? await fetch(target.href) : null;
  const hasPlain = target.protocol === 'https:' && target.port === '' && wants('plain');
  const plain = hasPlain ? await fetch(`http://${target.hostname}${target.pathname}`) : null;
  const securityTxt = wants('securityTxt') ? await fetch(`${target.origin}/.well-known/security.txt`, { maxBytes: 32_768 }) : unasked;
  const exposed = wants('exposures') ? await exposuresOf(wish, home) : [];
  const paid = payment === null ? null : await withAges(wish, await payment);
  const fetchOnce = rememberFetch(fetch);
  const insides = wants('insides') ? await collectInsides(fetchOnce, home, options.controlled) : noInsides(unasked.reason);
  const libraries = wants('libraries') ? await collectScripts(fetchOnce, home, paid) : undefined;
  const seen = { home, homeAgain, pages, payment: paid, insides, ...(libraries === undefined ? {} : { libraries }) };
  return {
    depth: options.controlled ? 'owner' : 'visitor',
    ...{ ...seen, plain, securityTxt, exposures: exposed, ...(await tls) },
    names: await names,
    mail: await mail,
    ...(wants('ownDomains') ? { ownDomains: await collectOwnDomains(outside, options.ownDomains ?? []) } : {}),
    crossOrigin: wants('crossOrigin') ? await collectCrossOrigin(fetch, home, pages) : [],
    ways: wants('ways') ? await collectWays(fetch, target) : [],
    ...(wants('insides') ? { answers: await askPlatform(fetch, seen) } : {}),
    accounts: await accounts,
  };
}

/** Names of others are asked about as soon as the page is known, while other things are asked of the shop. */
async function withAges({ outside, options }: Look, got: Got<PaymentPage>): Promise<Got<PaymentPage>> {
  if (got.kind === 'unknown') return got;
  const ages = await collectAges(outside, got.value, {
    ...{ authorised: options.authorised, allowPrivate: options.allowPrivate },
    ...(options.ages === undefined ? {} : { known: options.ages }),
  });
  return { kind: 'got', value: { ...got.value, ages, lookedAt: outside.clock.now().toISOString() } };
}

const unasked = { kind: 'unknown', reason: 'This was not asked for.' } as const;

/** Whether one of these parts is wanted. */
function wantsOf({ parts }: CollectOptions): (...names: readonly (keyof Inspection)[]) => boolean {
  return (...names) => parts === undefined || names.some((name) => parts.has(name));
}

function noInsides(cut: string): Inspection['insides'] {
  return { scripts: [], pageSecrets: [], graphql: [], buckets: [], cut };
}

/** An unreachable shop is asked once, not two hundred times. */
async function exposuresOf({ outside, options, target, fetch, startedAt }: Look, home: Got<Exchange>): Promise<Inspection['exposures']> {
  const entries = exposures().filter((entry) => options.controlled || entry['well-known']);
  const place = { target: target.origin, origin: originOf(home, target), startedAt, entries, folder: folderOf(home), budgetMs: BUDGET_MS };
  return home.kind === 'got' ? collectExposures(outside, fetch, place) : [];
}

/** Customers’ accounts; beyond what visitors see only with proven control. */
function accountsOf({ outside, options, target, fetch, pace }: Look, home: Got<Exchange>) {
  if (home.kind === 'unknown') return unseenAccounts(home.reason);
  const given = options.controlled ? (options.accounts ?? null) : null;
  const wish = { allowPrivate: options.allowPrivate, shop: target, home: home.value, pace, accounts: given };
  return collectAccounts(outside, fetch, wish);
}

/** Where the shop answers in the end, as long as that is the same shop: the name that was given may only lead there. */
function originOf(home: Got<Exchange>, target: URL): string {
  const last = home.kind === 'got' ? new URL(home.value.finalUrl) : target;
  const isSame = last.hostname === target.hostname || siteOf(last.href) === siteOf(target.href);
  return isSame ? last.origin : target.origin;
}

/**
 * The named payment page, else, when wished, the first link of the home page that leads to a checkout of the same shop,
 * else /checkout where the shop has one (a random name beside it must not exist).
 */
async function paymentPageOf(
  outside: Outside,
  options: CollectOptions,
  target: URL,
  home: Got<Exchange>,
  fetch: Fetch,
): Promise<URL | null> {
  if (options.paymentPage !== null) return new URL(options.paymentPage, target);
  if (!options.findPaymentPage || home.kind === 'unknown') return null;
  const href = /href=["']([^"'#]*\b(?:checkout|onepage|kasse|kasa|payment)\b[^"'#]*)["']/i.exec(shownOf(home.value))?.[1];
  const url = href === undefined ? null : URL.parse(href.replaceAll('&amp;', '&'), home.value.finalUrl);
  if (url?.origin === target.origin) return url;
  const answers = async (path: string) => {
    const answer = await fetch(`${target.origin}${path}`, { maxRedirects: 0 });
    return answer.kind === 'got' && answer.value.status < 400;
  };
  const nothing = `/${Buffer.from(outside.random.bytes(8)).toString('hex')}`;
  return (await answers('/checkout')) && !(await answers(nothing)) ? new URL('/checkout', target) : null;
}
