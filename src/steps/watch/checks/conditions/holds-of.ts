import { RE2JS } from 're2js';
import type { Demand } from './condition.ts';

/** Of several values one that fits is enough; a negative demand all must meet, and nothing meets it too. */
export function holdsOf(values: readonly string[], demand: Demand): boolean {
  switch (demand.must) {
    case 'exists':
      return values.length > 0;
    case 'missing':
      return values.length === 0;
    case 'is':
      return values.some((value) => demand.values.some((one) => isSame(value, one)));
    case 'is-not':
      return !values.some((value) => demand.values.some((one) => isSame(value, one)));
    case 'contains':
      return values.some((value) => value.includes(demand.text));
    case 'contains-not':
      return !values.some((value) => value.includes(demand.text));
    case 'begins':
      return values.some((value) => value.startsWith(demand.text));
    case 'matches': {
      const pattern = RE2JS.compile(demand.text);
      return values.some((value) => pattern.matcher(value).find());
    }
    default:
      return values.some((value) => value.trim() !== '' && compare(demand.must, Number(value), demand.than));
  }
}

/** `1`, `1.0` and `"1"` are the same, `open` and `Open` are not. */
function isSame(value: string, wanted: string): boolean {
  return value === wanted || (wanted !== '' && value.trim() !== '' && Number(value) === Number(wanted));
}

function compare(must: 'below' | 'above' | 'at-most' | 'at-least', value: number, than: number): boolean {
  if (must === 'below') return value < than;
  if (must === 'above') return value > than;
  return must === 'at-most' ? value <= than : value >= than;
}
