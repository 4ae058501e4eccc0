import type { Exchange } from '../../inspection.ts';

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
  const head = body.replace(/<!--[\s\S]*?-->/g, '').split(/<\/head|<body/i)[0] ?? '';
  const metas = [...head.matchAll(/<meta\b[^>]*>/gi)]
    .filter(([tag]) => /http-equiv\s*=\s*["']?content-security-policy["'\s/>]/i.test(tag))
    .map(([tag]) => /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag))
    .map((content) => (content?.[1] ?? content?.[2] ?? '').replaceAll('&#39;', "'").replaceAll('&quot;', '"'))
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

/** The nonces that policies name. */
export function noncesOf(policies: readonly string[]): readonly string[] {
  return policies.flatMap((policy) => [...policy.matchAll(/'nonce-([A-Za-z0-9+/_=-]+)'/gi)].map(([, nonce = '']) => nonce));
}
