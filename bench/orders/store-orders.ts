import type { Telemetry } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { MadeStep } from './made-step.ts';

const BATCH = 50_000;

/** Stores made orders as if every system had told of them itself. The order's number stands for its sealed reference. Returns how many steps there were. */
export async function storeOrders(telemetry: Telemetry, org: OrgId, shop: string, orders: Iterable<readonly MadeStep[]>): Promise<number> {
  let waiting: MadeStep[] = [];
  let stored = 0;
  const flush = async (): Promise<void> => {
    await telemetry.insert(
      org,
      'order_steps',
      waiting.map((step) => rowOf(shop, step)),
    );
    stored += waiting.length;
    waiting = [];
  };
  for (const steps of orders) {
    waiting.push(...steps);
    if (waiting.length >= BATCH) await flush();
  }
  await flush();
  return stored;
}

function rowOf(
  shop: string,
  { at, system, step, order, their, amount, method, delivery, part, notBefore, carrier, country, device, currency = 'PLN' }: MadeStep,
) {
  return {
    ...{
      shop_id: shop,
      source_id: system,
      at: new Date(at),
      received_at: new Date(at),
      told_by: system,
      step,
      order_ref: order,
      their_ref: their,
    },
    ...{
      amount,
      currency: amount === 0 ? '' : currency,
      method,
      delivery,
      part,
      carrier,
      country,
      device: step === 'placed' ? device : '',
      not_before: new Date(notBefore ?? 0),
      test: 0,
    },
  };
}
