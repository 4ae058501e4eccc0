import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productFiles } from '#engines/files/product-files.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import type { OrgId, ShopId } from '#kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import * as respond from '#steps/respond/index.ts';
import { addCheck, noteStates, removeWallLink, startFollowingOrders } from '#steps/watch/index.ts';
import { wallLinkRoutes } from '#steps/watch/public-routes.tsx';
import { routes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makePorts } from './make-ports.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    mailer: await openMailer({ folder: join(folder, 'mail') }),
    ports: makePorts(() => house),
  }));
  house.setNow(new Date(NOW));
});
afterAll(() => house[Symbol.asyncDispose]());

const openShop = async (org: OrgId, name: string): Promise<ShopId> => {
  const { shop } = await registerShop(house.scope(org), {
    ...{ name, url: `https://${name.toLowerCase()}.shop.example`, platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  return shop;
};
const pageOf = async (org: OrgId, path: string) => {
  const answer = await serveRooms(productFiles, () => house.scope(org, 'owner'), { '/watch': routes() }).request(path);
  return { status: answer.status, html: await answer.text() };
};
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

/** Ten orders an hour for thirty days until an instant, each paid. */
async function sellUntil(org: OrgId, shop: ShopId, until: number): Promise<void> {
  const rows = Array.from({ length: 30 * 240 }, (_none, nth) => {
    const at = new Date(until - nth * 6 * MINUTE);
    const common = { shop_id: shop, source_id: 'src_x', at, received_at: at, order_ref: house.secrets.sealRef(org, 'order', String(nth)) };
    const money = { amount: 10_000, currency: 'EUR' };
    return [
      { ...common, ...money, told_by: 'shop', step: 'placed' },
      { ...common, ...money, told_by: 'payment', step: 'paid' },
    ];
  });
  await house.telemetry.insert(org, 'order_steps', rows.flat());
}

/** Visitors of the last hour and of the same hour of four weeks; of the last hour so many reach the checkout. */
async function visit(org: OrgId, shop: ShopId, checkouts: number): Promise<void> {
  const row = (week: number, nth: number, path: string, agent = 'Mozilla/5.0') => ({
    ...{ shop_id: shop, source_id: 'src_log', at: new Date(NOW - week * 7 * DAY - (1 + (nth % 50)) * MINUTE), received_at: new Date(NOW) },
    ...{ address: `192.0.2.${nth % 250}`, session: `s${week}-${nth}`, agent, method: 'GET', host: 'shop.example', path, status: 200 },
    ...{ route_kind: 'page' },
  });
  const rows = [0, 1, 2, 3, 4].flatMap((week) =>
    Array.from({ length: 200 }, (_none, nth) => [
      row(week, nth, '/'),
      ...(nth % 2 === 0 ? [row(week, nth, '/product/teapot')] : []),
      ...(nth < (week === 0 ? checkouts : 30) ? [row(week, nth, '/cart'), row(week, nth, '/checkout')] : []),
      row(week, 1_000 + nth, '/', 'SomeBot/1.0'),
    ]).flat(),
  );
  await house.telemetry.insert(org, 'requests', rows);
}

test('all shops stand in a table, the gravest first; each has its last hour against the usual, and what nobody tells of is hatched', {
  timeout: 120_000,
}, async () => {
  const org = house.newOrg();
  const scope = house.scope(org, 'owner');
  const [fine, silent, blank] = [await openShop(org, 'Afternoon'), await openShop(org, 'Morning'), await openShop(org, 'Blank')];
  await sellUntil(org, fine, NOW - MINUTE);
  await sellUntil(org, silent, NOW - 3 * HOUR);
  await visit(org, fine, 30);
  const { check } = await addCheck(scope, { shop: fine, name: 'home', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const at = house.clock.now();
  await noteStates(house.scope(org), { notes: [{ check, to: 'up', since: at, reason: 'open', lastAt: at, lastMs: 1 }] });
  const stop = startFollowingOrders(house, { settleMs: 0 });
  const standing = async () => textOf((await pageOf(org, '/watch/shops')).html);
  await expect
    .poll(standing, { timeout: 60_000 })
    .toMatch(/Morning needs somebody nothing comes any more: Orders 0 usually 10 0 usually 10 not known not known/);
  await expect.poll(standing, { timeout: 60_000 }).toMatch(/Afternoon fine 10 usually 10 10 usually 10 not known not known – 0 0/);
  await stop();
  const table = await standing();
  expect(table).toMatch(/One shop needs somebody/);
  expect(table).toMatch(/Blank not known nothing is watched yet not known not known not known not known – 0 no check/);
  expect(table.indexOf('Morning')).toBeLessThan(table.indexOf('Blank'));
  expect(table.indexOf('Blank')).toBeLessThan(table.indexOf('Afternoon'));

  const { html } = await pageOf(org, `/watch/shops/${fine}`);
  const page = textOf(html);
  expect(page).toContain('Afternoon: everything that is watched is fine');
  expect(page).toMatch(
    /Visitors 200 usually 200 Looked at a product 100 usually 100 Went to the cart 30 usually 30 Went to the checkout 30 usually 30/,
  );
  expect(page).toMatch(/Orders 10 usually 10 Paid 10 usually 10 Sent to the ERP not known Handed to the courier not known/);
  expect(html.match(/class="funnel-unknown"/g)).toHaveLength(2);
  expect(html).toMatch(/\/detect\/hunt\?shop=shop_[^"]*filter=cs-uri-stem/);

  await respond.openIncident(scope, { shop: fine, title: 'Cards are refused', severity: 'high', touchesPeople: false });
  expect(textOf((await pageOf(org, `/watch/shops/${fine}`)).html)).toMatch(
    /Afternoon: Cards are refused.*Open incidents open Cards are refused/,
  );
  expect((await pageOf(house.newOrg(), `/watch/shops/${fine}`)).status).toBe(404);
  expect(textOf((await pageOf(org, `/watch/shops/${blank}`)).html)).not.toMatch(/ 0 usually/);
});

test('a shop whose checkout nobody reaches any more shows where the way breaks', async () => {
  const org = house.newOrg();
  const shop = await openShop(org, 'Broken');
  await visit(org, shop, 0);
  const page = textOf((await pageOf(org, `/watch/shops/${shop}`)).html);
  expect(page).toMatch(
    /Visitors 200 usually 200 .*Went to the cart nothing comes 0 usually 30 Went to the checkout nothing comes 0 usually 30 Orders not known/,
  );
});

test('a wall is shown to whoever has its link, without what people wrote, until it is taken back; a state that nobody renews is not fine', async () => {
  const org = house.newOrg();
  const scope = house.scope(org, 'owner');
  const shop = await openShop(org, 'Walled');
  const { check } = await addCheck(scope, { shop, name: 'home', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const at = house.clock.now();
  await noteStates(house.scope(org), { notes: [{ check, to: 'up', since: at, reason: 'open', lastAt: at, lastMs: 1 }] });
  const form = { method: 'POST', body: new URLSearchParams({ name: 'Kitchen' }) };
  const made = await serveRooms(productFiles, () => scope, { '/watch': routes() }).request('/watch/walls', form);
  const [, path = ''] = /(\/wall\/org_[\w.-]+)/.exec(await made.text()) ?? [];
  const wall = async (asked = path) => {
    const answer = await serveRooms(productFiles, () => house.scope(house.newOrg(), 'public'), { '/wall': wallLinkRoutes() }).request(
      asked,
    );
    return { status: answer.status, text: textOf(await answer.text()) };
  };
  expect((await wall()).text).toMatch(/The one shop is fine .*No incident is open Walled fine orders not known/);
  await respond.openIncident(scope, { shop, title: 'Jan Nowak cannot pay', severity: 'high', touchesPeople: false });
  const { text } = await wall();
  expect(text).toMatch(/One shop needs somebody .*open Walled Incident no\. 1/);
  expect(text).not.toContain('Nowak');
  expect(textOf((await pageOf(org, '/watch/wall')).html)).toContain('Jan Nowak cannot pay');
  await respond.closeIncident(scope, {
    incident: (await house.state.inOrg(org, (db) => respond.listIncidents(db, org)))[0]?.id ?? 'inc_',
    because: 'it was a rehearsal',
  });
  house.advance(2 * MINUTE);
  expect((await wall()).text).toMatch(/Of one shop nobody knows how it is .*Walled not known home is not watched/);
  house.setNow(new Date(NOW));
  expect((await wall(`${path}x`)).status).toBe(404);
  expect((await wall('/wall/org_x.y')).status).toBe(404);
  const links = await pageOf(org, '/watch/walls');
  expect(links.html).not.toContain(path);
  const [, link = ''] = /walls\/(wall_\w+)\/remove/.exec(links.html) ?? [];
  await removeWallLink(scope, { link: link as `wall_${string}` });
  expect((await wall()).status).toBe(404);
});
