import { Hono } from 'hono';
import { z } from 'zod';
import { isSignedWebhook } from '../../neighbours/signed-webhook.ts';
import type { OrderState } from '../../world/types.ts';
import type { ShopParts } from '../shop-env.ts';
import { bookParcel, exportOrder } from '../tell-neighbours.ts';
import { worthOf } from '../worth-of.ts';

const hookShape = z.object({ type: z.string(), data: z.object({ order: z.string().optional(), customer: z.string().optional() }) });

interface Turn {
  readonly state: OrderState;
  readonly event: 'shop.order.paid' | 'shop.order.exported' | 'shop.order.shipped';
  readonly next: ((parts: ShopParts, order: string) => Promise<void>) | null;
}

/** What each neighbour's webhook does to an order. */
const turns: Readonly<Record<string, Turn>> = {
  'gateway/payment.captured': { state: 'paid', event: 'shop.order.paid', next: exportOrder },
  'erp/order.exported': { state: 'exported', event: 'shop.order.exported', next: bookParcel },
  'courier/parcel.collected': { state: 'shipped', event: 'shop.order.shipped', next: null },
};

/** Where the neighbours call. A wrong signature is refused with 401. */
export function webhookRoutes(parts: ShopParts): Hono {
  const app = new Hono();
  app.post('/webhooks/:from', async (c) => {
    const raw = await c.req.text();
    if (!isSignedWebhook(parts.links.webhookSecret, (name) => c.req.header(name), raw, Date.now())) {
      parts.audit.note('shop.integration.failed', { neighbour: c.req.param('from'), reason: 'webhook signature' });
      return c.json({ error: 'signature' }, 401);
    }
    const hook = hookShape.safeParse(JSON.parse(raw));
    if (!hook.success) return c.json({ error: 'shape' }, 422);
    const turn = turns[`${c.req.param('from')}/${hook.data.type}`];
    const order = hook.data.data.order;
    if (turn && order && parts.store.advance(order, turn.state)) {
      const known = parts.store.orders.get(order);
      parts.audit.note(turn.event, { 'shop.object.kind': 'order', 'shop.object.id': order, ...(known ? worthOf(known) : {}) });
      if (turn.next) void turn.next(parts, order);
    }
    return c.body(null, 204);
  });
  return app;
}
