import { getDomain } from 'tldts';
import type { Step, Way } from '../site.ts';
import type { Fetch } from './fetch-page.ts';

const MOST_STEPS = 8;

/** Follows every address that customers may type: the name with and without www, over HTTP and HTTPS. */
export async function collectWays(fetch: Fetch, target: URL): Promise<Way[]> {
  if (target.port !== '') return [];
  const host = target.hostname;
  const domain = getDomain(host);
  const other = domain === null ? null : host === domain ? `www.${host}` : host === `www.${domain}` ? domain : null;
  const starts = [`http://${host}/`, `https://${host}/`, ...(other === null ? [] : [`http://${other}/`, `https://${other}/`])];
  const ways: Way[] = [];
  for (const from of starts) ways.push(await follow(fetch, from));
  return ways;
}

/** Follows one address step by step, and says where it ends. */
export async function follow(fetch: Fetch, from: string): Promise<Way> {
  const steps: Step[] = [];
  let url = from;
  while (steps.length < MOST_STEPS) {
    const answer = await fetch(url, { maxRedirects: 0, maxBytes: 1_024 });
    if (answer.kind === 'unknown') return { from, steps, end: { reason: answer.reason } };
    const { status, headers, trusted = null } = answer.value;
    const next = status >= 300 && status < 400 && status !== 304 ? URL.parse(headers.location ?? '', url) : null;
    steps.push({ url, status, location: next?.href ?? null, trusted });
    if (!next || !/^https?:$/.test(next.protocol)) return { from, steps, end: 'answer' };
    if (steps.some((step) => step.url === next.href)) return { from, steps, end: 'loop' };
    url = next.href;
  }
  return { from, steps, end: 'long' };
}
