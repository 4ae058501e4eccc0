import type { Found } from '../kinds.ts';

const NAME = /pass|pwd|has[łl]o|kennwort|パスワード/i;
/** A name, what may follow it in names of fields, a sign, and a value with or without quotation marks, also escaped ones in JSON inside JSON. */
const PASSWORD = new RegExp(
  [
    '(?<!by|com|sur|tres|over|under)(?:pass(?:word|wd|phrase|code)?|pwd|passwort|kennwort|has[łl]o|パスワード)',
    String.raw`(?:[_-]?(?:confirm(?:ation)?|repeat|again|new|old|hash|\d))?`,
    String.raw`(?<quote>\\?["'])?\]?["']?\s{0,2}[=:]\s{0,2}`,
    String.raw`(?:(?<open>\\?["'])(?<quoted>[^\r\n"']{4,128})\k<open>|(?<bare>[^\s"'&,;<>[\]{}()*\\]{4,128}))`,
  ].join(''),
  'dgiu',
);
/** What stands for a password, or speaks of one. */
const NO_PASSWORD =
  /^(?:null|none|true|false|undefined|required|optional|invalid|incorrect|wrong|weak|expired|mismatch|empty|missing|reset|changed|hidden|redacted|filtered|secret|string|text|(?:current-|new-)?password|pass|passwort|kennwort|has[łl]o|パスワード.*|\$\{?[A-Z_]+\}?|%.*|\[.*\]|<.*>|\{.*\}|x+|[.…*•-]+|https?:.*|\/.*)$/i;
const IN_ADDRESS = /:\/\/[^\s/:@"'<>]{0,64}:([^\s/:@"'<>]{1,128})@/g;

/**
 * Passwords, by the name in front (`password=`, `"pwd": "`) and in addresses (`https://user:…@host`). A value in plain letters is sure
 * only where it cannot be a sentence about a password.
 */
export function findPasswords(text: string, named: boolean, at: boolean): Found[] {
  const found: Found[] = [];
  if (named && NAME.test(text)) {
    for (const match of text.matchAll(PASSWORD)) {
      const { quoted, bare, quote } = match.groups ?? {};
      const place = match.indices?.groups?.[quoted === undefined ? 'bare' : 'quoted'];
      const value = quoted ?? bare;
      if (!place || value === undefined || NO_PASSWORD.test(value)) continue;
      const isField = match[0].includes('=') || (quote !== undefined && quoted !== undefined);
      found.push({ kind: 'password', from: place[0], to: place[1], confidence: sureness(value, isField) });
    }
  }
  if (at) {
    for (const match of text.matchAll(IN_ADDRESS)) {
      const to = match.index + match[0].length - 1;
      const value = match[1] ?? '';
      if (!NO_PASSWORD.test(value)) found.push({ kind: 'password', from: to - value.length, to, confidence: 3 });
    }
  }
  return found;
}

function sureness(value: string, isField: boolean): Found['confidence'] {
  if (value.includes(' ')) return /\d/.test(value) && isField ? 2 : 1;
  if (/\d|[^\p{L}\p{N}]/u.test(value)) return 3;
  return isField ? 2 : 1;
}
