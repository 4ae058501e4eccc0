import { type FactList, shiftFacts } from './fact.ts';
import { readHtml } from './html/read-html.ts';
import { readPhpFile } from './php/php-facts.ts';

const CODE = /<script|\bon(?:error|load)\s*=|<iframe|<\?php|eval\(|atob\(/i;
const TRIGGER = /\bCREATE\b[^;]{0,200}?\b(?:TRIGGER|EVENT|PROCEDURE|FUNCTION)\b/gi;
const ACCOUNTS =
  /\b(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+[`"]?(?:\w+[`"]?\.[`"]?)?\w*?(?:admin_user|wp_users|_users|ps_employee|oc_user|_employee)[`"]?[\s(]/gi;
const CONFIG =
  /design\/(?:head\/includes|footer\/absolute_footer|head\/demonotice)|\bwidget_(?:text|custom_html|block)\b|ihaf_insert|insert_header|hefo|theme_mods/gi;
/** Texts that are written as numbers (`0x3c73…`, `X'3c73…'`), long enough for a script. */
const NUMBERS = /\b0x([0-9a-f]{60,})|\bx'([0-9a-f]{60,})'/gi;
const MOST_NUMBERS = 2_000;
const MOST_NUMBER = 400_000;
const PHP_IN_TEXT = /<\?php\b/gi;

function each(text: string, expression: RegExp, tell: (at: number, word: string) => void): void {
  expression.lastIndex = 0;
  let left = 500;
  for (let match = expression.exec(text); match !== null && left-- > 0; match = expression.exec(text)) tell(match.index, match[0]);
}

/** An export of a database: scripts in its texts, triggers that make administrators, administrators written by hand. */
export function readDatabase(text: string, facts: FactList): void {
  if (CODE.test(text)) readTexts(unquoted(text), facts, 0);
  let left = MOST_NUMBERS;
  for (const match of text.matchAll(NUMBERS)) {
    if (left-- <= 0) break;
    const plain = Buffer.from((match[1] ?? match[2] ?? '').slice(0, MOST_NUMBER), 'hex').toString('latin1');
    if (!CODE.test(plain)) continue;
    facts.add('database:hidden-text', match.index);
    readTexts(plain, facts, match.index);
  }
  each(text, TRIGGER, (at, word) => {
    const body = text.slice(at, at + 4_000);
    if (
      /\b(?:INSERT|UPDATE|REPLACE)\b[^;]{0,300}(?:wp_users|_users\b|usermeta|admin_user|authorization_role|ps_employee|oc_user)/i.test(body)
    )
      facts.add('database:trigger-account', at, 0, word.slice(-20));
    if (/<script|base64|FROM_BASE64|UNHEX|core_config_data/i.test(body)) facts.add('database:trigger-code', at);
  });
  each(text, ACCOUNTS, (at) => {
    const statement = text.slice(at, at + 1_200).split(/;\s*\n/)[0] ?? '';
    if (/\b(?:MD5|SHA1|SHA2|NOW|CONCAT|PASSWORD)\s*\(/i.test(statement)) facts.add('database:account-by-hand', at);
  });
  each(text, CONFIG, (at) => {
    if (/<script/i.test(text.slice(at, at + 3_000))) facts.add('database:script-everywhere', at);
  });
}

function readTexts(plain: string, facts: FactList, offset: number): void {
  readHtml(plain, facts, offset);
  each(plain, PHP_IN_TEXT, (at) => {
    facts.add('database:php', offset + at);
    readPhpFile(plain.slice(at, at + 50_000), shiftFacts(facts, offset + at));
  });
}

/** Quotes and line ends as they are outside of a database, each sign at its place. */
function unquoted(text: string): string {
  if (!text.includes('\\') && !text.includes('""')) return text;
  // What stands in JSON in a text is quoted twice.
  let plain = text
    .replace(/(https?|wss?|):(?:\\+\/){2}/g, (signs, scheme: string) => `${scheme}://`.padStart(signs.length))
    .replace(/<\\+\//g, (signs) => '</'.padStart(signs.length));
  for (let round = 0; round < 3 && /\\["'/]/.test(plain); round += 1) {
    plain = plain.replace(/\\(["'\\/nrt])/g, (_, sign: string) => (sign === 'n' || sign === 'r' || sign === 't' ? '  ' : ` ${sign}`));
  }
  return plain.replaceAll('""', ' "');
}
