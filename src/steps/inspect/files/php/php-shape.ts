import { entropyOf } from '../entropy.ts';
import type { FactList } from '../fact.ts';
import type { PhpRead } from './read-php.ts';
import type { Token } from './token.ts';

const NOISE = /^(?:[O0_]{4,}|[Il1_]{5,}|_{2,}|[\w\x80-\xff]*[\x80-\xff]{3,}[\w\x80-\xff]*|_0x[0-9a-f]{3,})$/;

/** How PHP is written: packed, escaped, jumbled, pushed out of sight. */
export function readPhpShape(text: string, read: PhpRead, facts: FactList): void {
  const { tally, tokens } = read;
  if (tally.escaped >= 40 && tally.escaped * 4 > tally.inStrings * 0.25)
    facts.add('shape:escapes', Math.max(0, text.search(/\\x[2-7][0-9a-f]|\\[01][0-7]{2}/i)), 0, String(tally.escaped));
  readJumps(read, facts);
  readNoise(read, facts);
  readPushed(text, facts);
  for (const token of tokens) {
    if (token.kind !== 'string' || token.text.length < 600) continue;
    if (/^[A-Za-z0-9+/=\s]+$/.test(token.text) && entropyOf(token.text) > 4.6)
      facts.add('shape:blob', token.at, 0, String(token.text.length));
    else if (/^(?:[0-9a-fA-F]{2})+$/.test(token.text)) facts.add('shape:blob', token.at, 0, String(token.text.length));
    else if (entropyOf(token.text) > 5.6 && !/\s/.test(token.text.slice(0, 400)))
      facts.add('shape:blob', token.at, 0, String(token.text.length));
  }
  if (tally.code - tally.inStrings > 300) readLetters(text, read, facts);
  readSize(read, facts);
}

function readJumps({ tokens }: PhpRead, facts: FactList): void {
  const jumps = tokens.filter((token, i) => token.kind === 'name' && token.text.toLowerCase() === 'goto' && tokens[i + 1]?.kind === 'name');
  const [first] = jumps;
  if (first !== undefined && jumps.length >= 8 && jumps.length * 18 > tokens.length)
    facts.add('shape:jumps', first.at, 0, String(jumps.length));
}

/** Names that are all alike, so that nobody can read them. */
function readNoise({ tokens }: PhpRead, facts: FactList): void {
  const all = new Set<string>();
  const noise = new Set<string>();
  let first: number | null = null;
  for (const token of tokens) {
    if (token.kind !== 'variable') continue;
    all.add(token.text);
    if (!NOISE.test(token.text)) continue;
    noise.add(token.text);
    first ??= token.at;
  }
  if (first !== null && noise.size >= 4 && noise.size * 3 > all.size) facts.add('shape:names', first, 0, String(noise.size));
}

/** Code behind so many spaces that an editor does not show it. */
function readPushed(text: string, facts: FactList): void {
  const spaces = / {120,}|\t{30,}/g;
  let left = 200;
  for (let match = spaces.exec(text); match !== null && left-- > 0; match = spaces.exec(text)) {
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 300);
    if (/^(?:<\?php\s+)?(?:@|\$|eval|if\s*\(|include|require|assert|error_reporting|function|\/\*\w+\*\/)[^\n]*[;{]/i.test(after)) {
      facts.add('pushed-right', match.index + match[0].length);
      return;
    }
  }
}

/** Programs written with hardly any letter. */
function readLetters(text: string, { tokens, tally }: PhpRead, facts: FactList): void {
  const php = tokens.filter((token) => token.kind !== 'html');
  const [first] = php;
  if (first === undefined) return;
  let letters = 0;
  let signs = 0;
  for (const token of php) {
    if (token.kind === 'name' || token.kind === 'variable') letters += token.text.replace(/[^a-zA-Z]/g, '').length;
    if (token.kind === 'op' && /^(?:[.^~!$]|\+\+|\.=|==)$/.test(token.text)) signs++;
  }
  // Tables have hardly any letter either, but nothing that computes.
  const computes = signs >= 20 && signs * 6 > php.length;
  if (countsLetters(php)) facts.add('shape:no-letters', first.at);
  else if (computes && letters < (tally.code - tally.inStrings) * 0.06 && /[^\s\w]{12}/.test(text)) facts.add('shape:no-letters', first.at);
}

/** Letters that are counted up from one another, in variables whose names are underscores. */
function countsLetters(tokens: readonly Token[]): boolean {
  let steps = 0;
  let all = 0;
  const names = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.kind !== 'variable') return;
    all++;
    if (!/^_+$/.test(token.text)) return;
    names.add(token.text);
    if (tokens[i + 1]?.text === '++') steps++;
  });
  return steps >= 15 && names.size >= 2 && steps * 4 > all;
}

const OWN = /^(?:namespace|class|use|interface|trait)$/i;
const LOADS = /^(?:require|include)(?:_once)?$/i;
const ACTS = /^(?:eval|(?:require|include)(?:_once)?|new|goto|print)$/i;

/** Whether a program of the shop is loaded, by a name that stands there. */
function loadsFixed(next: Token | undefined, second: Token | undefined): boolean {
  const token = next?.text === '(' ? second : next;
  return token?.kind === 'name' || ((token?.kind === 'string' || token?.kind === 'template') && token.escaped !== true);
}

/** Small files that stand alone are what is dropped. */
function readSize({ tokens, called, routines, tally }: PhpRead, facts: FactList): void {
  const alone = !tokens.some(
    (token, i) => token.kind === 'name' && (OWN.test(token.text) || (LOADS.test(token.text) && loadsFixed(tokens[i + 1], tokens[i + 2]))),
  );
  if (alone && tally.code < 4_000) facts.add('alone', 0);
  if (alone && tally.code < 1_500 && routines === 0) facts.add('alone:small', 0);
  const harmless = new Set([
    'header',
    'defined',
    'define',
    'http_response_code',
    'gmdate',
    'date',
    'time',
    'function_exists',
    'add_action',
    'add_filter',
    '__',
  ]);
  const idle =
    [...called.keys()].every((name) => harmless.has(name)) &&
    tally.code < 600 &&
    !tokens.some(
      (token) =>
        (token.kind === 'variable' && token.text.startsWith('_')) ||
        token.kind === 'shell' ||
        (token.kind === 'name' && ACTS.test(token.text)),
    );
  facts.add(idle ? 'php:idle' : 'php:acts', 0);
}
