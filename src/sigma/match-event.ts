import type { Readings, SigmaEvent } from './event.ts';
import type { Test } from './test.ts';
import type { ValueTest } from './values/compile-value.ts';

/** Whether an event is what a test asks for. */
export function matchEvent(test: Test, event: SigmaEvent): boolean {
  switch (test.kind) {
    case 'all':
      return test.parts.every((part) => matchEvent(part, event));
    case 'any':
      return test.parts.some((part) => matchEvent(part, event));
    case 'not':
      return !matchEvent(test.part, event);
    case 'selection':
      return matchEvent(test.part, event);
    case 'field':
      return matchField(test.value, event.get(test.field), event);
    case 'keyword':
      return findKeyword(test.value, event) !== null;
  }
}

/** The field in which a keyword stands. What was worked out here, `shopbell.route`, is not searched. */
export function findKeyword(value: ValueTest, event: SigmaEvent): string | null {
  for (const [name, readings] of event) if (!name.startsWith(DERIVED) && matchField(value, readings, event)) return name;
  return null;
}

/** Names of fields that were worked out here, and did not stand in the log. */
const DERIVED = 'shopbell.';

/** Whether one reading of a field is what the value asks for. A field that was not logged only is `null`, or not there. */
export function matchField(value: ValueTest, readings: Readings | undefined, event: SigmaEvent): boolean {
  if (value.kind === 'exists') return (readings !== undefined) === value.wanted;
  if (value.kind === 'null') return readings === undefined || readings.raw.every((text) => text === '');
  if (readings === undefined) return false;
  if (value.kind === 'field') {
    const other = event.get(value.name);
    if (other === undefined) return false;
    const [mine, theirs] = value.cased ? [readings.raw, other.raw] : [readings.lower, other.lower];
    return mine.some((text) => theirs.some((needle) => stands(needle, text, value.before, value.after)));
  }
  for (let nth = 0; nth < readings.raw.length; nth++) {
    const raw = readings.raw[nth] ?? '';
    if (value.kind === 'text' ? value.matches(raw, value.cased ? '' : (readings.lower[nth] ?? '')) : value.matches(raw)) return true;
  }
  return false;
}

function stands(needle: string, text: string, before: boolean, after: boolean): boolean {
  if (before && after) return text.includes(needle);
  if (after) return text.startsWith(needle);
  return before ? text.endsWith(needle) : text === needle;
}
