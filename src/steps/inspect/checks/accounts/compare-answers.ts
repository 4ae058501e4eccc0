import type { Severity } from '#kernel/outcome.ts';
import type { Tries, Try } from '../../account-look.ts';
import { found, type Judgement, pass, unknown } from '../check.ts';

const FEATURES: readonly { readonly key: 'status' | 'path' | 'said' | 'headers'; readonly name: string; readonly severity: Severity }[] = [
  { key: 'said', name: 'message', severity: 'medium' },
  { key: 'status', name: 'status', severity: 'medium' },
  { key: 'path', name: 'page afterwards', severity: 'medium' },
  { key: 'headers', name: 'names of headers and cookies', severity: 'low' },
];

/**
 * Whether answers for the own account differ from those for invented ones. A difference counts when no answer of one kind ever came
 * for the other; on a page that reads differently at each visit only when each kind came the same at least twice. Pure.
 */
export function compareAnswers({ list, steady, ended }: Tries, said: { readonly title: string; readonly url: string }): Judgement {
  const [own, invented] = (['own', 'invented'] as const).map((who) => list.filter((one) => one.who === who && one.sign === null));
  if (!own?.length || !invented?.length) return unknown(ended ?? 'There was no answer for one of the two.');
  const differing = FEATURES.flatMap((feature) => {
    const [a, b] = [own, invented].map((all) => new Set(all.map((one) => String(one[feature.key]))));
    return a && b && [...a].every((value) => !b.has(value)) ? [{ ...feature, a: [...a], b: [...b] }] : [];
  });
  const constant = differing.filter(({ a, b }) => a.length === 1 && b.length === 1 && own.length >= 2 && invented.length >= 2);
  const certain = steady ? differing : [...constant, ...differing.filter(({ key }) => key === 'status')];
  if (certain.length > 0) {
    return found(
      [...new Set(certain)].map(({ key, name, severity, a, b }) => ({
        ...{ key, severity, title: `${said.title}, by its ${name}`, url: said.url },
        evidence: [
          { kind: 'request', text: `existing account: ${cut(a)}` },
          { kind: 'request', text: `invented account: ${cut(b)}` },
        ],
      })),
    );
  }
  if (differing.length > 0) return unknown('The answers differ, but the page reads differently at each visit anyway.');
  return pass(`${own.length + invented.length} answers, none tells: ${cut([own[0]?.said ?? ''])}`, 'request');
}

function cut(values: readonly string[]): string {
  const text = values.map((value) => `“${value}”`).join(', ');
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}

/** Times of the answers, ms, in the order in which they came. */
export function timesOf(list: readonly Try[], who: Try['who']): number[] {
  return list.flatMap((one) => (one.who === who && one.sign === null && one.ms !== null ? [one.ms] : []));
}
