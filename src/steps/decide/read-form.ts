import { ShopbellError } from '#kernel/errors.ts';
import { type CaseId, isId } from '#kernel/ids.ts';
import { readWallTime } from '#kernel/local-time.ts';
import { type FactName, factNames } from './checks/fact-table.ts';

/** The id in a page's address. Throws NOT_FOUND. */
export function caseId(text: string): CaseId {
  if (!isId('case', text)) throw new ShopbellError('NOT_FOUND', { what: 'case' });
  return text;
}

/** A form's field as text; what is missing or a file is empty. */
export function text(field: unknown): string {
  return typeof field === 'string' ? field : '';
}

/** The fact that a form or an address names, or null. */
export function factNamed(field: unknown): FactName | null {
  return factNames.find((one) => one === field) ?? null;
}

/** A local time of a form as an instant, ISO 8601. Throws INPUT_INVALID. */
export function instantOf(field: unknown, timeZone: string | undefined, name = 'at'): string {
  const at = readWallTime(text(field), timeZone ?? 'UTC');
  if (at === null) throw new ShopbellError('INPUT_INVALID', { reason: `${name}: choose day and time` });
  return at.toISOString();
}
