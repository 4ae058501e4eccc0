import type { BrowserContext, Page, Request, Response, Route } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import type { SentPurpose } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import type { CollectOptions, Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import type { PostBook } from './open-post-book.ts';

const PAGE_MS = 12_000;

export interface VisitWish extends Pick<CollectOptions, 'allowPrivate'> {
  readonly shop: URL;
  readonly book: PostBook;
  /** Waits for the inspection’s next turn. */
  readonly pace: () => Promise<void>;
  /** Headers that go with what of ours is sent. */
  readonly forge?: Readonly<Record<string, string>>;
}

/** One visit in a fresh browser. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** `SameSite` of cookies as the shop wrote it, by their names: a browser fills in what is missing. */
  readonly declared: ReadonlyMap<string, string>;
  /** From here on requests that carry one of these texts are ours; they are counted, and kept back beyond the cap. */
  expect(purpose: SentPurpose, typed: readonly string[]): Sending;
}

/** What of ours left the browser since it was expected. */
interface Sending {
  readonly requests: readonly Request[];
  /** Why something was kept back: the cap is reached, it would have stood in an address, or gone to another site. */
  readonly kept: 'cap' | 'address' | 'site' | null;
}

interface Watch {
  readonly purpose: SentPurpose;
  readonly typed: readonly string[];
  readonly sending: { requests: Request[]; kept: Sending['kept'] };
}

/** Opens a fresh browser for `work`. Never throws for what the shop does. Must not be called inside another visit: turns are few. */
export async function visit<T>(
  { browser }: Pick<Outside, 'browser'>,
  wish: VisitWish,
  work: (visit: Visit) => Promise<Got<T>>,
  phone = false,
): Promise<Got<T>> {
  const options = {
    ...{ allowPrivate: wish.allowPrivate, ignoreCertificateErrors: wish.allowPrivate, baseUrl: wish.shop.href, marked: true },
    ...(phone ? { width: 390, height: 844 } : {}),
  };
  try {
    return await browser.withContext(options, async (context) => {
      let watch: Watch | null = null;
      await context.route('**/*', (route) => guard(route, wish, watch));
      const page = await context.newPage();
      const declared = new Map<string, string>();
      context.on('response', (answer) => void readCookies(answer, declared));
      page.setDefaultTimeout(PAGE_MS);
      page.on('request', (request) => {
        if (/^(fetch|xhr)$/.test(request.resourceType())) scripted.add(page);
      });
      page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
      const expect = (purpose: SentPurpose, typed: readonly string[]): Sending => {
        watch = { purpose, typed: typed.flatMap(spellings), sending: { requests: [], kept: null } };
        return watch.sending;
      };
      return work({ page, context, declared, expect });
    });
  } catch (thrown) {
    return { kind: 'unknown', reason: `The accounts could not be looked at: ${firstLine(thrown)}` };
  }
}

async function readCookies(answer: Response, declared: Map<string, string>): Promise<void> {
  const lines = await answer.headerValues('set-cookie').catch(() => []);
  for (const line of lines) {
    const name = /^\s*([^=;]+)=/.exec(line)?.[1]?.trim();
    if (name !== undefined) declared.set(name, /;\s*samesite\s*=\s*(\w+)/i.exec(line)?.[1] ?? '');
  }
}

/** Errors of the browser quote what was typed: only their first line is kept, without what stands in quotes. */
function firstLine(thrown: unknown): string {
  return (messageOf(thrown).split('\n')[0] ?? '').replace(/"[^"]*"/g, '“…”').slice(0, 200);
}

/** Page views go through. What carries our texts is counted; to other sites, and what deletes or replaces, nothing is sent. */
async function guard(route: Route, wish: VisitWish, watch: Watch | null): Promise<void> {
  const request = route.request();
  const method = request.method();
  const go = () => route.continue().catch(() => undefined);
  const stop = () => route.abort('blockedbyclient').catch(() => undefined);
  const plain = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const address = request.url();
  const navigates = request.isNavigationRequest() && request.frame().parentFrame() === null;
  if (watch?.typed.some((text) => address.includes(text))) {
    if (navigates) watch.sending.kept = 'address';
    return stop();
  }
  if (plain && !(navigates && watch?.purpose === 'sign-out' && watch.sending.requests.length === 0)) return go();
  const body = request.postData() ?? '';
  if (siteOf(address) !== siteOf(wish.shop.href)) {
    if (watch && navigates) watch.sending.kept = 'site';
    return stop();
  }
  if (/^(PUT|PATCH|DELETE)$/.test(method)) return stop();
  const ours = navigates || watch?.purpose === 'sign-out' || watch?.typed.some((text) => body.includes(text));
  if (!ours) return go();
  if (!watch || !wish.book.take(watch.purpose, new URL(address).pathname)) {
    if (watch) watch.sending.kept = 'cap';
    return stop();
  }
  watch.sending.requests.push(request);
  return route.continue(wish.forge ? { headers: { ...request.headers(), ...wish.forge } } : {}).catch(() => undefined);
}

/** How a typed text stands in a body: as it is, in a form, in JSON. */
function spellings(text: string): string[] {
  const encoded = encodeURIComponent(text);
  const form = new URLSearchParams({ x: text }).toString().slice(2);
  return [...new Set([text, encoded, form, JSON.stringify(text).slice(1, -1)])];
}

/** Opens a page at the inspection’s pace; the answer of the last hop. */
export async function open(page: Page, wish: VisitWish, url: string) {
  await wish.pace();
  const answer = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: PAGE_MS });
  await settle(page);
  return answer;
}

/** Pages whose scripts ask the shop for more. */
const scripted = new WeakSet<Page>();
const IS_BARE = '(document.body ? document.body.innerText.trim().length : 0) < 200';

/** Waits until the page’s own scripts have drawn it, but not for ever; a page that is whole when it comes is not waited for. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load', { timeout: 4_000 }).catch(() => undefined);
  const bare = await page.evaluate(IS_BARE).catch(() => true);
  if (scripted.has(page) || bare === true) await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
}
