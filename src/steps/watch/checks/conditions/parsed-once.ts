import type { Condition, ConditionAbout } from './condition.ts';
import { parseCondition } from './parse-condition.ts';

const parsed = new Map<string, Condition | string>();

/** As `parseCondition`, but the same line is read once. */
export function parsedOnce(line: string, about: ConditionAbout): Condition | string {
  const key = `${about} ${line}`;
  const known = parsed.get(key) ?? parseCondition(line, about);
  if (parsed.size > 10_000) parsed.clear();
  parsed.set(key, known);
  return known;
}
