/** A text as a condition takes it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** `json $.state is "open" or "busy"`. An empty text and the word “or” can only be matched. */
export function isLine(subject: string, values: readonly string[]): string {
  const odd = values.some((value) => value.trim() === '' || /^or$/i.test(value));
  if (odd) return `${subject} matches /^(?:${values.map(escaped).join('|')})$/`;
  return `${subject} is ${values.map(word).join(' or ')}`;
}

export function isNotLine(subject: string, value: string): string {
  if (value.trim() === '') return `${subject} matches /\\S/`;
  const [first, last] = [value.slice(0, 1), value.slice(1)];
  if (/^or$/i.test(value)) return `${subject} matches /(?s)^(?:$|[^${first}]|${first}(?:$|[^${last}]|${last}.))/`;
  return `${subject} is not ${word(value)}`;
}

function word(value: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(value) || /^(?:true|false|null)$/.test(value) ? value : quoted(value);
}

/** A text as a part of a pattern that matches only itself. */
export function escaped(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
}

/** The text that a pattern stands for, when it stands for one only; `null`: for several. */
export function literalOf(pattern: string): string | null {
  const bare = pattern.replace(/\\[^a-zA-Z0-9]/g, '');
  return /[\\^$.*+?()[\]{}|]/.test(bare) ? null : pattern.replace(/\\([^a-zA-Z0-9])/g, '$1');
}

/** Codes that servers answer: IANA's registry, and what proxies and content networks add. */
const ANSWERED = new Set([
  ...[100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308],
  ...[
    400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 419, 420, 421, 422, 423, 424, 425, 426,
  ],
  ...[428, 429, 430, 431, 440, 444, 449, 450, 451, 460, 463, 464, 494, 495, 496, 497, 498, 499],
  ...[500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 561, 598, 599],
]);

/** Status codes as conditions: a range by its ends, several by the codes that servers answer. `null`: there are none. */
export function statusLines(codes: readonly number[], change: (what: string) => void): string[] | null {
  const sorted = [...new Set(codes)].filter((code) => code >= 100 && code <= 599).sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (sorted.length > 3 && last - first === sorted.length - 1) return [`status at least ${first}`, `status at most ${last}`];
  if (sorted.length <= 10) return [`status is ${sorted.join(', ')}`];
  change('of its ranges of status codes only those are fine that servers are known to answer');
  const known = sorted.filter((code) => ANSWERED.has(code));
  return [`status is ${(known.length === 0 ? sorted.slice(0, 80) : known).join(', ')}`];
}

export function range(from: number, to: number): number[] {
  return from > to || to - from > 600 ? [] : Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
}

/** Any answer is fine, where the usual 200 to 399 would be asked. */
export const ANY_STATUS = 'status at least 100';
