import type { Severity } from '#kernel/outcome.ts';
import type { Baseline } from './baseline.ts';
import { placeOf } from './compare-page.ts';
import { makeItem } from './make-item.ts';
import type { Seen } from './seen.ts';
import type { GateItem } from './types.ts';

interface Weaker {
  readonly severity: Severity;
  readonly title: string;
}

/** Headers that protect less than the baseline says, page by page. What is stricter, or new and protects, is no difference to stop for. Pure. */
export function compareHeaders(baseline: Baseline, { headers }: Seen, where: string): readonly GateItem[] {
  return Object.entries(headers).flatMap(([page, now]) => {
    const before = baseline.headers?.[page];
    if (before === undefined) return [];
    return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name) => {
      const [old, value] = [before[name], now[name]];
      return old === value
        ? []
        : weakerBy(name, old, value).map(({ severity, title }) =>
            makeItem('release-headers', {
              ...{ key: `${page} ${name}: ${title}`, severity, where },
              title: `${nameOf(name)} ${title} ${placeOf(page)}`,
              evidence: [`before: ${old ?? 'not sent'}`, `now: ${value ?? 'not sent'}`],
            }),
          );
    });
  });
}

function nameOf(name: string): string {
  return name.startsWith('cookie ') ? `The cookie “${name.slice(7)}”` : name;
}

function weakerBy(name: string, old: string | undefined, now: string | undefined): readonly Weaker[] {
  const isOpening = name.startsWith('access-control-');
  if (now === undefined) return isOpening || name.startsWith('cookie ') ? [] : [{ severity: 'medium', title: 'is no longer sent' }];
  if (old === undefined) return isOpening ? [{ severity: 'medium', title: `is now sent: ${now.slice(0, 100)}` }] : [];
  if (isOpening) return [{ severity: 'medium', title: `is now ${now.slice(0, 100)}` }];
  if (name === 'content-security-policy') return weakerPolicy(old, now);
  if (name === 'strict-transport-security') return weakerTransport(old, now);
  if (name.startsWith('cookie ')) return weakerCookie(old, now);
  return name === 'content-security-policy-report-only' ? [] : [{ severity: 'low', title: `is now ${now.slice(0, 100)}` }];
}

const GRAVE = /^(default|script|connect|object|frame|worker|child)-src|^(script-src-(elem|attr)|form-action|frame-ancestors|base-uri)$/;

function weakerPolicy(old: string, now: string): readonly Weaker[] {
  const [before, after] = [directivesOf(old), directivesOf(now)];
  return [...before].flatMap(([word, sources]): readonly Weaker[] => {
    const severity = GRAVE.test(word) ? 'medium' : 'low';
    const own = after.get(word);
    if (own === undefined) return [{ severity, title: `no longer says ${word}` }];
    const added = own.filter((source) => !sources.includes(source) && source !== "'none'" && !/^'(nonce|sha\d+)-\*'$/.test(source));
    const emptied = own.length === 0 && sources.length > 0 && /sandbox|upgrade|block/.test(word);
    if (emptied || added.length === 0) return [];
    return [{ severity, title: `now lets ${word} take ${added.slice(0, 5).join(' ')}` }];
  });
}

function directivesOf(policy: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    policy.split(';').map((directive) => {
      const [word = '', ...sources] = directive.trim().split(' ');
      return [word, sources] as const;
    }),
  );
}

function weakerTransport(old: string, now: string): readonly Weaker[] {
  const age = (value: string) => Number(/max-age\s*=\s*"?(\d+)/.exec(value)?.[1] ?? 0);
  const lost = ['includesubdomains', 'preload'].filter((word) => old.includes(word) && !now.includes(word));
  return [
    ...(age(now) < age(old) ? [{ severity: 'medium' as const, title: `holds ${age(now)} seconds, before ${age(old)}` }] : []),
    ...lost.map((word) => ({ severity: 'low' as const, title: `no longer says ${word}` })),
  ];
}

function weakerCookie(old: string, now: string): readonly Weaker[] {
  const flags = now.split('; ');
  const lost = old
    .split('; ')
    .filter((flag) => flag !== '' && !flags.includes(flag) && !(flag === 'samesite=lax' && now.includes('samesite=strict')));
  return lost.length === 0 ? [] : [{ severity: 'medium', title: `is no longer ${lost.join(', ')}` }];
}
