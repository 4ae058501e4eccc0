import { addCheck } from '../src/steps/watch/verbs/add-check.ts';
import { addOrderApi } from '../src/steps/watch/verbs/add-order-api.ts';
import type { Stage } from './open-stage.ts';

const FAILING = `import { test, expect } from '@playwright/test';
test('basket', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('nothing like this')).toBeVisible({ timeout: 1_000 });
});`;

/** Checks of the kinds that show more than others, and a system that cannot be asked. Returns the paths of their pages, forms and a run. */
export async function seedChecks({ running, practice, rehearsal: { shop, as }, withPage }: Stage): Promise<string[]> {
  const owner = as('owner', 'stage-owner');
  const add = async (name: string, target: Parameters<typeof addCheck>[1]['target'], everySeconds: number) => {
    const { check } = await addCheck(owner, { shop, name, target, everyMs: everySeconds * 1_000, failures: 1 });
    return `/watch/checks/${check}`;
  };
  const journey = await add('A way through the shop', { kind: 'journey', url: practice.url, file: FAILING }, 60);
  const mail = { way: 'smtp', smtpHost: '127.0.0.1', smtpPort: 9, from: 'a@practice-shop.test', to: 'b@practice-shop.test' } as const;
  const paths = [
    journey,
    await add('Order mails leave', { kind: 'mail', ...mail }, 300),
    await add('Figures of a machine', { kind: 'prometheus', url: `${practice.url}/metrics`, conditions: ['up is 1'] }, 60),
    ...['journey', 'mail', 'prometheus'].map((kind) => `/watch/new?kind=${kind}&shop=${shop}`),
  ];
  await addOrderApi(owner, { shop, api: 'stripe', name: 'The provider', secrets: { key: 'sk_test_stage' } });
  const run = await withPage({}, async (page) => {
    const link = page.locator('a[href^="/watch/journeys/run_"]').first();
    for (let tries = 0; tries < 30; tries += 1) {
      await page.goto(running.url + journey);
      if ((await link.count()) > 0) return link.getAttribute('href');
      await page.waitForTimeout(1_000);
    }
    return null;
  });
  return [...paths, '/watch/orders', ...(run === null ? ['/watch/journeys/no-run-was-kept'] : [run])];
}
