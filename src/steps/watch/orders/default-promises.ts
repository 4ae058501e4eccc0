import { HOUR, MINUTE } from '#kernel/time.ts';
import type { Promises } from './order-facts.ts';

/** What holds until the shop says otherwise: two working days to ship, hours for systems to hear of each other. */
export const defaultPromises: Promises = {
  shipDays: 2,
  deliverDays: 14,
  noticeMs: 30 * MINUTE,
  exportMs: 4 * HOUR,
  labelMs: 2 * HOUR,
  refundMs: 48 * HOUR,
  authorisedDays: 6,
  returnDays: 30,
};
