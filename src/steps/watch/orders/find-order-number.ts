import { orderNumber } from './files/told-step.ts';

const DESCRIBED =
  /(?:order|zamówieni[ea]|bestellung|注文)(?:\s|number|numer|nummer|番号|no\.|nr\.?|[#:–-])*((?=[\p{L}_/-]*\p{N})[\p{L}\p{N}][\p{L}\p{N}_/-]*)/iu;

/** The names under which shops' plugins put the order's number into a payment's metadata. */
export const metadataNames = ['order_id', 'order_number', 'orderId', 'order', 'merchant_reference', 'reference'] as const;

/** An order's number within fields that should hold it, else within texts such as “Order 1042”; '' when none does. */
export function findOrderNumber(fields: readonly unknown[], texts: readonly unknown[]): string {
  for (const field of fields) {
    const number = typeof field === 'string' || typeof field === 'number' ? orderNumber(String(field)) : '';
    if (number !== '') return number;
  }
  for (const text of texts) {
    const found = typeof text === 'string' ? DESCRIBED.exec(text)?.[1] : undefined;
    if (found !== undefined) return found;
  }
  return '';
}
