import { messageOf } from '#kernel/errors.ts';
import type { Exchange, Got } from '../inspection.ts';
import { isFilledByScripts } from '../page-text.ts';
import { type CollectOptions, type Outside, USER_AGENT } from './collect-options.ts';

const LOAD_MS = 10_000;
const QUIET_MS = 2_500;
/** Pages of one shop that are shown in a browser. */
const MOST = 9;
const MAX_BODY = 1_000_000;

export type Show = (got: Got<Exchange>) => Promise<Got<Exchange>>;

/** Lets a browser fill pages that show next to nothing until their scripts have run (`shown`). What cannot be shown stays as it came. */
export function openShow(
  outside: Pick<Outside, 'browser'>,
  options: Pick<CollectOptions, 'allowPrivate'>,
  pace: () => Promise<void>,
): Show {
  let left = MOST;
  return async (got) => {
    if (got.kind === 'unknown' || left === 0 || !isFilledByScripts(got.value)) return got;
    left -= 1;
    await pace();
    const shown = await show(outside, options, got.value.finalUrl).catch((thrown: unknown) => ({
      unshown: messageOf(thrown).split('\n')[0] ?? '',
    }));
    return { kind: 'got', value: { ...got.value, ...shown } };
  };
}

async function show(
  outside: Pick<Outside, 'browser'>,
  { allowPrivate }: Pick<CollectOptions, 'allowPrivate'>,
  url: string,
): Promise<{ readonly shown: string }> {
  const wish = { allowPrivate, ignoreCertificateErrors: allowPrivate };
  return outside.browser.withContext(wish, async (context) => {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setUserAgentOverride', {
      userAgent: `${String(await page.evaluate('navigator.userAgent'))} ${USER_AGENT}`,
    });
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: LOAD_MS });
    await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined);
    return { shown: (await page.content()).slice(0, MAX_BODY) };
  });
}
