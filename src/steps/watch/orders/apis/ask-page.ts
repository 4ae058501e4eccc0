import type { HttpAnswer } from '#engines/http/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { addMs, MINUTE, SECOND } from '#kernel/time.ts';
import type { ApiRequest, Companion } from './api-shape.ts';
import { type Asking, AskLater, NotAnswered } from './asking.ts';
import type { Settings } from './fill-api.ts';
import { firstText, holdAll, textAt, valuesAt } from './pick.ts';
import { forgetToken, sign, signIn } from './sign-in.ts';
import { type Written, writeBase, writeRequest } from './write-request.ts';

export interface Page {
  readonly url: string;
  readonly body: unknown;
  readonly headers: HttpAnswer['headers'];
}

/** The largest answer that is read: a page of a few hundred orders is some MiB. */
const MOST_BYTES = 16 * 1_024 * 1_024;
const TIMEOUT_MS = 30 * SECOND;
/** So long is waited at once when patience is asked for; more ends the round. */
const MOST_PATIENCE = 10 * SECOND;
const TRIES = 4;

/**
 * Asks for one page: signs in, renews a token that is refused, waits where the system asks for patience. Nothing is followed to another
 * address, so that no key goes astray. Throws NotAnswered, AskLater.
 */
export async function askPage(asking: Asking, call: ApiRequest | Companion, values: Settings, url?: string): Promise<Page> {
  const { filled, house } = asking;
  const base = writeBase(filled.api.base, filled.settings);
  if (url !== undefined && new URL(url).origin !== new URL(base).origin)
    throw new NotAnswered(`${filled.api.title} names ${new URL(url).host} for the next page, which is another host: it is not asked`);
  let renewed = false;
  for (let nth = 1; ; nth++) {
    const wait = await patiently(asking, nth, async (patience) => {
      const signed = await signIn(asking, async (written) => patience(await sendOnce(asking, written)));
      const secrets = { ...asking.secrets, ...signed.values };
      const headers = { ...filled.api.headers, ...signed.headers };
      const written = writeRequest(call, { base, headers, values: { ...filled.settings, ...values }, secrets, url });
      const answer = patience(await sendOnce(asking, sign(asking, written)));
      return { url: written.url, answer };
    });
    if (typeof wait !== 'number') {
      const { answer } = wait;
      if (answer.status === 401 && !renewed && forgetToken(asking)) {
        renewed = true;
        continue;
      }
      const body = answer.status === 200 ? jsonOf(asking, answer) : looseJson(answer);
      refuseFaults(asking, answer, body);
      return { url: wait.url, body, headers: answer.headers };
    }
    if (nth >= TRIES || wait > MOST_PATIENCE) throw new AskLater(filled.api.title, addMs(house.clock.now(), Math.max(wait, MINUTE)));
    await house.clock.sleep(wait);
  }
}

class Patience extends Error {
  readonly ms: number;
  constructor(ms: number) {
    super('patience');
    this.ms = ms;
  }
}

/** Does what asks; returns how long to wait, in ms, when one of the answers asks for patience. */
async function patiently<T extends object>(
  asking: Asking,
  nth: number,
  work: (patience: (answer: HttpAnswer) => HttpAnswer) => Promise<T>,
): Promise<T | number> {
  try {
    return await work((answer) => {
      const ms = patienceOf(asking, answer, nth);
      if (ms !== null) throw new Patience(ms);
      return answer;
    });
  } catch (thrown) {
    if (thrown instanceof Patience) return thrown.ms;
    throw thrown;
  }
}

async function sendOnce({ house, filled, allowPrivate }: Asking, { url, ...written }: Written): Promise<HttpAnswer> {
  const { title } = filled.api;
  if (!allowPrivate && !url.startsWith('https:')) throw new NotAnswered('keys are sent over https only');
  try {
    const limits = { allowPrivate, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, requireTrusted: true, maxRedirects: 0 };
    return await house.http.request({ url, ...written, ...limits });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError)) throw thrown;
    const reason = thrown.code === 'TARGET_UNREACHABLE' ? String(thrown.details.reason) : thrown.message;
    throw new NotAnswered(`${title} cannot be asked: ${reason}`);
  }
}

function jsonOf({ filled }: Asking, answer: HttpAnswer): unknown {
  const { title } = filled.api;
  if (answer.truncated) throw new NotAnswered(`an answer of ${title} is longer than 16 MiB: nothing of it was taken`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    const isPage = /html/.test(answer.headers['content-type'] ?? '');
    throw new NotAnswered(`an answer of ${title} ${isPage ? 'is a web page: is the address right?' : 'is cut off or no JSON'}`);
  }
}

function looseJson(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.body.slice(0, 100_000)));
  } catch {
    return null;
  }
}

/** How long to wait, in ms, when the system asks for patience; `null` when it does not. */
function patienceOf({ house, filled }: Asking, answer: HttpAnswer, nth: number): number | null {
  const { throttled } = filled.api;
  const { status, headers } = answer;
  const asks = status === 429 || (status === 503 && headers['retry-after'] !== undefined);
  const body = throttled.length === 0 ? null : looseJson(answer);
  const isThrottled = throttled.some((one) => holdAll([one], { item: body, whole: body }));
  if (!asks && !isThrottled) return null;
  const told = headers['retry-after'] ?? '';
  if (/^\d{1,6}(\.\d+)?$/.test(told)) return Number(told) * SECOND;
  const at = Date.parse(told);
  return Number.isNaN(at) ? 2 ** (nth - 1) * SECOND : Math.max(0, at - house.clock.now().getTime());
}

function refuseFaults({ filled }: Asking, { status }: HttpAnswer, body: unknown): void {
  const { title, fault } = filled.api;
  const place = { item: body, whole: body };
  const isFault = fault?.when !== undefined && valuesAt(fault.when, place).some(isSomething);
  if (status === 200 && !isFault) return;
  const code = codeOf(firstText(fault?.code, place) || textAt('$.code', place));
  const words = code === '' ? '' : `, ${code}`;
  if (status === 401 || status === 403) throw new NotAnswered(`${title} does not let this key read that (${status}${words})`);
  if (status >= 300 && status <= 399)
    throw new NotAnswered(`${title} sends us to another address (${status}): give that one, it is not followed`);
  throw new NotAnswered(status === 200 ? `${title} answers with an error${words}` : `${title} answered ${status}${words}`);
}

function isSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return Array.isArray(value) ? value.length > 0 : true;
}

/** A message can hold anything, a customer's address too: only what looks like the code of an error is passed on. */
function codeOf(text: string): string {
  return /^[A-Za-z][\w.-]{1,60}$/.test(text) || /^-?\d{1,6}$/.test(text) ? text : '';
}
