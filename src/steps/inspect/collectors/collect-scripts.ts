import type { Libraries } from '../components/libraries-seen.ts';
import { marksIn } from '../components/platforms/marks-in.ts';
import { type FoundLibrary, recogniseLibraries } from '../components/recognise-libraries.ts';
import type { Exchange, Got, PaymentPage } from '../inspection.ts';
import type { Fetch } from './fetch-page.ts';

/** Scripts of the home page that are fetched at most. */
const MOST_SCRIPTS = 24;
const MOST_BYTES = 2 * 1024 * 1024;
/** Characters read in all: a bound on the work that a page of somebody else can cause. */
const MOST_READ = 12_000_000;

/**
 * Which libraries the scripts of the home page and of the payment page are. Of the home page's, the shop's own and those
 * that their address does not already tell are fetched, the shop's own first. Contents are not kept.
 */
export async function collectScripts(fetch: Fetch, home: Got<Exchange>, payment: Got<PaymentPage> | null): Promise<Libraries> {
  const onPayment = payment?.kind === 'got' ? ofPaymentPage(payment.value) : null;
  if (home.kind === 'unknown') return { home: null, payment: onPayment, looked: 0, missing: [], cut: home.reason };
  const page = home.value;
  const found: FoundLibrary[] = inlineScripts(page.body).flatMap((content) => recogniseLibraries({ url: page.finalUrl, content }));
  const addresses = scriptAddresses(page);
  const missing: string[] = [];
  const marks: { url: string; text: string }[] = [];
  let [looked, read, left] = [0, 0, MOST_SCRIPTS];
  for (const url of addresses) {
    const told = recogniseLibraries({ url, content: null });
    const isTold = told.length > 0 && !isOwn(url, page);
    const answer = isTold ? null : left > 0 && read < MOST_READ ? await fetch(url, { maxBytes: MOST_BYTES }) : NOT_FETCHED;
    if (answer !== null && answer !== NOT_FETCHED) left -= 1;
    const reason = answer === null ? null : whyNot(answer);
    if (answer?.kind === 'got' && reason === null) {
      read += answer.value.body.length;
      found.push(...recogniseLibraries({ url, content: answer.value.body }));
      if (isOwn(url, page)) marks.push(...marksIn(answer.value.body).map((text) => ({ url: plain(url), text })));
      if (answer.value.truncated) missing.push(`${plain(url)} is larger than ${MOST_BYTES} bytes`);
    } else {
      found.push(...told);
      if (reason !== null && told.length === 0) missing.push(`${plain(url)}: ${reason}`);
    }
    if (reason === null || told.length > 0) looked += 1;
  }
  return {
    home: unique(found),
    payment: onPayment,
    marks,
    looked,
    missing,
    cut: page.truncated ? 'the home page was read in part only' : null,
  };
}

const NOT_FETCHED: Got<never> = { kind: 'unknown', reason: 'the page has more scripts than are fetched' };

function whyNot(answer: Got<Exchange>): string | null {
  if (answer.kind === 'unknown') return answer.reason;
  return answer.value.status === 200 ? null : `it answered ${answer.value.status}`;
}

function isOwn(url: string, page: Exchange): boolean {
  return new URL(url).origin === new URL(page.finalUrl).origin;
}

function ofPaymentPage(page: PaymentPage): FoundLibrary[] {
  let read = 0;
  const found = page.scripts.flatMap(({ url, hash }) => {
    const content = page.sources[hash] ?? null;
    read += content?.length ?? 0;
    return recogniseLibraries({ url, content: read > MOST_READ ? null : content });
  });
  return unique(found);
}

/** The shop's own first. */
function scriptAddresses(page: Exchange): string[] {
  const found = [...page.body.matchAll(/<script\b[^>]{0,2000}?\ssrc\s*=\s*["']?([^"'\s>]{1,2000})/gi)]
    .map(([, source = '']) => URL.parse(source.replaceAll('&amp;', '&'), page.finalUrl)?.href)
    .filter((url): url is string => url !== undefined && /^https?:/.test(url));
  const unique = [...new Set(found)].slice(0, 100);
  return [...unique.filter((url) => isOwn(url, page)), ...unique.filter((url) => !isOwn(url, page))];
}

function inlineScripts(body: string): string[] {
  const found = [...body.matchAll(/<script\b([^>]{0,2000})>/gi)];
  return found.slice(0, 200).flatMap(({ 0: tag, 1: attributes = '', index }) => {
    if (/\ssrc\s*=/i.test(attributes) || /type\s*=\s*["']?(application\/(ld\+)?json|text\/template|text\/html)/i.test(attributes))
      return [];
    const end = body.indexOf('</script', index);
    return [body.slice(index + tag.length, end === -1 ? undefined : end)];
  });
}

function unique(found: readonly FoundLibrary[]): FoundLibrary[] {
  return [...new Map(found.map((one) => [`${one.library}@${one.version} ${one.url}`, one])).values()];
}

function plain(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}
