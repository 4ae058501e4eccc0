import type { Severity } from '#kernel/outcome.ts';
import type { LookTrouble } from './look-result.ts';

const GRAVE = new Set(['paid-cancelled', 'paid-twice', 'paid-not-noticed']);
const MIDDLE = new Set([
  ...['unknown-to-shop', 'amount-differs', 'currency-differs', 'missing-at-provider', 'missing-in-erp', 'erp-amount-differs'],
  ...['not-exported', 'label-failed', 'not-shipped', 'shipped-unpaid'],
]);
/** From so many orders on it is no longer one order's trouble but a broken link. */
const MANY = 10;

/** How grave it is: money taken without goods is grave, and so is a link that broke for many; the rest waits for the day. Pure. */
export function weighTrouble({ trouble, subject, orders }: Pick<LookTrouble, 'trouble' | 'subject' | 'orders'>): Severity {
  if (trouble === 'silent' || trouble === 'low') return /^step (shop placed|.* paid)$/.test(subject) ? 'high' : 'medium';
  if (trouble === 'failing') return orders >= MANY ? 'high' : 'medium';
  if (GRAVE.has(trouble)) return 'high';
  if (!MIDDLE.has(trouble)) return 'low';
  return orders >= MANY ? 'high' : 'medium';
}
