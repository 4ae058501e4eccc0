const MOST_LABELS = 64;
const LONGEST_VALUE = 4_096;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_.]*/y;

interface ReadLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** The metric's name where it stands among the labels, in quotes. */
  readonly name: string | null;
  /** Behind the closing brace. */
  readonly end: number;
}

/** Reads `{a="b", "c.d"="e"}` from `start`, where the brace opens; a text says what is wrong with it. Pure. */
export function readLabels(line: string, start: number): ReadLabels | string {
  const labels: Record<string, string> = {};
  let name: string | null = null;
  let at = blanks(line, start + 1);
  for (let count = 0; line[at] !== '}'; count++) {
    if (count >= MOST_LABELS) return `it has more than ${MOST_LABELS} labels`;
    const key = line[at] === '"' ? readQuoted(line, at) : readName(line, at);
    if (key === null) return 'the labels are broken';
    at = blanks(line, key.end);
    if (line[at] === '=') {
      const value = readQuoted(line, blanks(line, at + 1));
      if (value === null || key.text === '') return 'the labels are broken';
      if (value.text.length > LONGEST_VALUE) return `a label has more than ${LONGEST_VALUE} characters`;
      if (Object.hasOwn(labels, key.text)) return 'a label stands there twice';
      // Not by assignment: a label may be called __proto__.
      Object.defineProperty(labels, key.text, { value: value.text, enumerable: true, configurable: true, writable: true });
      at = blanks(line, value.end);
    } else if (line[key.start] === '"' && name === null && key.text !== '') name = key.text;
    else return 'the labels are broken';
    if (line[at] === ',') at = blanks(line, at + 1);
    else if (line[at] !== '}') return 'the labels are broken';
  }
  return { labels, name, end: at + 1 };
}

interface Read {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function readName(line: string, start: number): Read | null {
  LABEL.lastIndex = start;
  const [text] = LABEL.exec(line) ?? [];
  return text === undefined ? null : { text, start, end: start + text.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** A text in quotes; a backslash before anything but `n`, `"` and itself stands for itself. */
function readQuoted(line: string, start: number): Read | null {
  if (line[start] !== '"') return null;
  let text = '';
  let from = start + 1;
  for (let at = from; at < line.length; at++) {
    if (line[at] === '"') return { text: text + line.slice(from, at), start, end: at + 1 };
    if (line[at] !== '\\') continue;
    const escaped = ESCAPES[line[at + 1] ?? ''];
    if (escaped !== undefined) {
      text += line.slice(from, at) + escaped;
      from = at + 2;
    }
    at++;
  }
  return null;
}

function blanks(line: string, start: number): number {
  let at = start;
  while (line[at] === ' ' || line[at] === '\t') at++;
  return at;
}
