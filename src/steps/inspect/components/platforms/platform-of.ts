import type { Inspection } from '../../inspection.ts';
import { type Recognised, recognisePlatform } from './recognise-platform.ts';
import { tracesOf } from './traces-of.ts';

const known = new WeakMap<Inspection, Recognised>();

/** The platform of an inspected shop, read once an inspection. Pure. */
export function platformOf(inspection: Inspection): Recognised {
  const before = known.get(inspection);
  if (before !== undefined) return before;
  const recognised = recognisePlatform(tracesOf(inspection));
  known.set(inspection, recognised);
  return recognised;
}
