import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Customer } from '../../world/types.ts';
import { addressOf, type ShopParts } from '../shop-env.ts';

const tokenShape = z.object({ email: z.string(), password: z.string() });
const directoryShape = z.object({ kind: z.enum(['order', 'invoice', 'customer']), ids: z.array(z.string().max(40)).max(500) });

function sameKey(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const bearer = (header: string | undefined): string => (header?.startsWith('Bearer ') ? header.slice(7) : '');

function card(id: string, customer: Customer): Record<string, unknown> {
  const { name, email, language, country, flags } = customer;
  return { id, customer: customer.id, name, email, language, country, flags };
}

/** Answers who is behind records: at most 500 ids a call, with the directory's own key. */
function directoryRoutes(parts: ShopParts): Hono {
  const { store, links } = parts;
  const app = new Hono();
  app.post('/shopbell/directory', bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    if (!sameKey(bearer(c.req.header('authorization')), links.directoryKey)) return c.json({ error: 'key' }, 401);
    const asked = directoryShape.safeParse(await c.req.json().catch(() => null));
    if (!asked.success) return c.json({ error: 'expected {kind, ids} with at most 500 ids' }, 422);
    const people: Record<string, unknown>[] = [];
    const unknown: string[] = [];
    for (const id of asked.data.ids) {
      const customer = store.customers.get(asked.data.kind === 'customer' ? id : (store.orders.get(id)?.customer ?? ''));
      if (customer) people.push(card(id, customer));
      else unknown.push(id);
    }
    return c.json({ people, unknown });
  });
  return app;
}

/** The mobile app's JSON API, and the directory for Shopbell. */
export function apiRoutes(parts: ShopParts): Hono {
  const { store, sessions, audit, weaknesses } = parts;
  const app = directoryRoutes(parts);
  app.get('/api/products', (c) => c.json({ products: [...store.products.values()].map(({ hue: _, ...each }) => each) }));
  app.post('/api/tokens', async (c) => {
    const asked = tokenShape.safeParse(await c.req.json().catch(() => null));
    const customer = asked.success ? store.customerByEmail(asked.data.email) : undefined;
    if (!asked.success || !customer || customer.password !== asked.data.password) {
      audit.note('shop.customer.sign_in_failed', { 'client.address': addressOf(c) });
      return c.json({ error: 'wrong mail address or password' }, 401);
    }
    audit.note('shop.customer.signed_in', { 'shop.actor.id': customer.id, 'client.address': addressOf(c) });
    return c.json({ token: sessions.issueToken(customer.id), orders: store.ordersOf(customer.id).map((each) => each.number) });
  });
  app.get('/api/orders/:order', (c) => {
    const actor = sessions.customerOfToken(bearer(c.req.header('authorization')));
    if (!actor) return c.json({ error: 'token' }, 401);
    const order = store.orders.get(c.req.param('order'));
    const customer = order && store.customers.get(order.customer);
    if (!order || !customer || (order.customer !== actor && !weaknesses.idor)) return c.json({ error: 'unknown order' }, 404);
    const read = { 'shop.object.kind': 'order', 'shop.object.id': order.number, 'shop.actor.id': actor };
    audit.note('shop.record.read', { ...read, 'client.address': addressOf(c) });
    const { name, email, street, postcode, city, country } = customer;
    return c.json({ ...order, delivery: { name, email, street, postcode, city, country } });
  });
  return app;
}
