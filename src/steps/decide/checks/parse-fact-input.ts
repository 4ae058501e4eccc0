import { type FactName, factRow } from './fact-table.ts';
import type { FactValue } from './facts.ts';

/** What a person typed into a form as a fact's value: `a, b` for lists, `12`, `10-40` or `10+` for people. Wrong texts are caught by the fact's schema. */
export function parseFactInput(name: FactName, text: string): FactValue {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'unknown') return null;
  const { kind } = factRow(name);
  if (kind === 'list')
    return trimmed === 'none'
      ? []
      : trimmed
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '');
  if (kind === 'level') return Number(trimmed);
  if (kind === 'count') {
    const [, low, more, high] = /^(\d+)\s*(\+?)(?:\s*-\s*(\d+))?$/.exec(trimmed) ?? [];
    if (low === undefined) return trimmed;
    return { atLeast: Number(low), atMost: more === '+' ? null : Number(high ?? low) };
  }
  if (kind === 'instant' && !Number.isNaN(Date.parse(trimmed))) return new Date(trimmed).toISOString();
  return trimmed;
}

/** A fact's value in one line. */
export function showFactValue(value: FactValue): string {
  if (value === null) return '–';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if ('atLeast' in value) {
    if (value.atMost === null) return `${value.atLeast}+`;
    return value.atLeast === value.atMost ? String(value.atLeast) : `${value.atLeast}–${value.atMost}`;
  }
  return value.length === 0 ? '0' : value.join(', ');
}
