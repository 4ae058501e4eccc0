import type { BrowserContext, BrowserContextOptions } from 'playwright-core';
import { type Lookup, lookupBySystem } from '../http/resolve-target.ts';
import { type GuardProxy, openGuardProxy } from './guard-proxy.ts';
import { cleanProfiles, type Launched, launchChromium } from './launch-chromium.ts';
import type { Browser, BrowserOptions } from './types.ts';

interface OpenBrowserOptions {
  /** Where Chromium is unpacked and keeps its profile. */
  readonly cacheFolder: string;
  /** Stops the browser when nothing used it for so long (default 60,000 ms). */
  readonly idleMs?: number;
  /** Contexts at the same time; default: two, or one where little memory is left. */
  readonly contexts?: number;
  readonly lookup?: Lookup;
}

interface Running {
  readonly launched: Launched;
  /** Pages go out through one of these, whatever they may reach. */
  readonly publicOnly: GuardProxy;
  readonly privateToo: GuardProxy;
}

/** Opens the browser engine. Chromium starts at the first use and stops when idle. */
export function openBrowser(options: OpenBrowserOptions): Browser {
  const turns = openTurnstile(options.contexts ?? placesFor(process.availableMemory()));
  const engine = openEngine(options);
  return {
    withContext: (wishes, work) =>
      turns(async () => {
        const running = await engine.use();
        const context = await running.launched.browser.newContext(
          contextOptions(wishes, wishes.allowPrivate ? running.privateToo : running.publicOnly, running.launched.browser.version()),
        );
        try {
          return await work(context);
        } finally {
          await closeQuietly(context);
          engine.rest();
        }
      }),
    describe: async () => {
      const running = await engine.use();
      engine.rest();
      return running.launched.description;
    },
    close: engine.stop,
  };
}

/** Memory below which pages are opened one after the other: two pages of a large shop, and something to spare. */
const LITTLE_BYTES = 1_200_000_000;

/** How many contexts may be open at once with so much memory left, in bytes; nought: it is not known. Pure. */
export function placesFor(available: number): 1 | 2 {
  return available > 0 && available < LITTLE_BYTES ? 1 : 2;
}

function contextOptions(wishes: BrowserOptions, proxy: GuardProxy, version: string): BrowserContextOptions {
  return {
    ...(wishes.baseUrl === undefined ? {} : { baseURL: wishes.baseUrl }),
    ...(wishes.marked ? { userAgent: markedAgent(version) } : {}),
    viewport: { width: wishes.width ?? 1280, height: wishes.height ?? 800 },
    colorScheme: wishes.dark ? 'dark' : 'light',
    locale: wishes.locale ?? 'en-GB',
    ignoreHTTPSErrors: wishes.ignoreCertificateErrors ?? false,
    acceptDownloads: false,
    proxy: { server: proxy.url, bypass: '<-loopback>' },
  };
}

/** As this Chromium says it, with our name: shops know visits of a monitor by it, and do not count them. */
function markedAgent(version: string): string {
  const major = version.split('.', 1)[0] ?? '0';
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36 Shopbell/0.1 (journey)`;
}

/** A page that crashed takes its context with it: then there is nothing left to close. */
async function closeQuietly(context: BrowserContext): Promise<void> {
  await context.close().catch(() => undefined);
}

function openEngine(options: OpenBrowserOptions) {
  let starting: Promise<Running> | null = null;
  let users = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = async (): Promise<void> => {
    clearTimeout(timer);
    const running = await starting?.catch(() => null);
    starting = null;
    if (!running) return;
    await running.launched.browser.close();
    await running.publicOnly.close();
    await running.privateToo.close();
    await running.launched.cleanUp();
  };
  const use = async (): Promise<Running> => {
    clearTimeout(timer);
    users += 1;
    try {
      starting ??= start(options);
      const running = await starting;
      if (running.launched.browser.isConnected()) return running;
      await stop();
      starting = start(options);
      return await starting;
    } catch (thrown) {
      users -= 1;
      starting = null;
      throw thrown;
    }
  };
  const rest = () => {
    users -= 1;
    if (users > 0) return;
    timer = setTimeout(() => {
      if (users === 0) void stop();
    }, options.idleMs ?? 60_000);
    timer.unref();
  };
  return { use, rest, stop };
}

async function start(options: OpenBrowserOptions): Promise<Running> {
  await cleanProfiles(options.cacheFolder);
  const launched = await launchChromium(options.cacheFolder);
  const lookup = options.lookup ?? lookupBySystem;
  return { launched, publicOnly: await openGuardProxy(lookup, false), privateToo: await openGuardProxy(lookup, true) };
}

/** Lets at most `places` run at a time, in order of arrival. */
function openTurnstile(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
