import type { FactList } from '../fact.ts';
import { readHtml } from '../html/read-html.ts';
import { readPhpShape } from './php-shape.ts';
import { type PhpRead, readPhp } from './read-php.ts';
import { COMMANDS, FILES, PROBES } from './sinks.ts';
import { CARD_FIELD } from './sources.ts';

const SHELL_WORDS =
  /web ?shell|safe[_ ]mode|uname -a|\/etc\/passwd|back ?connect|reverse shell|bind ?(?:port|shell)|mass ?deface|mass ?mail|symlink|bypass|zone-h|\bcmd\b|execute command|file manager|self remove|brute ?force|chmod|rooted?\b.{0,10}(?:box|server)|hacked by|priv8|shell v\d|server ip|disable_functions/gi;

/** Every fact of a PHP file: what it does, how it is written, and the scripts that stand in it. `text` in latin1. */
export function readPhpFile(text: string, facts: FactList): PhpRead {
  const read = readPhp(text, facts);
  readPhpShape(text, read, facts);
  readAbilities(read, facts);
  readTexts(read, facts);
  if (read.tokens.some((token) => token.kind === 'html' && token.text.length > 20)) readHtml(withoutPhp(text, read), facts);
  return read;
}

/** What the file could do as a whole: shells of intruders do everything. */
function readAbilities({ called }: PhpRead, facts: FactList): void {
  const among = (names: ReadonlySet<string>): number => [...called.keys()].filter((name) => names.has(name)).length;
  const commands = among(COMMANDS);
  if (commands >= 3) facts.add(commands >= 4 ? 'can:commands-many' : 'can:commands', 0, 0, String(commands));
  if (commands >= 1) facts.add('can:command', 0);
  if (among(PROBES) >= 4) facts.add('can:probe', 0, 0, String(among(PROBES)));
  if (among(FILES) >= 7) facts.add('can:files', 0, 0, String(among(FILES)));
  if (called.has('mail')) facts.add('can:mail', 0);
}

function readTexts({ tokens, unpacked }: PhpRead, facts: FactList): void {
  const words = new Set<string>();
  const look = (text: string): void => {
    for (const [word] of text.slice(0, 400_000).matchAll(SHELL_WORDS)) if (words.size < 30) words.add(word.toLowerCase());
  };
  for (const token of tokens) {
    if (token.kind === 'html') look(token.text);
    if (token.kind !== 'string' && token.kind !== 'template') continue;
    const text = token.kind === 'string' ? token.text : (token.parts ?? []).filter((part) => typeof part === 'string').join(' ');
    if (text.length < 200 && CARD_FIELD.test(text)) facts.add('word:card', token.at);
    if (text.length < 20_000) look(text);
    if (/<script|onerror\s*=|<iframe/i.test(text)) readHtml(text, facts, token.at);
  }
  for (const code of unpacked) look(code);
  if (words.size >= 5) facts.add('word:shell', 0, 0, [...words].slice(0, 6).join(', '));
}

/** The HTML around the PHP, each character where it was. */
function withoutPhp(text: string, { tokens }: PhpRead): string {
  let out = '';
  for (const token of tokens) {
    if (token.kind !== 'html') continue;
    out += `${out.length < token.at ? `0${' '.repeat(Math.max(0, token.at - out.length - 1))}` : ''}${token.text}`;
  }
  return out.length > text.length ? out.slice(0, text.length) : out;
}
