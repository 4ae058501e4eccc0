import { type FactName, factRow } from './fact-table.ts';
import { type Bounds, type FactValue, isBounds, isPlaces } from './facts.ts';

/** What a person typed into a form as a fact's value: `a, b` for lists, `12`, `10-40` or `10+` for people. Wrong texts are caught by the fact's schema. */
export function parseFactInput(name: FactName, text: string): FactValue {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'unknown') return null;
  const { kind } = factRow(name);
  if (kind === 'places') return placesFrom(trimmed);
  if (kind === 'list' || kind === 'codes')
    return trimmed === 'none'
      ? []
      : trimmed
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '');
  if (kind === 'level') return Number(trimmed);
  if (kind === 'count') return boundsFrom(trimmed) ?? trimmed;
  if (kind === 'instant' && !Number.isNaN(Date.parse(trimmed))) return new Date(trimmed).toISOString();
  return trimmed;
}

function boundsFrom(text: string): Bounds | null {
  const [, low, more, high] = /^(\d+)\s*(\+?)(?:\s*[-–]\s*(\d+))?$/.exec(text) ?? [];
  if (low === undefined) return null;
  return { atLeast: Number(low), atMost: more === '+' ? null : Number(high ?? low) };
}

/** `DE 120, PL 10-20, US-CA 5+`; a text that reads otherwise is handed on, for the fact's schema to refuse. */
function placesFrom(text: string): FactValue {
  const pairs = text.split(',').map((part): [string, Bounds] | null => {
    const [, code, count] = /^([A-Za-z]{2}(?:-[A-Za-z0-9]{1,3})?)[\s:=]+(.+)$/.exec(part.trim()) ?? [];
    const bounds = count === undefined ? null : boundsFrom(count.trim());
    return code === undefined || bounds === null ? null : [code.toUpperCase(), bounds];
  });
  return pairs.every((pair) => pair !== null) ? Object.fromEntries(pairs) : text;
}

function showBounds({ atLeast, atMost }: Bounds): string {
  if (atMost === null) return `${atLeast}+`;
  return atLeast === atMost ? String(atLeast) : `${atLeast}–${atMost}`;
}

/** A fact's value in one line. */
export function showFactValue(value: FactValue): string {
  if (value === null) return '–';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (isBounds(value)) return showBounds(value);
  if (isPlaces(value))
    return Object.entries(value)
      .map(([code, bounds]) => `${code} ${showBounds(bounds)}`)
      .join(', ');
  return value.length === 0 ? '0' : value.join(', ');
}
