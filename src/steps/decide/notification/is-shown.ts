import type { Condition, TemplateField } from './tables.ts';
import type { FieldValue } from './types.ts';

/** What a condition is judged on: the fields before it, and what is given with the case. */
export interface Given {
  readonly late: boolean;
  /** Whether it is known that the controller has no establishment in the EEA. */
  readonly notInEea: boolean;
  valueOf(key: string): FieldValue;
}

/** Whether a field is shown. An unanswered field meets no condition. Pure. */
export function isShown(field: TemplateField, given: Given): boolean {
  return field.when === undefined || holds(field.when, given);
}

function holds(condition: Condition, given: Given): boolean {
  if ('all' in condition) return condition.all.every((one) => holds(one, given));
  if ('any' in condition) return condition.any.some((one) => holds(one, given));
  if ('not' in condition) return !holds(condition.not, given);
  if ('given' in condition) return condition.given === 'late' ? given.late : given.notInEea;
  const value = given.valueOf(condition.field);
  if ('answered' in condition) return value !== null && value !== '';
  const codes = Array.isArray(value) ? (value as readonly string[]) : [value];
  return codes.some((code) => typeof code === 'string' && condition.is.includes(code));
}
