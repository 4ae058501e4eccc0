import { addCheck } from '../src/steps/watch/index.ts';
import { openStage } from './open-stage.ts';

await using stage = await openStage(300);
const scope = { house: stage.running.house, org: stage.rehearsal.org, actor: { kind: 'system', id: 'pictures', role: 'system' } } as const;
const { check: good } = await addCheck(scope, {
  shop: stage.rehearsal.shop,
  name: 'From a product to the payment',
  target: { kind: 'journey', url: stage.practice.url },
  everyMs: 60_000,
});
const { check: bad } = await addCheck(scope, {
  shop: stage.rehearsal.shop,
  name: 'Signing in',
  everyMs: 60_000,
  target: {
    kind: 'journey',
    url: stage.practice.url,
    file: `import { expect, test } from '@playwright/test';
test('sign in', async ({ page }) => {
  await page.goto('/account/sign-in');
  await test.step('credentials', async () => {
    await page.getByLabel('Mail address').fill('someone@example.org');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account', { timeout: 2000 });
});`,
  },
});
await stage.running.house.clock.sleep(50_000);
await stage.withPage({}, async (page) => {
  for (const [name, id] of [
    ['good', good],
    ['bad', bad],
  ] as const) {
    await page.goto(`${stage.running.url}/watch/checks/${id}`);
    await page.screenshot({ path: `/tmp/j-${name}-check.png`, fullPage: true });
    const link = await page.locator('a[href*="/watch/journeys/"]').first().getAttribute('href');
    await page.goto(`${stage.running.url}${link}`);
    await page.screenshot({ path: `/tmp/j-${name}.png`, fullPage: true });
  }
  await page.goto(`${stage.running.url}/watch/new?kind=journey`);
  await page.screenshot({ path: `/tmp/j-form.png`, fullPage: true });
});
await stage.withPage({ width: 390, dark: true }, async (page) => {
  await page.goto(`${stage.running.url}/watch/checks/${bad}`);
  const link = await page.locator('a[href*="/watch/journeys/"]').first().getAttribute('href');
  await page.goto(`${stage.running.url}${link}`);
  await page.screenshot({ path: `/tmp/j-phone.png`, fullPage: true });
});
