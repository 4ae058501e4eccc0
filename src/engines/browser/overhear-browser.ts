import type { BrowserContext, Request } from 'playwright-core';
import type { Ears } from '../http/overhear-http.ts';
import type { Browser } from './types.ts';

const TYPES: ReadonlySet<string> = new Set(['document', 'xhr', 'fetch']);
const MOST_ANSWERS = 200;
const MOST_BYTES = 1_048_576;
/** A context is not kept open for longer to hear the rest. */
const WAIT_MS = 1_500;

/** The same browser, with somebody who listens to pages and to what their scripts ask for; `isOurs` says of which addresses. */
export function overhearBrowser(browser: Browser, ears: Ears, isOurs: (url: string) => boolean): Browser {
  return {
    ...browser,
    withContext: (options, work) =>
      browser.withContext(options, async (context) => {
        const settle = listen(context, ears, isOurs);
        try {
          return await work(context);
        } finally {
          await settle();
        }
      }),
  };
}

function listen(context: BrowserContext, ears: Ears, isOurs: (url: string) => boolean): () => Promise<void> {
  const hearing: Promise<void>[] = [];
  context.on('request', (request) => {
    if (!isOurs(request.url())) return;
    const body = request.postData();
    if (body !== null) ears.sent({ url: request.url(), body });
  });
  context.on('requestfinished', (request) => {
    if (hearing.length < MOST_ANSWERS && TYPES.has(request.resourceType()) && isOurs(request.url())) hearing.push(hear(request, ears));
  });
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, WAIT_MS);
    });
    await Promise.race([Promise.all(hearing), late]);
    clearTimeout(timer);
  };
}

/** The page may be gone before its text was read: then it was not heard. */
async function hear(request: Request, ears: Ears): Promise<void> {
  try {
    const answer = await request.response();
    if (answer === null) return;
    const headers = answer.headers();
    const type = headers['content-type'] ?? '';
    if (!/json|html|text|xml/i.test(type) || Number(headers['content-length'] ?? 0) > MOST_BYTES) return;
    const body = (await answer.body()).subarray(0, MOST_BYTES).toString('utf8');
    ears.answered({ url: request.url(), method: request.method(), type, body, isAuthorised: false });
  } catch {
    return;
  }
}
