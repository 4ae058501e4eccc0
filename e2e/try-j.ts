import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { openPracticeShop } from '#practice-shop/open-practice-shop.ts';
const folder = mkdtempSync('/tmp/jr-');
const browser = openBrowser({ cacheFolder: '/tmp/jr-browser' });
const journeys = openJourneys(browser);
const shop = await openPracticeShop({ folder, seed: 1 } as never);
const base = (shop as any).url ?? (shop as any).links?.shop;
console.log(base);
const source = readFileSync('data/journeys/checkout.spec.ts', 'utf8');
for (let n = 0; n < 2; n++) {
const run = await journeys.run({ source, name: 'checkout', baseUrl: base, allowPrivate: true, secrets: {}, mayOrder: false, maxMs: 60000 });
console.log(run.outcome, run.reason, run.ms);
for (const s of run.steps) console.log(s.at, s.ms, s.title, s.error);
console.log(run.requests.length, run.complaints, run.shots.map((s) => s.title + ' ' + s.jpeg.length), run.trace?.length);
run.shots.forEach((s, i) => writeFileSync(`/tmp/jr-${i}.jpg`, s.jpeg));
}
const bad = `import { test, expect } from '@playwright/test';
test('sign in', async ({ page, context }) => {
  await page.goto('/account/sign-in');
  await test.step('credentials', async () => {
    await page.getByLabel('Mail address').fill('a@example.org');
    await page.getByLabel('Password').fill(process.env.PASSWORD ?? '');
  });
  await expect(page).toHaveURL(/sign-in/);
  const r = await page.request.get('/health');
  expect(r.ok()).toBeTruthy();
  expect(await r.json()).toEqual({ status: expect.any(String) });
  expect(await page.getByRole('link').count()).toBeGreaterThan(2);
  expect(await page.evaluate((a) => document.title + a, 'x')).toMatch(/x$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome back', { timeout: 1500 });
});
`;
const run = await journeys.run({ source: bad, name: 'bad', baseUrl: base, allowPrivate: true, secrets: { PASSWORD: 'hunter-two-9' }, mayOrder: false, maxMs: 60000 });
console.log(run.outcome, run.reason, run.ms, run.trace?.length);
for (const s of run.steps) console.log(s.line, s.at, s.ms, s.within, s.title, s.error);
if (run.trace) writeFileSync('/tmp/jr-trace.zip', run.trace);
const paid = await journeys.run({ source: source.replace('await shop.stopBeforePaying(page);', "const order = await shop.pay(page, { card: { number: '4242 4242 4242 4242', expiry: '12/34', code: '123' } });"), name: 'pay', baseUrl: base, allowPrivate: true, secrets: {}, mayOrder: true, maxMs: 60000 });
console.log(paid.outcome, paid.reason, paid.told);
for (const src of ["import { test } from '@playwright/test'; test('f', async ({page}) => { await page.goto('file:///etc/passwd'); });", "import { test } from '@playwright/test'; test('f', async ({page}) => { await page.goto('http://127.0.0.1:22/'); });"]) {
const r = await journeys.run({ source: src, name: 'x', baseUrl: 'https://shop.example', allowPrivate: false, secrets: {}, mayOrder: false, maxMs: 60000 });
console.log(r.outcome, r.reason);
}
await browser.close();
await (shop as any)[Symbol.asyncDispose]();
