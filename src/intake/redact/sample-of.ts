import { redactText } from './redact-text.ts';

/** The beginning of a rejected line, redacted, without control characters. */
export function sampleOf(line: string): string {
  const head = redactText(line.slice(0, 400)).slice(0, 160);
  return [...head].map((mark) => (mark < ' ' || mark === '\u007f' ? '·' : mark)).join('');
}
