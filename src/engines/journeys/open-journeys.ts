import type { BrowserContext, Page } from 'playwright-core';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { overhearBrowser } from '../browser/overhear-browser.ts';
import type { Browser } from '../browser/types.ts';
import { readText } from '../data/read-data.ts';
import { lookupBySystem, resolveTarget } from '../http/resolve-target.ts';
import { answerCalls } from './answer-calls.ts';
import { loadExpect } from './answer-expects.ts';
import { openSandbox, type Sandbox } from './open-sandbox.ts';
import { firstPage, type PageRecord, recordPages } from './record-pages.ts';
import { dropTrace, startTrace, takeTrace } from './take-trace.ts';
import type { JourneyRun, Journeys, JourneyWalk, JourneyWish } from './types.ts';
import { pageName, sinceStart, startWalk, takeShot, type WalkState } from './walk-state.ts';

const ACTION_MS = 10_000;
const NAVIGATION_MS = 20_000;
const MOST_SOURCE = 200_000;

const usesShape = z.object({
  locale: z.string().max(20).optional().catch(undefined),
  colorScheme: z.enum(['light', 'dark']).optional().catch(undefined),
  viewport: z
    .object({ width: z.int().min(200).max(4_000), height: z.int().min(200).max(4_000) })
    .optional()
    .catch(undefined),
});

/** Opens the engine that makes journeys, over the browser engine. */
export function openJourneys(browser: Browser): Journeys {
  return {
    checkout: readText('journeys/checkout.spec.ts'),
    read: async (source) => {
      await using sandbox = await openFile(source, {}, nowhere);
      return sandbox.tests.map(({ title }) => title);
    },
    run: (wish) => run(browser, wish),
    walk: async (context, page, wish) => {
      const state = startWalk(wish, context, await loadExpect(), false);
      await using sandbox = await openFile(wish.source, wish.secrets, answerCalls(state));
      pageName(state, page);
      const outcome = await within(state, sandbox);
      return { ...walkOf(state, sandbox, outcome), filled: [...state.filled], page: lastOpen(state, page) };
    },
  };
}

const nowhere = {
  call: async () => {
    throw new Error('nothing is done while a file is read');
  },
  ask: () => {
    throw new Error('nothing is done while a file is read');
  },
};

/** Throws JOURNEY_INVALID for what cannot be read or has no test. */
async function openFile(
  source: string,
  env: Readonly<Record<string, string>>,
  outside: Parameters<typeof openSandbox>[2],
): Promise<Sandbox> {
  if (source.length > MOST_SOURCE) throw new ShopbellError('JOURNEY_INVALID', { reason: `it has more than ${MOST_SOURCE} characters` });
  const sandbox = await openSandbox(source, env, outside);
  if (sandbox.tests.length > 0) return sandbox;
  await sandbox[Symbol.asyncDispose]();
  throw new ShopbellError('JOURNEY_INVALID', { reason: 'it has no test' });
}

async function usesOf({ source, secrets }: JourneyWish) {
  await using sandbox = await openFile(source, secrets, nowhere);
  return usesShape.parse(sandbox.uses);
}

async function run(browser: Browser, wish: JourneyWish): Promise<JourneyRun> {
  const nothing = { failed: null, tests: [], ms: 0, steps: [], requests: [], shots: [], complaints: [], told: {}, trace: null };
  try {
    // A page that we do not open ourselves would look like a shop that refuses.
    await resolveTarget(new URL(wish.baseUrl).hostname, wish.allowPrivate, lookupBySystem);
    const { viewport, locale, colorScheme } = await usesOf(wish);
    const options = {
      ...{ allowPrivate: wish.allowPrivate, ignoreCertificateErrors: false, baseUrl: wish.baseUrl, marked: !wish.mayOrder },
      ...(viewport ?? {}),
      ...(locale === undefined ? {} : { locale }),
      ...(colorScheme === 'dark' ? { dark: true } : {}),
    };
    const { heard } = wish;
    const opened = heard === undefined ? browser : overhearBrowser(browser, heard.ears, heard.isOurs);
    return await opened.withContext(options, (context) => runIn(context, wish));
  } catch (thrown) {
    const isDown = thrown instanceof ShopbellError && thrown.code === 'TARGET_UNREACHABLE';
    return { ...nothing, outcome: isDown ? 'failed' : 'unknown', reason: messageOf(thrown) };
  }
}

async function runIn(context: BrowserContext, wish: JourneyWish): Promise<JourneyRun> {
  const state = startWalk(wish, context, await loadExpect(), true);
  await using sandbox = await openFile(wish.source, wish.secrets, answerCalls(state));
  const record = recordPages(context, state);
  await startTrace(context, Object.keys(wish.secrets).length > 0);
  const page = await firstPage(context, state);
  const outcome = await within(state, sandbox);
  await takeShot(state, lastOpen(state, page), outcome.failed === null ? 'end' : 'failed');
  const trace = outcome.failed === null ? null : await takeTrace(context, state.hide);
  if (trace === null) await dropTrace(context);
  return { ...walkOf(state, sandbox, outcome), ...shown(record), shots: state.shots ?? [], trace };
}

function lastOpen({ pages }: WalkState, page: Page): Page {
  return [...pages.values()].filter((one) => !one.isClosed()).at(-1) ?? page;
}

function shown({ requests, complaints }: PageRecord): PageRecord {
  return { requests: requests.toSorted((a, b) => a.at - b.at), complaints };
}

interface Outcome {
  readonly ms: number;
  readonly failed: string | null;
  readonly reason: string;
}

function walkOf(state: WalkState, sandbox: Sandbox, { failed, reason, ms }: Outcome): Omit<JourneyWalk, 'page' | 'filled'> {
  return {
    outcome: failed === null ? 'passed' : 'failed',
    ...{ reason, failed, tests: sandbox.tests.map(({ title }) => title), ms, steps: state.steps, told: state.told },
  };
}

/** Makes the tests one after another until one fails or the time is over. */
async function within(state: WalkState, sandbox: Sandbox): Promise<Outcome> {
  const { context, wish } = state;
  state.startedAt = performance.now();
  context.setDefaultTimeout(ACTION_MS);
  context.setDefaultNavigationTimeout(NAVIGATION_MS);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      const doing = state.steps.at(-1)?.title ?? 'the first step';
      resolve({
        ms: wish.maxMs,
        failed: sandbox.tests[0]?.title ?? '',
        reason: `it took longer than ${Math.round(wish.maxMs / 1_000)} s, after ${doing}`,
      });
    }, wish.maxMs);
  });
  try {
    return await Promise.race([testsOf(state, sandbox), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** As for a new visitor. */
async function beginAnew({ context, pages }: WalkState): Promise<void> {
  await context.clearCookies();
  await pages.get('page')?.goto('about:blank');
}

async function testsOf(state: WalkState, sandbox: Sandbox): Promise<Outcome> {
  for (const [turn, { index, title }] of sandbox.tests.entries()) {
    if (turn > 0) await beginAnew(state);
    const { error, line } = await sandbox.run(index);
    if (error === null) continue;
    const at = state.steps.findLast((step) => step.error !== null)?.line ?? line;
    const where = at === null ? '' : `line ${at}: `;
    return { ms: sinceStart(state), failed: title, reason: `${title}: ${where}${state.hide(error)}` };
  }
  const ms = sinceStart(state);
  return { ms, failed: null, reason: `${state.steps.length} steps in ${ms} ms` };
}
