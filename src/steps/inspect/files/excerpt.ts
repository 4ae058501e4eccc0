import { findPersonalData } from '#personal-data/index.ts';

const BEFORE = 60;
const AFTER = 160;

/** The text around a place, in one line, without personal data and secrets; at most 240 characters. */
export function excerptAt(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - BEFORE);
  const end = at + AFTER;
  const around = text.slice(Math.max(0, start - 40), end + 40);
  const offset = start - Math.max(0, start - 40);
  const clean = redact(around);
  return clean
    .slice(offset, offset + (end - start))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Each found value as so many dots, so that places stay. */
function redact(text: string): string {
  let out = text;
  for (const { from, to } of findPersonalData(text, 2)) out = out.slice(0, from) + '•'.repeat(to - from) + out.slice(to);
  return out.replace(
    /((?:pass(?:word|wd)?|secret|token|api_?key)["']?\s*(?:=>|[=:,])\s*["'])([^"']{3,60})/gi,
    (_, before: string, value: string) => before + '•'.repeat(value.length),
  );
}
