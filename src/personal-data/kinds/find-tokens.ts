import type { Found } from '../kinds.ts';

const BEGIN = /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END (?:[A-Z]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;

/** Private keys in PEM (RFC 7468), from the first line to the last; only the first line where the last is missing. */
export function findKeyBlocks(text: string): Found[] {
  const found: Found[] = [];
  const begin = new RegExp(BEGIN);
  const end = new RegExp(END);
  let mayEnd = true;
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    end.lastIndex = begin.lastIndex;
    const closing: RegExpExecArray | null = mayEnd ? end.exec(text) : null;
    mayEnd = closing !== null;
    if (closing) begin.lastIndex = closing.index + closing[0].length;
    found.push({ kind: 'private-key', from: match.index, to: begin.lastIndex, confidence: 3 });
  }
  return found;
}

const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{8,}/g;
/**
 * How vendors mark their keys (Stripe's webhooks, GitHub, GitLab, Slack, SendGrid, Google, Shopify), as the source of an expression; from
 * memory.
 */
export const KEY_MARKS = String.raw`whsec_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|SG\.|AIza|shp(?:at|ca|pa|ss)_|ya29\.`;
// Stripe's keys for tests and for browsers are no secrets.
const KEY = new RegExp(`(?<![A-Za-z0-9])(?:(?:[sr]k_live_|${KEY_MARKS})[A-Za-z0-9_.-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9]))`, 'g');
const BEARER = /\b(?:[Bb]earer|[Bb]asic) +(?=[A-Za-z0-9._~+/-]*\d)(?=[A-Za-z0-9._~+/-]*[A-Za-z])[A-Za-z0-9._~+/-]{16,}=*/g;
const HINT = /eyJ|[Bb]earer|[Bb]asic |k_live_|whsec_|gh[pousr]_|github_pat_|glpat-|xox|SG\.|AIza|shp[acps]|ya29|AKIA|ASIA/;
const NAMED = /(?:access|refresh|private|auth|api)[_-]?(?:token|key)|client[_-]?secret|secret[_-]?(?:access[_-]?)?key/i;
const NAMED_VALUE = new RegExp(
  String.raw`(?:${NAMED.source})\\?["'\]]{0,2}\s{0,2}[=:]\s{0,2}\\?["']?((?=[\w.~+/-]*\d)(?=[\w.~+/-]*[A-Za-z])[\w.~+/-]{16,512}=*)`,
  'gi',
);

/** Tokens and keys of programs: JWT (RFC 7519), what vendors mark as theirs, what a header or a name calls one. */
export function findTokens(text: string, named: boolean): Found[] {
  const found: Found[] = [];
  if (HINT.test(text)) {
    for (const shape of [JWT, KEY, BEARER]) {
      for (const { index, 0: whole } of text.matchAll(shape))
        found.push({ kind: 'token', from: index, to: index + whole.length, confidence: 3 });
    }
  }
  if (named && NAMED.test(text)) {
    for (const match of text.matchAll(NAMED_VALUE)) {
      const to = match.index + match[0].length;
      found.push({ kind: 'token', from: to - (match[1] ?? '').length, to, confidence: 2 });
    }
  }
  return found;
}
