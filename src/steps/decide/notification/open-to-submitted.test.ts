import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenHttp } from '#app/listen-http.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { routes } from '../routes.tsx';
import { counting, type Hand } from '../testing/counting-hand.ts';
import { type CaseStage, openCaseStage } from '../testing/open-case-stage.ts';
import { saveOrganisationProfile } from '../verbs/save-organisation-profile.ts';
import { profileShape } from './profile.ts';

let stage: CaseStage;
beforeAll(async () => {
  stage = await openCaseStage({ browser: openBrowser({ cacheFolder: join(tmpdir(), 'shopbell-test-browser') }) });
});
afterAll(async () => {
  await stage.house.browser.close();
  await stage[Symbol.asyncDispose]();
});

/** What the person of the script knows; the rest is said to be not known. */
const knows: Readonly<Record<string, string>> = { role: 'controller', misuseSeen: 'no', recipientsTrusted: 'no', corrected: 'no' };

/** Answers what the case asks, until it asks nothing more. Returns the questions in their order. */
async function answerAll(page: Page, hand: Hand): Promise<string[]> {
  const asked: string[] = [];
  for (let nth = 0; nth < 30; nth++) {
    const fact = page.locator('main form input[name=fact]').first();
    if ((await fact.count()) === 0) return asked;
    const name = await fact.inputValue();
    asked.push(name);
    const answer = knows[name];
    if (answer === undefined) await hand.click('button[name=unknown]');
    else {
      await hand.tick('value', answer);
      await hand.click('main form button.main');
    }
    await page.waitForLoadState();
  }
  throw new Error(`it never stops asking: ${asked.join(', ')}`);
}

test('in Chromium: from the open case to a submitted, complete phase-one notification; what a person does is counted', async () => {
  const { house, leak, record } = stage;
  const org = house.newOrg();
  house.setNow(new Date('2026-11-20T15:20:00Z'));
  const scope = house.scope(org, 'privacy', 'per_officer');
  await saveOrganisationProfile(scope, {
    profile: profileShape.parse({
      name: 'Practice Shops',
      contact: 'Practice Lane 1, 00-001 Warsaw',
      sector: 'private',
      establishedIn: ['PL'],
      size: 'small',
      services: ['own-shop'],
      reporterName: 'Fictitious Reporter',
      reporterContact: 'reporter@practice-shop.test',
      reporterFunction: 'legal-representative',
      dpoDesignated: 'yes',
      dpoName: 'Fictitious Officer',
      dpoContact: 'privacy@practice-shop.test',
      systems: 'The shop and its database, in Warsaw',
      measures: ['encryption', 'backup-plan'],
      measuresDescription: 'Disks are encrypted, backups every night.',
    }),
  });
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'b'), record(org, 3, null)]);
  house.advance(3_600_000);
  const app = serveRooms(productFiles, () => scope, { '/decide': routes() });
  const server = await listenHttp({ host: '127.0.0.1', port: 0, portIsFixed: false, fetch: app.fetch });
  const path = `/decide/cases/${row.id}`;
  try {
    const { done, asked } = await house.browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      const hand = counting(page);
      await page.goto(`http://127.0.0.1:${server.port}${path}`);
      await hand.click('main .now a.main');
      await page.waitForLoadState();
      const asked = await answerAll(page, hand);
      if (page.url().endsWith('/questions')) await hand.click('main .now-action a.main');
      await page.waitForSelector('#decide');
      for (const duty of ['register', 'authority', 'people'])
        if ((await page.locator(`#decide [name=${duty}]:checked`).count()) === 0) await hand.tick(duty, 'yes');
      await hand.fill('reason', 'Orders were read by a stranger.', '#decide');
      await hand.click('#decide button.main');
      await hand.click(`a[href="${path}/notification"]`);
      await page.waitForSelector('#missing');
      await hand.pick('a.parties-involved', 'no');
      await hand.fill('a.measures-taken', 'The hole was closed and the address blocked.');
      await hand.tick('a.measures-prevent', 'access-control');
      await hand.fill('a.measures-prevent-description', 'Orders are read only by their own customer now.');
      await hand.click('#missing button.main');
      await page.waitForSelector('text=Nothing is missing.');
      await hand.pick('channel', 'web-form');
      await hand.fill('at', '2026-11-20T16:20');
      await hand.fill('reference', 'UODO-2026-1');
      await hand.click('#submit button');
      await page.waitForSelector('#submissions');
      return { done: hand.done, asked };
    });
    // The figures of docs/notification.md.
    expect({ ...done, asked }).toEqual({ clicks: 6, fields: 7, asked: [] });
  } finally {
    await server.close(500);
  }
}, 120_000);
