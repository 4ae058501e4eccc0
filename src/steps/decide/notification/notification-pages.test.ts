import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenHttp } from '#app/listen-http.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { makeDecision } from '../index.ts';
import { routes } from '../routes.tsx';
import { counting, type Hand } from '../testing/counting-hand.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { notificationShape } from './notification-shape.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOPBELL_TEST_SHOTS;
const audit = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  .then((result) => result.violations.map((one) => one.id + ': ' + one.nodes[0].html))`;

let stage: CaseStage;
beforeAll(async () => {
  stage = await openCaseStage({ browser: openBrowser({ cacheFolder: join(tmpdir(), 'shopbell-test-browser') }) });
});
afterAll(async () => {
  await stage.house.browser.close();
  await stage[Symbol.asyncDispose]();
});

/** A decided case behind a real server, for somebody who decides. */
async function serve() {
  const { house, leak, record, latest } = stage;
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'b'), record(org, 3, null)]);
  const scope = house.scope(org, 'privacy', 'per_officer');
  const { version } = await latest(org, row.id);
  const yes = { register: 'yes', authority: 'yes', people: 'yes' } as const;
  await makeDecision(scope, { case: row.id, version, ...yes, reason: 'Orders were read by a stranger.' });
  house.advance(3_600_000);
  const app = serveRooms(productFiles, () => scope, { '/decide': routes() });
  const server = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch: app.fetch });
  return { app, server, base: `http://127.0.0.1:${server.port}`, path: `/decide/cases/${row.id}` };
}

async function look(page: Page, name: string): Promise<void> {
  if (shots) process.stderr.write(`${name}: ${(await page.content()).length} characters\n`);
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  await page.evaluate(axe);
  expect(await page.evaluate(audit), name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth'), `${name} is too wide`).toBe(false);
}

async function fillProfile(hand: Hand): Promise<void> {
  const lines = {
    name: 'Practice Shops',
    contact: 'Practice Lane 1, 00-001 Warsaw',
    reporterName: 'Fictitious Reporter',
    reporterContact: 'reporter@practice-shop.test',
    dpoName: 'Fictitious Officer',
    dpoContact: 'privacy@practice-shop.test',
    systems: 'The shop and its database, in Warsaw',
    measuresDescription: 'Disks are encrypted, backups every night.',
    establishedIn: 'pl',
  };
  for (const [name, value] of Object.entries(lines)) await hand.fill(name, value);
  await hand.pick('sector', 'private');
  await hand.pick('reporterFunction', 'legal-representative');
  await hand.pick('dpoDesignated', 'yes');
  await hand.tick('measures', 'encryption');
  await hand.tick('measures', 'backup-plan');
  await hand.click('main button.main');
}

test('in Chromium: profile once, then a decided case becomes a complete phase-one notification in a few fields', async () => {
  const { server, base, path } = await serve();
  try {
    const answered = await stage.house.browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      const once = counting(page);
      await page.goto(`${base}/decide/profile`);
      await look(page, 'profile');
      await fillProfile(once);
      await page.goto(base + path);
      const hand = counting(page);
      await hand.click(`a[href="${path}/notification"]`);
      await page.waitForSelector('#missing');
      await look(page, 'notification-before');
      const missing = await page.locator('#missing [name^="f."]').evaluateAll((all) => all.map((one) => one.getAttribute('name')));
      await hand.pick('a.parties-involved', 'no');
      await hand.fill('a.measures-taken', 'The hole was closed and the address blocked.');
      await hand.tick('a.measures-prevent', 'access-control');
      await hand.fill('a.measures-prevent-description', 'Orders are read only by their own customer now.');
      expect(missing).toEqual(['f.parties-involved', 'f.measures-taken', 'f.measures-prevent', 'f.measures-prevent-description']);
      await hand.click('#missing button.main');
      await page.waitForSelector('text=Nothing is missing.');
      await look(page, 'notification-ready');
      await hand.pick('channel', 'web-form');
      await hand.fill('at', '2026-11-20T16:20');
      await hand.fill('reference', 'UODO-2026-1');
      await hand.click('#submit button');
      await page.waitForSelector('#submissions');
      await look(page, 'notification-submitted');
      await page.goto(`${base}${path}/submissions/1`);
      await look(page, 'submission');
      await page.goto(`${base}${path}/notification?edit=nature`);
      await look(page, 'notification-edit');
      return { once: once.done, hand: hand.done };
    });
    // The figures of docs/notification.md.
    expect(answered).toEqual({ once: { clicks: 3, fields: 12 }, hand: { clicks: 4, fields: 6 } });
  } finally {
    await server.close(500);
  }
}, 90_000);

test('on a phone, dark: nothing is too wide and axe finds nothing', async () => {
  const { server, base, path } = await serve();
  try {
    await stage.house.browser.withContext({ allowPrivate: true, width: 390, dark: true }, async (context) => {
      const page = await context.newPage();
      for (const [name, to] of Object.entries({
        notification: `${path}/notification`,
        edit: `${path}/notification?edit=people`,
        profile: '/decide/profile',
        paper: `${path}/notification/print`,
      })) {
        await page.goto(base + to);
        await look(page, `phone-${name}`);
      }
    });
  } finally {
    await server.close(500);
  }
}, 90_000);

test('the PDF is tagged, in the authority’s language, named by case, phase and time; hostile words load nothing', async () => {
  const { app, server, path } = await serve();
  try {
    const hostile = '<img src="http://192.0.2.1/x"><script>alert(1)</script>';
    const fields = new URLSearchParams({ 'f.systems': '1', 'a.systems': hostile });
    expect((await app.request(`${path}/notification/fields`, { method: 'POST', body: fields })).status).toBe(303);
    const html = await (await app.request(`${path}/notification/print`)).text();
    expect(html).toContain('&lt;img src=');
    expect(html).not.toContain('<img');
    const pdf = await app.request(`${path}/notification.pdf`);
    expect(pdf.headers.get('content-disposition')).toMatch(/filename="notification-2026-001-first-incomplete-draft-20261120T1620Z.pdf"/);
    const bytes = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
    expect(bytes.slice(0, 5)).toBe('%PDF-');
    for (const mark of ['/StructTreeRoot', '/MarkInfo', '/Lang']) expect(bytes).toContain(mark);
    const file = notificationShape.parse(await (await app.request(`${path}/notification.json`)).json());
    expect(file.fields.find((field) => field.key === 'systems')?.words).toBe(hostile);
  } finally {
    await server.close(500);
  }
});
