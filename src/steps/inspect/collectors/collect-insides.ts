import { bucketsIn } from '../buckets.ts';
import type { Exchange, Got } from '../inspection.ts';
import { attributeOf, startTagsOf } from '../page-pieces.ts';
import { secretsIn } from '../script-secrets.ts';
import type { Insides, SourceMap } from '../site.ts';
import type { Fetch } from './fetch-page.ts';
import { siteOf } from './site-of.ts';

const MOST_SCRIPTS = 4;
const MOST_BYTES = 4 * 1024 * 1024;
const GRAPHQL = ['/graphql', '/shop-api', '/api/graphql'];
const QUESTION = '{__schema{queryType{name}}}';

/** Looks into the shop's own scripts, their maps, its GraphQL interfaces; with control also whether the storage that it names can be listed. */
export async function collectInsides(fetch: Fetch, home: Got<Exchange>, isControlled: boolean): Promise<Insides> {
  if (home.kind === 'unknown') return { scripts: [], pageSecrets: [], graphql: [], buckets: [], cut: home.reason };
  const page = home.value;
  const scripts: SourceMap[] = [];
  let cut = cutOf(page);
  let texts = page.body;
  for (const url of scriptsOf(page).slice(0, MOST_SCRIPTS)) {
    const answer = await fetch(url, { maxBytes: MOST_BYTES });
    if (answer.kind === 'unknown') cut ??= answer.reason;
    else if (answer.value.status === 200) {
      texts += answer.value.body;
      scripts.push(await readScript(fetch, answer.value));
    }
  }
  const graphql = [];
  for (const path of GRAPHQL) {
    const answer = await fetch(`${new URL(page.finalUrl).origin}${path}?query=${encodeURIComponent(QUESTION)}`, {
      ...{ maxBytes: 65_536, maxRedirects: 0 },
      headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
    });
    const said = answer.kind === 'got' ? graphqlOf(answer.value) : null;
    if (said !== null) graphql.push({ path, ...said });
  }
  const buckets = [];
  for (const { name, listing } of isControlled ? bucketsIn(texts) : []) buckets.push(await listingOf(fetch, name, listing));
  return { scripts, pageSecrets: secretsIn(page.body), graphql, buckets, cut };
}

/** Why the home page does not say which scripts it has, or `null`. */
function cutOf({ status, truncated }: Exchange): string | null {
  if (status >= 400) return `The home page answered ${status}.`;
  return truncated ? 'The home page was not read to its end.' : null;
}

function scriptsOf(page: Exchange): string[] {
  const found = startTagsOf(page.body, ['script'])
    .flatMap(({ tag }) => attributeOf(tag, 'src') ?? [])
    .map((source) => URL.parse(source.replaceAll('&amp;', '&'), page.finalUrl)?.href)
    .filter((url): url is string => url !== undefined && siteOf(url) === siteOf(page.finalUrl));
  return [...new Set(found)];
}

async function readScript(fetch: Fetch, script: Exchange): Promise<SourceMap> {
  const base = { script: withoutQuery(script.finalUrl), secrets: secretsIn(script.body) };
  const named =
    script.headers.sourcemap ?? script.headers['x-sourcemap'] ?? /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/.exec(script.body.trimEnd())?.[1];
  if (named === undefined) return { ...base, map: null };
  if (named.startsWith('data:'))
    return { ...base, map: readMap(Buffer.from(named.split(',')[1] ?? '', 'base64').toString(), base.script, 200) };
  const url = URL.parse(named, script.finalUrl);
  if (url === null || siteOf(url.href) !== siteOf(script.finalUrl)) return { ...base, map: null };
  const answer = await fetch(url.href, { maxBytes: MOST_BYTES, maxRedirects: 0 });
  if (answer.kind === 'unknown') return { ...base, map: null };
  return { ...base, map: answer.value.status === 200 ? readMap(answer.value.body, withoutQuery(url.href), 200) : null };
}

/** A map that is cut is read as far as its texts go: whether keys stand in it can still be said. */
function readMap(text: string, url: string, status: number): SourceMap['map'] {
  const secrets = secretsIn(text);
  try {
    const map = JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, '')) as { sources?: unknown; sourcesContent?: unknown; sections?: unknown };
    const count = (list: unknown) => (Array.isArray(list) ? list.filter((item) => typeof item === 'string' && item !== '').length : 0);
    const sources = count(map.sources);
    return sources === 0 && !Array.isArray(map.sections) ? null : { url, status, sources, withText: count(map.sourcesContent), secrets };
  } catch {
    const isMap = /^\s*\{\s*"version"\s*:\s*3/.test(text) || /"sourcesContent"\s*:\s*\[/.test(text);
    return isMap ? { url, status, sources: 1, withText: /"sourcesContent"\s*:\s*\["/.test(text) ? 1 : 0, secrets } : null;
  }
}

/** Only an answer in the form of GraphQL counts: a page of HTML or another JSON does not. */
function graphqlOf({ status, body }: Exchange): { readonly status: number; readonly types: boolean } | null {
  try {
    const answer = JSON.parse(body) as { data?: { __schema?: { queryType?: unknown } } | null; errors?: unknown };
    if (answer.data?.__schema?.queryType) return { status, types: true };
    const isRefusal =
      Array.isArray(answer.errors) &&
      answer.errors.some((error: unknown) => typeof error === 'object' && error !== null && 'message' in error);
    return isRefusal ? { status, types: false } : null;
  } catch {
    return null;
  }
}

async function listingOf(fetch: Fetch, name: string, listing: string): Promise<Insides['buckets'][number]> {
  const answer = await fetch(listing, { maxBytes: 4_096, maxRedirects: 1 });
  if (answer.kind === 'unknown') return { name, isOpen: null, text: answer.reason };
  const { status, body } = answer.value;
  const isOpen = status === 200 && /<(ListBucketResult|EnumerationResults)\b/.test(body);
  return { name, isOpen: status >= 500 || status === 429 ? null : isOpen, text: `${new URL(listing).host} answered ${status}` };
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/)[0] ?? url;
}
