import type { Place } from './place.ts';
import { isOp, peek, type Reading, take } from './reading.ts';
import { listValue, type Value } from './value.ts';

/** `[…]`, `array(…)`, `list(…)`, behind the opening bracket. */
export function readListInto(reading: Reading, close: string, place: Place): Value {
  const items = new Map<string, Value>();
  const targets: Place[] = [];
  let next = 0;
  while (reading.at < reading.tokens.length && !isOp(reading, close)) {
    const before = reading.at;
    if (take(reading, ',')) continue;
    const target =
      peek(reading).kind === 'variable' ? { kind: 'variable' as const, name: peek(reading).text, keys: [] } : { kind: 'none' as const };
    take(reading, '...');
    let value = reading.readers.expression(reading);
    let key = String(next);
    if (take(reading, '=>')) {
      key = value.text ?? String(next);
      value = reading.readers.expression(reading);
    }
    if (/^\d+$/.test(key)) next = Number(key) + 1;
    items.set(key, value);
    targets.push(target);
    if (reading.at === before) reading.at++;
  }
  take(reading, close);
  place.kind = targets.some((target) => target.kind === 'variable') ? 'list' : 'none';
  place.targets = targets;
  return listValue(items);
}
