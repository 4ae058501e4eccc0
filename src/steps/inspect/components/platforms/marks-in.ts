import { platformFacts } from './platform-facts.ts';

/** Characters of one script that are read. */
const MOST = 2_000_000;

/** The places of a script’s text that are signs of a platform, each once. Pure. */
export function marksIn(content: string): string[] {
  const text = content.slice(0, MOST);
  const signs = platformFacts().platforms.flatMap(({ signs: own }) => own.filter((sign) => sign.in === 'script'));
  return [...new Set(signs.flatMap(({ match }) => match.exec(text)?.[0] ?? []))];
}
