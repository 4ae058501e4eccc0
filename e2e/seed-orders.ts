import { DAY, HOUR } from '#kernel/time.ts';
import { makeCalendar, usualWeek } from '#steps/watch/index.ts';
import { makeOrders } from '../bench/orders/make-orders.ts';
import { followOrders } from '../src/steps/watch/orders/start-following-orders.ts';
import type { Stage } from './open-stage.ts';

/** Two months of orders as four systems tell them, a few of them faulty, and a look at them. */
export async function seedOrders({ running, rehearsal: { org, shop } }: Stage): Promise<void> {
  const { house } = running;
  const calendar = makeCalendar({ ...usualWeek, zone: 'Europe/Berlin', country: 'DE' });
  const now = house.clock.now().getTime();
  const made = [...makeOrders({ seed: 'pictures', from: now - 60 * DAY, days: 61, perDay: 40, calendar, faults: 0.0004 })].flat();
  const rows = made
    .filter(({ at, system }) => at < now - HOUR && (system !== 'erp' || at < now - 9 * HOUR))
    .map(({ at, system, step, order, their, amount, method, delivery, part, carrier, notBefore }) => ({
      ...{ shop_id: shop, source_id: system, at: new Date(at), received_at: new Date(at), told_by: system, step, their_ref: their, amount },
      ...{ order_ref: house.secrets.sealRef(org, 'order', order), currency: amount === 0 ? '' : 'EUR', method, delivery, part, carrier },
      ...{ country: 'DE', not_before: new Date(notBefore ?? 0), test: 0 },
    }));
  await house.telemetry.insert(org, 'order_steps', rows);
  await followOrders(house, org, shop, 'pictures');
}
