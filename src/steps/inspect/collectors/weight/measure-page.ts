import type { BrowserContext, Page, Request } from 'playwright-core';
import { messageOf } from '#kernel/errors.ts';
import type { Measure } from '../../gate/baseline.ts';
import type { MeasuredPage } from '../../gate/seen.ts';
import type { Outside } from '../collect-options.ts';
import { siteOf } from '../site-of.ts';
import { READ_TIMINGS, type Timings, timingsShape } from './read-timings.ts';

const LOAD_MS = 30_000;
const QUIET_MS = 5_000;
const SIZES_MS = 3_000;

export interface MeasureWish {
  /** The page, or where a way to it begins. */
  readonly url: string;
  readonly allowPrivate: boolean;
  /** How often; the median counts. */
  readonly runs: number;
  /** Brings a page there; without it `url` is opened. Returns the page that is open at the end. Throws when it got stuck. */
  readonly way?: (context: BrowserContext, page: Page) => Promise<Page>;
}

interface OneRun extends Measure {
  readonly hosts: readonly string[];
  readonly finalUrl: string;
}

/**
 * Weighs and times a page in fresh browsers, one after the other, so that they do not disturb each other. What is weighed is all that the
 * last document loaded. Throws when the page could not be opened.
 */
export async function measurePage(
  outside: Pick<Outside, 'browser'>,
  wish: MeasureWish,
): Promise<MeasuredPage & { readonly finalUrl: string }> {
  const options = { allowPrivate: wish.allowPrivate, ignoreCertificateErrors: wish.allowPrivate, baseUrl: wish.url, marked: true };
  const all: OneRun[] = [];
  for (let run = 0; run < wish.runs; run += 1)
    all.push(await outside.browser.withContext(options, (context) => measureOnce(context, wish)));
  const of = (figure: keyof Measure) => all.map((one) => one[figure]).filter((value) => value !== null);
  const whole = (figure: 'weight' | 'scriptWeight' | 'scripts') => Math.round(medianOf(of(figure)) ?? 0);
  const spread = (figure: keyof Measure) => (of(figure).length === 0 ? null : Math.max(...of(figure)) - Math.min(...of(figure)));
  return {
    measure: {
      ...{ weight: whole('weight'), scriptWeight: whole('scriptWeight'), scripts: whole('scripts') },
      ...{ ttfb: medianOf(of('ttfb')), lcp: medianOf(of('lcp')), cls: medianOf(of('cls')) },
    },
    spread: { ttfb: spread('ttfb'), lcp: spread('lcp'), cls: spread('cls') },
    hosts: [...new Set(all.flatMap(({ hosts }) => hosts))].sort(),
    runs: wish.runs,
    finalUrl: all.at(-1)?.finalUrl ?? wish.url,
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle === undefined ? null : Math.round(middle * 1_000) / 1_000;
}

async function measureOnce(context: BrowserContext, { url, way }: MeasureWish): Promise<OneRun> {
  const asked: Request[] = [];
  const finished = new Set<Request>();
  context.on('request', (request) => asked.push(request));
  context.on('requestfinished', (request) => finished.add(request));
  const first = await context.newPage();
  first.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  const page = way === undefined ? await open(first, url) : await way(context, first);
  await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined);
  const timings = await readTimings(page);
  const own = sinceLastDocument(asked, page);
  const weighed = await Promise.all(own.map(async (request) => ({ request, bytes: finished.has(request) ? await bytesOf(request) : 0 })));
  const scripts = weighed.filter(({ request }) => request.resourceType() === 'script');
  const shop = siteOf(page.url());
  const hosts = own.flatMap((request) => {
    const site = siteOf(request.url());
    return site === null || site === shop ? [] : [new URL(request.url()).host];
  });
  return {
    ...{ weight: sum(weighed), scriptWeight: sum(scripts), scripts: new Set(scripts.map(({ request }) => request.url())).size },
    ...{ ttfb: timings.ttfb, lcp: timings.lcp, cls: timings.cls, hosts, finalUrl: page.url() },
  };
}

function sum(rows: readonly { readonly bytes: number }[]): number {
  return rows.reduce((total, { bytes }) => total + bytes, 0);
}

async function open(page: Page, url: string): Promise<Page> {
  const answer = await page.goto(url, { waitUntil: 'load', timeout: LOAD_MS });
  const status = answer?.status() ?? 0;
  if (status >= 400) throw new Error(`it answered ${status}`);
  return page;
}

async function readTimings(page: Page): Promise<Timings> {
  try {
    return timingsShape.parse(await page.evaluate(READ_TIMINGS));
  } catch (thrown) {
    throw new Error(`the browser told no times: ${messageOf(thrown).split('\n')[0]}`);
  }
}

/** What the page asked for since its last document began to load. */
function sinceLastDocument(asked: readonly Request[], page: Page): readonly Request[] {
  const own = asked.filter((request) => pageOf(request) === page && /^https?:/.test(request.url()));
  const start = own.findLastIndex((request) => request.isNavigationRequest() && request.frame() === page.mainFrame());
  return own.slice(Math.max(0, start));
}

/** Requests of service workers belong to no page. */
function pageOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch {
    return null;
  }
}

/** Bytes of the body as they went over the line; 0 from a cache, or when the browser does not say in time. */
async function bytesOf(request: Request): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<0>((resolve) => {
    timer = setTimeout(() => resolve(0), SIZES_MS);
  });
  const known = request.sizes().then(
    ({ responseBodySize }) => Math.max(0, responseBodySize),
    () => 0,
  );
  try {
    return await Promise.race([known, late]);
  } finally {
    clearTimeout(timer);
  }
}
