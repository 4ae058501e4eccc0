import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { intakeRoutes } from '#intake/http/intake-routes.ts';
import type { OrgId } from '#kernel/ids.ts';
import { noteMedusaEvent, watchMedusa } from './medusa/watch-medusa.ts';
import { openShopbell, type Shopbell } from './node/shopbell.ts';
import { type VendureEvents, watchVendure } from './vendure/watch-vendure.ts';

const KEY = 'right-right';
let house: TestHouse;
let org: OrgId;
let url = '';
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
  }));
  const routes = intakeRoutes({
    house,
    authorise: async (c) => (c.req.header('authorization') === `Bearer ${KEY}` ? { org, shop: 'shop_1', source: 'src_1' } : null),
  });
  url = await new Promise<string>((resolve) => {
    server = serve({ fetch: new Hono().route('/in', routes).fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
  });
});
afterAll(async () => {
  server.close();
  await house[Symbol.asyncDispose]();
});
beforeEach(() => {
  org = house.newOrg();
});

const open = (): Shopbell => openShopbell({ url, key: KEY });
const stored = () =>
  house.telemetry.query<{ name: string; address: string }>(
    org,
    'select name, address, account, object_kind, object_ref, attributes from @application_events order by at, name',
  );

/** A bus like Vendure's: whoever listens for a class is told of its events. */
function vendureBus() {
  const listeners = new Map<unknown, ((event: never) => void)[]>();
  class Any {}
  const names = [
    ...['AttemptedLoginEvent', 'LoginEvent', 'AccountRegistrationEvent', 'PasswordResetEvent', 'OrderPlacedEvent'],
    ...['PaymentStateTransitionEvent', 'CustomerEvent', 'AdministratorEvent', 'RoleChangeEvent'],
  ];
  const events = Object.fromEntries(names.map((name) => [name, class extends Any {}])) as unknown as VendureEvents;
  return {
    events,
    bus: {
      ofType: <T>(type: unknown) => ({
        subscribe: (next: (event: T) => void) => listeners.set(type, [...(listeners.get(type) ?? []), next as (event: never) => void]),
      }),
    },
    publish: (name: keyof VendureEvents, event: unknown) => {
      for (const next of listeners.get(events[name]) ?? []) next(event as never);
    },
  };
}

it('Vendure: what happens on its bus, and a try without a success is a failure', async () => {
  const shopbell = open();
  const { bus, events, publish } = vendureBus();
  watchVendure(bus, events, shopbell);
  const ctx = { apiType: 'shop', req: { ip: '::ffff:198.51.100.9', headers: { 'user-agent': 'Firefox' } } };
  const user = { id: 7, identifier: 'anna@example.com' };
  publish('AttemptedLoginEvent', { ctx, identifier: user.identifier });
  publish('AttemptedLoginEvent', { ctx, identifier: user.identifier });
  publish('LoginEvent', { ctx, user });
  publish('AttemptedLoginEvent', { ctx: { ...ctx, apiType: 'admin' }, identifier: 'boss' });
  publish('PaymentStateTransitionEvent', { ctx, toState: 'Declined', order: { id: 5 } });
  publish('OrderPlacedEvent', { ctx: { ...ctx, activeUserId: 7 }, order: { id: 5 } });
  publish('CustomerEvent', { ctx, type: 'updated', entity: { id: 3 } });
  publish('CustomerEvent', { ctx, type: 'deleted', entity: { id: 3 } });
  publish('AdministratorEvent', { ctx, type: 'created', entity: { id: 4, user: { id: 9 } } });
  await house.clock.sleep(3300);
  await shopbell.close();
  const told = await stored();
  expect(told.map((event) => event.name).sort()).toEqual([
    'shop.admin.created',
    'shop.admin.sign_in_failed',
    'shop.customer.deleted',
    'shop.customer.sign_in_failed',
    'shop.customer.signed_in',
    'shop.order.placed',
    'shop.payment.failed',
  ]);
  expect(told.every((event) => event.address === '198.51.100.9')).toBe(true);
  expect(JSON.stringify(told)).not.toContain('anna');
});

it('Medusa: its events, sign-ins and reads by the middleware, and never a token', async () => {
  const shopbell = open();
  noteMedusaEvent(shopbell, { name: 'order.placed', data: { id: 'order_1' } });
  noteMedusaEvent(shopbell, { name: 'customer.created', data: [{ id: 'cus_1' }, { id: 'cus_2' }] });
  noteMedusaEvent(shopbell, {
    name: 'auth.password_reset',
    data: { entity_id: 'anna@example.com', actor_type: 'customer', token: 'secret' },
  });
  noteMedusaEvent(shopbell, { name: 'product.updated', data: { id: 'prod_1' } });
  const middleware = watchMedusa(shopbell);
  const ask = (method: string, path: string, statusCode: number, more: object = {}) => {
    let finish = (): void => undefined;
    const once = (_event: 'finish', then: () => void) => {
      finish = then;
    };
    const request = { method, path, headers: {}, socket: { remoteAddress: '198.51.100.9' }, ...more };
    middleware(request, { statusCode, once }, () => finish());
  };
  ask('POST', '/auth/customer/emailpass', 401, { body: { email: 'anna@example.com', password: 'hunter2' } });
  ask('POST', '/auth/user/emailpass', 200, { body: { email: 'boss@example.com', password: 'hunter2' } });
  ask('GET', '/admin/customers/cus_9', 200, { auth_context: { actor_id: 'user_1' } });
  ask('GET', '/admin/customers/cus_9', 404);
  ask('GET', '/store/customers/me', 200);
  await shopbell.close();
  const told = await stored();
  expect(told.map((event) => event.name).sort()).toEqual([
    ...['shop.admin.signed_in', 'shop.customer.registered', 'shop.customer.registered', 'shop.customer.reset_asked'],
    ...['shop.customer.sign_in_failed', 'shop.order.placed', 'shop.record.read'],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/secret|hunter2|anna|boss|cus_9/);
});
