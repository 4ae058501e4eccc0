import { recognisePlatform } from '../components/platforms/recognise-platform.ts';
import { tracesOf } from '../components/platforms/traces-of.ts';
import type { Inspection } from '../inspection.ts';
import type { Fetch } from './fetch-page.ts';

const MOST_BYTES = 4_096;
const MOST_ASKED = 3;

/**
 * Asks what the platforms that the pages point at tell every visitor: at most three requests, none where nothing points at one.
 * Asked below the folder of the shop’s home page.
 */
export async function askPlatform(
  fetch: Fetch,
  seen: Pick<Inspection, 'home' | 'homeAgain' | 'pages' | 'payment' | 'insides' | 'libraries'>,
): Promise<NonNullable<Inspection['answers']>> {
  if (seen.home.kind === 'unknown') return [];
  const { finalUrl } = seen.home.value;
  const folder = new URL('.', finalUrl).pathname.replace(/\/$/, '');
  const paths = recognisePlatform(tracesOf(seen)).found.flatMap(({ facts }) => facts.asks);
  const answers = [];
  for (const path of [...new Set(paths)].slice(0, MOST_ASKED)) {
    const url = new URL(`${folder}${path}`, finalUrl).href;
    answers.push({ path, answer: await fetch(url, { maxBytes: MOST_BYTES, maxRedirects: 0 }) });
  }
  return answers;
}
