import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { productFiles } from '#engines/files/product-files.ts';
import type { Ports } from '#engines/house.ts';
import { type Delivery, startDelivery } from '#engines/ledger/start-delivery.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { defineVerb } from '#engines/verb.ts';
import { makeId, type OrgId, type ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import * as respond from '#steps/respond/index.ts';
import { routes } from '#steps/respond/routes.tsx';
import { stateChanged } from '#steps/watch/events.ts';
import { startFollowingOrders } from '#steps/watch/index.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makePorts } from './make-ports.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
let house: TestHouse;
let delivery: Delivery;
let stopPager: () => Promise<void>;
/** Whether the money at risk is never told. */
let hangs = false;

beforeAll(async () => {
  house = await openTestHouse(async (folder) => {
    const ports = makePorts(() => house);
    const moneyAtRisk: Ports['moneyAtRisk'] = (...asked) => (hangs ? new Promise(() => undefined) : ports.moneyAtRisk(...asked));
    return {
      telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
      mailer: await openMailer({ folder: join(folder, 'mail') }),
      ports: { ...ports, moneyAtRisk },
    };
  });
  house.setNow(new Date(NOW));
  delivery = await startDelivery(house, respond.reactions);
  stopPager = await respond.startPager(house);
});
afterAll(async () => {
  await stopPager();
  await delivery.stop();
  await house[Symbol.asyncDispose]();
});

async function openShop(to: string) {
  const org = house.newOrg();
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Practice Shop', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  await respond.addContact(house.scope(org, 'owner'), { name: 'Night', kind: 'mail', address: to });
  return { org, shop };
}

/** An order of 100 EUR every six minutes for thirty days, the last at an instant. */
async function placeUntil(org: OrgId, shop: ShopId, until: number): Promise<void> {
  const attributes = JSON.stringify({ 'shop.amount': '100.00', 'shop.currency': 'EUR' });
  const rows = Array.from({ length: 30 * 240 }, (_, nth) => ({
    ...{ shop_id: shop, source_id: 'src_events', at: new Date(until - nth * 6 * MINUTE), received_at: new Date(until - nth * 6 * MINUTE) },
    ...{
      name: 'shop.order.placed',
      outcome: '',
      object_kind: 'order',
      object_ref: house.secrets.sealRef(org, 'order', String(nth)),
      attributes,
    },
  }));
  await house.telemetry.insert(org, 'application_events', rows);
}

const pageOf = async (org: OrgId, path: string) => {
  const html = await (await serveRooms(productFiles, () => house.scope(org, 'owner'), { '/respond': routes() }).request(path)).text();
  expect(html).not.toMatch(/respond\.risk\.[a-z]/);
  return html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
};
const open = (org: OrgId, shop: ShopId, title = 'Something odd') =>
  respond.openIncident(house.scope(org, 'owner'), { shop, title, severity: 'high', touchesPeople: false });

test('a shop that falls silent: whoever is woken, the incident, the list and the overview say what it costs', async () => {
  const { org, shop } = await openShop('silent@team.example');
  await placeUntil(org, shop, NOW - 2 * HOUR);
  const stop = startFollowingOrders(house, { settleMs: 0 });
  await expect.poll(() => house.mailer.caught({ to: 'silent@team.example' }), { timeout: 20_000 }).toHaveLength(1);
  await stop();
  const [mail] = await house.mailer.caught({ to: 'silent@team.example' });
  expect(mail?.subject).toMatch(/· (≈ €\d\d|€\d\d – €\d\d)\/min at risk$/);
  expect(mail?.text).toMatch(/What does it cost\? .*\/min at risk; .*€[\d,]+.* not taken in so far\./);
  const [incident] = await house.state.inOrg(org, (db) => respond.listIncidents(db, org));
  // The silence, not its being noticed, is when it began.
  expect(incident?.first_seen.toISOString()).toBe(new Date(NOW - 2 * HOUR).toISOString());
  const page = await pageOf(org, `/respond/incidents/${incident?.id}`);
  expect(page).toMatch(/a minute\. .*€[\d,]+.* not taken in since 26 Nov 2026/);
  expect(page).toContain('Orders are missing');
  expect(await pageOf(org, '/respond')).toMatch(/At risk a minute.*(≈ €\d\d|€\d\d – €\d\d)/);
  const { needs } = await respond.takeGlance(house.scope(org, 'owner'), (key, values) => `${key} ${values?.amount ?? ''}`, 'en');
  expect(needs[0]?.text).toMatch(/^respond\.need\.answer {2}· respond\.risk\.short respond\.risk\.(about|.*€)/);
});

/** Stands for the loop that looks: writes what it saw of a check. */
const tell = defineVerb({
  name: 'test.tell',
  permission: 'machine',
  effect: 'writes',
  input: z.custom<z.input<typeof stateChanged.payload>>(),
  run: async (ctx, event) => {
    await ctx.record(stateChanged, event);
    return {};
  },
});

test('a check that fails: up to how much at once, how much it was when it is up again', async () => {
  const { org, shop } = await openShop('down@team.example');
  await placeUntil(org, shop, NOW - MINUTE);
  const check = makeId('chk', NOW, house.random.bytes(16));
  await tell(house.scope(org), { check, shop, name: 'page', from: 'up', to: 'down', reason: 'answered 503' });
  await expect.poll(() => house.mailer.caught({ to: 'down@team.example' })).toHaveLength(1);
  expect((await house.mailer.caught({ to: 'down@team.example' }))[0]?.subject).toBe(
    'Practice Shop: page: answered 503 · up to €17/min at risk',
  );
  const [incident] = await house.state.inOrg(org, (db) => respond.listIncidents(db, org));
  const path = `/respond/incidents/${incident?.id}`;
  expect(await pageOf(org, path)).toMatch(/Up to €17 a minute; too few orders are due yet to tell\. .*Too early to tell/);
  house.advance(2 * HOUR);
  await tell(house.scope(org), { check, shop, name: 'page', from: 'down', to: 'up', reason: 'answered 200' });
  const isOver = async () => (await house.state.inOrg(org, (db) => respond.listIncidents(db, org)))[0]?.recovered_at ?? null;
  await expect.poll(isOver).not.toBeNull();
  house.advance(5 * HOUR);
  expect(await pageOf(org, path)).toMatch(
    /€[\d,]+ – €[\d,]+ not taken in from 26 Nov 2026, 12:00 to 26 Nov 2026, 14:00\. No order in that time; usual: 20\./,
  );
  house.setNow(new Date(NOW));
});

test('a leak while orders run as usual costs nothing that can be seen, and the page that wakes does not speak of money', async () => {
  const { org, shop } = await openShop('usual@team.example');
  await placeUntil(org, shop, NOW + 3 * HOUR);
  const { incident } = await open(org, shop);
  house.advance(2 * HOUR);
  await expect.poll(() => house.mailer.caught({ to: 'usual@team.example' })).toHaveLength(1);
  expect((await house.mailer.caught({ to: 'usual@team.example' }))[0]?.text).not.toContain('at risk');
  expect(await pageOf(org, `/respond/incidents/${incident}`)).toMatch(
    /Nothing seen: orders come as usual\. 20 orders in that time; usual: 20/,
  );
  house.setNow(new Date(NOW));
});

test('a shop that tells no orders, or for few days, is said not to be known, and why', async () => {
  const { org, shop } = await openShop('young@team.example');
  const { incident } = await open(org, shop);
  expect(await pageOf(org, `/respond/incidents/${incident}`)).toContain('Not known: no system tells of this shop’s orders.');
});

test('figures that do not come delay no page by more than a second, and the incident says that they did not', async () => {
  const { org, shop } = await openShop('hangs@team.example');
  await placeUntil(org, shop, NOW - DAY);
  hangs = true;
  const began = performance.now();
  const { incident } = await open(org, shop);
  await expect.poll(() => house.mailer.caught({ to: 'hangs@team.example' }), { interval: 20, timeout: 5_000 }).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect((await house.mailer.caught({ to: 'hangs@team.example' }))[0]?.text).not.toContain('at risk');
  expect(await pageOf(org, `/respond/incidents/${incident}`)).toContain('it could not be read just now');
  hangs = false;
});
