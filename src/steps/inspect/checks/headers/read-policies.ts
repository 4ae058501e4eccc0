import type { Exchange } from '../../inspection.ts';
import { attributeOf, piecesOf } from '../../page-pieces.ts';

export interface Policies {
  /** Each limits for itself: what one of them stops is stopped. */
  readonly enforced: readonly string[];
  readonly reported: readonly string[];
}

/** The content security policies of an answer: of headers, where a comma parts several, and of the page's head (CSP 3 §3). */
export function readPolicies({ headers, body }: Pick<Exchange, 'headers' | 'body'>): Policies {
  const parts = (header: string | undefined) =>
    (header ?? '')
      .split(',')
      .map((policy) => policy.trim())
      .filter(Boolean);
  const metas = headMetas(body)
    .filter((tag) => /^content-security-policy$/i.test(attributeOf(tag, 'http-equiv')?.trim() ?? ''))
    .map((tag) => attributeOf(tag, 'content') ?? '')
    .map((content) => content.replaceAll('&#39;', "'").replaceAll('&quot;', '"'))
    // In a page's head these say nothing.
    .map((policy) =>
      policy
        .split(';')
        .filter((directive) => !/^\s*(frame-ancestors|report-uri|sandbox)\b/i.test(directive))
        .join(';')
        .trim(),
    )
    .filter(Boolean);
  return {
    enforced: [...parts(headers['content-security-policy']), ...metas],
    reported: parts(headers['content-security-policy-report-only']),
  };
}

/** Tags of a page's head; in its body they say nothing. */
function headMetas(body: string): readonly string[] {
  const metas: string[] = [];
  for (const piece of piecesOf(body)) {
    if (piece.kind !== 'tag') continue;
    if (piece.name === 'body' || (piece.name === 'head' && piece.isEnd)) break;
    if (piece.name === 'meta') metas.push(piece.tag);
  }
  return metas;
}

/** The nonces that policies name. */
export function noncesOf(policies: readonly string[]): readonly string[] {
  return policies.flatMap((policy) => [...policy.matchAll(/'nonce-([A-Za-z0-9+/_=-]+)'/gi)].map(([, nonce = '']) => nonce));
}
