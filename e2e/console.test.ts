import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enumerateOrders } from '#practice-shop/attacks/enumerate-orders.ts';
import { sendVisitors } from '#practice-shop/visitors.ts';
import { followLedger } from '../src/cli/drill/follow-ledger.ts';
import { caseOpened } from '../src/steps/decide/events.ts';
import { listCases } from '../src/steps/decide/index.ts';
import { runFinished } from '../src/steps/inspect/events.ts';
import { crawl, judgePage, type Seen } from './crawl.ts';
import { openStage, type Stage } from './open-stage.ts';
import { seedChecks } from './seed-checks.ts';
import { seedPapers } from './seed-papers.ts';
import { seedServices } from './seed-services.ts';
import { seedStatus } from './seed-status.ts';

const LARGEST_HTML = 100_000;
const LARGEST_SCRIPTS = 60_000;
const FIRST_PAINT_MS = 1_000;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage(400);
  const away = new AbortController();
  const visitors = sendVisitors(stage.practice, { perSecond: 10, signal: away.signal });
  const ledger = await followLedger(stage.running.house, stage.rehearsal.org);
  await enumerateOrders(stage.practice, { count: 60, perSecond: 30 });
  await ledger.first(caseOpened, 30_000);
  await ledger.first(runFinished, 60_000);
  away.abort();
  await visitors;
  await ledger.stop();
  await seedServices(stage);
}, 150_000);
afterAll(async () => stage?.[Symbol.asyncDispose](), 60_000);

const faults = (pages: readonly Seen[]) =>
  pages
    .map(({ path, status, violations, overflows, problems, bytes }) => ({
      path,
      faults: [
        ...(status === 200 ? [] : [`status ${status}`]),
        ...violations,
        ...problems,
        ...(overflows ? ['wider than the window'] : []),
        ...(bytes > LARGEST_HTML ? [`${bytes} bytes of HTML`] : []),
      ],
    }))
    .filter((page) => page.faults.length > 0);

test('every page of the console that links lead to is sound, light and on a wide screen', async () => {
  const pages = await stage.withPage({ width: 1_280 }, (page) => crawl(page, stage.running.url, ['/'], 60));
  expect(faults(pages)).toEqual([]);
  expect(pages.length).toBeGreaterThan(20);
  const paints = pages.flatMap((page) => page.firstPaintMs ?? []).sort((a, b) => a - b);
  expect(paints[Math.floor(paints.length / 2)]).toBeLessThan(FIRST_PAINT_MS);
}, 150_000);

test('the rooms are sound in the dark on a phone', async () => {
  const rooms = [
    '/',
    '/watch',
    '/watch/orders',
    '/watch/systems',
    `/watch/systems/one?shop=${stage.rehearsal.shop}&name=checkout`,
    `/watch/systems/one?shop=${stage.rehearsal.shop}&name=orders&outside=yes`,
    '/watch/shops',
    `/watch/shops/${stage.rehearsal.shop}`,
    `/watch/report/${stage.rehearsal.shop}`,
    '/watch/wall',
    '/watch/walls',
    `/watch/systems/machine?shop=${stage.rehearsal.shop}&name=catalogue-1`,
    '/watch/status',
    '/inspect',
    '/detect',
    '/detect/rules',
    '/detect/hunt',
    '/detect/honeys',
    '/detect/affected',
    '/unmask',
    '/respond',
    '/decide',
    '/tell',
    '/teach',
    '/settings/shops',
  ];
  const pages = await stage.withPage({ width: 390, dark: true }, (page) => crawl(page, stage.running.url, rooms, rooms.length));
  expect(faults(pages)).toEqual([]);
}, 90_000);

test('checks of every newer kind, the run of a journey and the forms that make them are sound, wide and on a phone in the dark', async () => {
  const paths = await seedChecks(stage);
  for (const look of [{ width: 1_280 }, { width: 390, dark: true }]) {
    const pages = await stage.withPage(look, async (page) => {
      const seen: Seen[] = [];
      for (const path of paths) seen.push(await judgePage(page, stage.running.url, path));
      return seen;
    });
    expect(faults(pages)).toEqual([]);
  }
}, 120_000);

test('a refused form leads back to what was typed', async () => {
  const [row] = await stage.running.house.state.inOrg(stage.rehearsal.org, (db) => listCases(db));
  await stage.withPage({}, async (page) => {
    await page.goto(`${stage.running.url}/decide/cases/${row?.id}`);
    const form = page.locator('form[action$="/decision"]');
    const stated = await form.locator('[name=authority]:checked').count();
    await form.locator(`[name=authority][value=${stated === 0 ? 'yes' : 'no'}]`).check();
    await form.locator('textarea[name=reason]').fill('too short');
    await form.locator('button').click();
    expect(await page.textContent('main')).toContain('DECISION_NEEDS_REASON');
    await page.click('[data-back]');
    await expect.poll(() => form.locator('textarea[name=reason]').inputValue()).toBe('too short');
  });
}, 60_000);

test('register and papers of a decided case are sound in every language, wide and on a phone in the dark; what is printed fits the phone, too', async () => {
  const { pages, papers } = await seedPapers(stage);
  const languages = ['', '?lang=pl', '?lang=de', '?lang=ja'];
  for (const look of [{ width: 1_280 }, { width: 390, dark: true }]) {
    const seen = await stage.withPage(look, async (page) => {
      const judged: Seen[] = [];
      for (const path of pages) for (const query of languages) judged.push(await judgePage(page, stage.running.url, path + query));
      return judged;
    });
    expect(faults(seen)).toEqual([]);
  }
  await stage.withPage({ width: 390 }, async (page) => {
    for (const path of papers) {
      expect((await page.goto(stage.running.url + path))?.status(), path).toBe(200);
      expect(await page.locator('body').evaluate((body) => body.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
}, 180_000);

test('the status page is sound for a stranger without scripts, in every language, and so is every page that its form and mails lead to', async () => {
  const path = await seedStatus(stage);
  for (const look of [{ width: 1_280 }, { width: 390, dark: true }]) {
    const pages = await stage.withPage({ ...look, stranger: true }, async (page) => {
      const seen: Seen[] = [];
      for (const query of [
        '',
        '?lang=pl',
        '?lang=de',
        '?lang=ja',
        '/confirm/org_00000000000000000000000000.x',
        '/leave/org_00000000000000000000000000.x',
      ])
        seen.push(await judgePage(page, stage.running.url, path + query));
      return seen;
    });
    expect(faults(pages)).toEqual([]);
  }
  const said = await stage.withPage({ stranger: true, width: 390 }, async (page) => {
    await page.goto(stage.running.url + path);
    await page.fill('[name=address]', 'reader@customers.example');
    await page.click('form button');
    return page.textContent('h1');
  });
  expect(said).toBe('Look into your mailbox');
  const { house } = stage.running;
  const asked = () => house.mailer.caught({ to: 'reader@customers.example' });
  await expect.poll(async () => (await asked()).length, { timeout: 10_000 }).toBe(1);
  const [mail] = await asked();
  const confirmed = await stage.withPage({ stranger: true, width: 390 }, async (page) => {
    await page.goto(/http\S+\/confirm\/\S+/.exec(mail?.text ?? '')?.[0] ?? '');
    await page.click('form button');
    return page.textContent('h1');
  });
  expect(confirmed).toBe('From now on we write to you');
  const out = /<(http\S+)>/.exec(mail?.headers['list-unsubscribe'] ?? '')?.[1] ?? '';
  const pressed = { method: 'POST', headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' } };
  expect((await fetch(out, { ...pressed, body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })).status).toBe(200);
  const elsewhere = { ...pressed, body: new URLSearchParams({ address: 'b@customers.example' }) };
  expect((await fetch(`${stage.running.url}${path}/subscribe`, elsewhere)).status).toBe(403);
  const consoles = await stage.withPage({ width: 1_280 }, async (page) => [await judgePage(page, stage.running.url, '/watch/status')]);
  expect(faults(consoles)).toEqual([]);
}, 90_000);

test('a stranger gets the door and nothing else, and all scripts together are small', async () => {
  await stage.withPage({ stranger: true }, async (page) => {
    await page.goto(`${stage.running.url}/decide`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });
  const scripts = await stage.withPage({}, async (page) => {
    const bodies: Buffer[] = [];
    page.on('response', async (response) => {
      if (response.request().resourceType() === 'script') bodies.push(await response.body());
    });
    await page.goto(`${stage.running.url}/account`, { waitUntil: 'load' });
    await page.waitForTimeout(300);
    return bodies;
  });
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.reduce((sum, body) => sum + gzipSync(body).length, 0)).toBeLessThan(LARGEST_SCRIPTS);
});
