/** Digits with at most three separators between them, taken as a whole: `(37) 788-063`, `4111 1111 1111 1111`, `+48 601 234 567`. */
export interface NumberRun {
  readonly from: number;
  readonly to: number;
  readonly digits: number;
}

const FEWEST = 7;
const SEPARATORS = 3;
const PLUS = 43;
const OPEN = 40;
const DOT = 46;
const SLASH = 47;

const OTHER = 0;
const DIGIT = 1;
const WORD = 2;
const SEPARATOR = 3;
const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const mark = String.fromCharCode(code);
  CLASSES[code] = /\d/.test(mark) ? DIGIT : /\w/.test(mark) ? WORD : /[ ()+./-]/.test(mark) ? SEPARATOR : OTHER;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASSES[code] ?? OTHER) : OTHER;
}

/**
 * Reads the number whose first digit stands at `at`, and adds it to `into` when it has at least 7 digits and is no IPv4 address or version.
 * Digits that begin a word are no part of it. Returns where to go on.
 */
export function readNumber(text: string, at: number, into: NumberRun[]): number {
  let [digits, groups, dots, longest] = [0, 0, 0, 0];
  let to = at;
  let next = at;
  for (;;) {
    let end = next + 1;
    let kind = classAt(text, end);
    while (kind === DIGIT) kind = classAt(text, ++end);
    if (kind === WORD && !isExtension(text, end)) {
      if (groups === 0) return end;
      break;
    }
    digits += end - next;
    groups++;
    if (groups > 1 && text.charCodeAt(next - 1) === DOT) dots++;
    if (end - next > longest) longest = end - next;
    to = end;
    while (kind === SEPARATOR && end < to + SEPARATORS) kind = classAt(text, ++end);
    if (kind !== DIGIT || end === to) break;
    next = end;
  }
  if (digits >= FEWEST && !(groups === 4 && dots === 3 && isAddress(text, at, longest))) into.push({ from: begin(text, at), to, digits });
  return to;
}

/** `192.0.2.1`, or a version behind a slash: `Chrome/115.0.5790.166`. */
function isAddress(text: string, at: number, longest: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before === SLASH || (longest <= 3 && before !== PLUS);
}

/** An `x` before a digit begins an extension: `555-0123x4`. */
function isExtension(text: string, at: number): boolean {
  return (text.charCodeAt(at) | 32) === 120 && classAt(text, at + 1) === DIGIT;
}

function begin(text: string, at: number): number {
  let from = at;
  if (text.charCodeAt(from - 1) === OPEN) from--;
  if (text.charCodeAt(from - 1) === PLUS) from--;
  return from;
}
