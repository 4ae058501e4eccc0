import type { Found } from '../kinds.ts';

const KEY_BLOCK = /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----/g;
const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{8,}/g;
// Prefixes by which vendors mark their keys (Stripe, GitHub, GitLab, AWS, Slack, SendGrid, Google, Shopify); from memory.
const KEY =
  /(?<![A-Za-z0-9])(?:(?:[sr]k_live_|whsec_|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|SG\.|AIza|shp(?:at|ca|pa|ss)_|ya29\.)[A-Za-z0-9_.-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9]))/g;
const BEARER = /\b(?:[Bb]earer|[Bb]asic) +(?=[A-Za-z0-9._~+/-]*\d)(?=[A-Za-z0-9._~+/-]*[A-Za-z])[A-Za-z0-9._~+/-]{16,}=*/g;
const PASSWORD =
  /(?:pass(?:word|wd|phrase)?|pwd|passwort|kennwort|has[łl]o|パスワード)["'\]]{0,2}\s{0,2}[=:]\s{0,2}(["']?)([^\s"'&,;<>[\]{}()*]{4,128})\1/giu;
/** What stands for a password, or speaks of one. */
const NO_PASSWORD =
  /^(?:null|none|true|false|undefined|required|invalid|incorrect|wrong|empty|missing|reset|changed|hidden|redacted|secret|\$.*|%.*|x+|\.+)$/i;

/** Passwords, tokens and private keys. */
export function findSecrets(text: string): Found[] {
  const places = (shape: RegExp, kind: Found['kind']): Found[] =>
    [...text.matchAll(shape)].map((match) => ({ kind, from: match.index, to: match.index + match[0].length, confidence: 3 }));
  return [
    ...places(KEY_BLOCK, 'private-key'),
    ...places(JWT, 'token'),
    ...places(KEY, 'token'),
    ...places(BEARER, 'token'),
    ...findPasswords(text),
  ];
}

function findPasswords(text: string): Found[] {
  if (!/pass|pwd|has[łl]o|kennwort|パスワード/i.test(text)) return [];
  return [...text.matchAll(PASSWORD)].flatMap((match): Found[] => {
    const value = match[2] ?? '';
    if (NO_PASSWORD.test(value)) return [];
    const to = match.index + match[0].length - (match[1] ?? '').length;
    const looksChosen = /\d/.test(value) || /[^\p{L}\p{N}]/u.test(value);
    return [{ kind: 'password', from: to - value.length, to, confidence: looksChosen ? 3 : match[0].includes('=') ? 2 : 1 }];
  });
}
