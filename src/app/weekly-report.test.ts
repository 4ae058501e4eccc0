import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '#engines/testing/open-test-house.ts';
import { HOUR, MINUTE } from '#kernel/time.ts';
import { registerShop } from '#registry/index.ts';
import * as respond from '#steps/respond/index.ts';
import { addCheck, defineJobs, noteStates, setReport } from '#steps/watch/index.ts';
import { sendReports } from '#steps/watch/report/send-reports.ts';
import { routes } from '#steps/watch/routes.tsx';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makePorts } from './make-ports.ts';

/** Monday, seven in the morning in Warsaw. */
const MONDAY = Date.UTC(2026, 10, 30, 6);
let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry'), retentionDays: null }),
    mailer: await openMailer({ folder: join(folder, 'mail') }),
    browser: openBrowser({ cacheFolder: join(folder, 'browser') }),
    ports: makePorts(() => house),
  }));
});
afterAll(() => house[Symbol.asyncDispose]());

async function openWeek() {
  const org = house.newOrg();
  const scope = house.scope(org, 'owner');
  house.setNow(new Date(MONDAY - 3 * 24 * HOUR));
  const { shop } = await registerShop(house.scope(org), {
    ...{ name: 'Herbaciarnia', url: 'https://shop.example', platform: 'practice', allowPrivate: false, timeZone: 'Europe/Warsaw' },
    ...{ country: 'PL', contact: { name: 'Care', address: 'care@shop.example' } },
    privacyContact: { name: 'P', address: 'privacy@shop.example' },
  });
  const { check } = await addCheck(scope, { shop, name: 'home page', target: { kind: 'tcp', host: 'shop.example', port: 443 } });
  const at = house.clock.now();
  await noteStates(house.scope(org), { notes: [{ check, to: 'up', since: at, reason: 'open', lastAt: at, lastMs: 12 }] });
  const looks = Array.from({ length: 6 * 24 * 7 }, (_none, nth) => ({
    ...{
      shop_id: shop,
      check_id: check,
      at: new Date(MONDAY - 8 * HOUR - nth * 10 * MINUTE),
      ms: 40 + (nth % 7),
      phases: '{}',
      reason: '',
    },
    state: nth >= 100 && nth < 106 ? 'down' : 'up',
  }));
  await house.telemetry.insert(org, 'measurements', looks);
  const orders = Array.from({ length: 30 * 24 }, (_none, nth) => ({
    ...{
      shop_id: shop,
      source_id: 'src_x',
      at: new Date(MONDAY - nth * HOUR),
      received_at: new Date(MONDAY),
      told_by: 'shop',
      step: 'placed',
    },
    ...{ order_ref: house.secrets.sealRef(org, 'order', String(nth)), amount: 10_000, currency: 'PLN' },
  }));
  await house.telemetry.insert(org, 'order_steps', orders);
  await respond.openIncident(scope, { shop, title: 'Cards are refused', severity: 'high', touchesPeople: false });
  return { org, scope, shop };
}

test('on Monday at seven everybody gets the week as PDF, once, also when it was interrupted', { timeout: 180_000 }, async () => {
  const { org, scope, shop } = await openWeek();
  await expect(setReport(scope, { shop, recipients: ['no address'], language: 'en' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await setReport(scope, { shop, recipients: ['a@team.example', 'b@team.example'], language: 'en' });
  house.setNow(new Date(MONDAY - MINUTE));
  await sendReports(house);
  expect(await house.mailer.caught({})).toEqual([]);
  house.setNow(new Date(MONDAY));
  // Two processes at once, then again after a restart.
  await Promise.all([sendReports(house), sendReports(house)]);
  house.advance(HOUR);
  await sendReports(house);
  const mails = await house.mailer.caught({});
  expect(mails.map(({ to }) => to[0]).sort()).toEqual(['a@team.example', 'b@team.example']);
  const [mail] = mails;
  expect(mail?.subject).toBe('Herbaciarnia: the week from 23 Nov 2026 to 29 Nov 2026');
  expect(mail?.text).toMatch(
    /One thing needs you\n- Still going on: Cards are refused\n\n168 orders in this week; 168 in the week before\./,
  );
  const pdf = Buffer.from(mail?.attachments[0]?.content ?? new Uint8Array());
  expect(mail?.attachments[0]).toMatchObject({ name: 'report-2026-11-30.pdf', type: 'application/pdf' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(20_000);
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThanOrEqual(1);
  if (process.env.SHOPBELL_TEST_PICTURES) {
    mkdirSync(process.env.SHOPBELL_TEST_PICTURES, { recursive: true });
    writeFileSync(join(process.env.SHOPBELL_TEST_PICTURES, 'report.pdf'), pdf);
  }
  // The next Monday it comes again; a Shopbell that was off for days leaves the old one out.
  house.setNow(new Date(MONDAY + 7 * 24 * HOUR + 4 * 24 * HOUR));
  await sendReports(house);
  expect(await house.mailer.caught({})).toHaveLength(2);

  house.setNow(new Date(MONDAY + HOUR));
  const app = serveRooms(productFiles, () => scope, { '/watch': routes() });
  const html = await (await app.request(`/watch/report/${shop}`)).text();
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toMatch(/One thing needs you .*Cards are refused .*home page 99\.4\d?%/);
  expect(text).toContain('when they expire is not known');
  expect(html).toContain('a@team.example');
  const viewer = serveRooms(productFiles, () => house.scope(org, 'viewer'), { '/watch': routes() });
  expect(await (await viewer.request(`/watch/report/${shop}`)).text()).not.toContain('a@team.example');
  await setReport(scope, { shop, recipients: [], language: 'en' });
  expect(await (await app.request(`/watch/report/${shop}`)).text()).not.toContain('a@team.example');
});

test('what nobody watched is said, and a mail server that is away loses no report', { timeout: 120_000 }, async () => {
  const { org, scope, shop } = await openWeek();
  await setReport(scope, { shop, recipients: ['c@team.example'], language: 'pl' });
  await house.telemetry.remove(org, 'measurements', 'state = {state:String}', { state: 'up' });
  house.setNow(new Date(MONDAY));
  const away = await openMailer({ smtpUrl: 'smtp://127.0.0.1:1' });
  await sendReports({ ...house, mailer: away });
  await away.close();
  house.advance(11 * MINUTE);
  await sendReports(house);
  const [mail] = await house.mailer.caught({ to: 'c@team.example' });
  expect(mail?.text).toMatch(/2 rzeczy wymagają Twojej uwagi[\s\S]*Jedno sprawdzenie nie było obserwowane/);
  defineJobs(house);
});
