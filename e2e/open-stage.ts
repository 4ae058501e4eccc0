import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Cookie, Page } from 'playwright-core';
import { openPracticeShop, type PracticeShop } from '#practice-shop/open-practice-shop.ts';
import { readConfig } from '../src/app/config.ts';
import { type RunningShopbell, startShopbell } from '../src/app/start-shopbell.ts';
import { type Rehearsal, rehearsalOf } from '../src/cli/drill/set-up-shop.ts';
import { totpCode } from '../src/engines/identity/totp-code.ts';
import { changeShop, listOrganisations, listShops } from '../src/registry/index.ts';

export interface Stage extends AsyncDisposable {
  readonly running: RunningShopbell;
  readonly practice: PracticeShop;
  readonly rehearsal: Rehearsal;
  /** Opens a page as the signed-in owner, or as a stranger, in a real Chromium. */
  withPage<T>(
    options: { readonly width?: number; readonly dark?: boolean; readonly stranger?: boolean },
    work: (page: Page) => Promise<T>,
  ): Promise<T>;
}

const PASSWORD = 'stage lantern violin harbour';

/** Shopbell on a temporary folder, the practice shop beside it, and an owner who set everything up in the browser, as people do. */
export async function openStage(customers = 800): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-stage-'));
  const running = await startShopbell(
    readConfig({ SHOPBELL_DATA: join(folder, 'data'), SHOPBELL_PORT: '0', SHOPBELL_LOG: 'error' }, folder),
  );
  const practice = await openPracticeShop({ folder: join(folder, 'shop'), seed: 'stage', customers, orders: customers * 4 });
  const dispose = async (): Promise<void> => {
    await practice.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const cookies = await running.house.browser.withContext({ allowPrivate: true }, (context) =>
      setUpInBrowser(context, running, practice),
    );
    const rehearsal = await findRehearsal(running, practice);
    return { running, practice, rehearsal, withPage: pageOpener(running, cookies), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function pageOpener(running: RunningShopbell, cookies: Cookie[]): Stage['withPage'] {
  return (options, work) =>
    running.house.browser.withContext(
      { allowPrivate: true, width: options.width ?? 1_280, dark: options.dark ?? false, locale: 'en-GB' },
      async (context) => {
        if (!options.stranger) await context.addCookies(cookies);
        return work(await context.newPage());
      },
    );
}

/** Walks the setup page: organisation, owner, shop, log; then the authenticator app. Returns the signed-in owner's cookies. */
async function setUpInBrowser(context: BrowserContext, running: RunningShopbell, practice: PracticeShop): Promise<Cookie[]> {
  const page = await context.newPage();
  await page.goto(running.setupLink ?? '');
  const fields = {
    organisation: 'Practice Shops',
    ownerName: 'Fictitious Owner',
    email: 'owner@practice-shop.test',
    password: PASSWORD,
    shopName: 'Practice Shop North',
    url: practice.url,
    contactName: 'Practice Shop North',
    contactEmail: 'care@practice-shop.test',
    privacyName: 'Data-protection officer',
    privacyAddress: 'privacy@practice-shop.test',
    logPath: practice.logPath,
  };
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
  await page.check('[name=allowPrivate]');
  await page.selectOption('[name=timeZone]', 'Europe/Warsaw');
  await page.selectOption('[name=country]', 'PL');
  await page.click('form:has([name=organisation]) button[type=submit]');
  const html = await page.content();
  const secret = /\b([A-Z2-7]{4}(?: [A-Z2-7]{4}){7,})\b/.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
  await page.fill('[name=code]', totpCode(`otpauth://totp/x?secret=${secret}`, new Date()));
  await page.click('form:has([name=code]) button[type=submit]');
  await page.waitForURL(`${running.url}/`);
  return context.cookies();
}

async function findRehearsal(running: RunningShopbell, practice: PracticeShop): Promise<Rehearsal> {
  const { house } = running;
  const [organisation] = await listOrganisations(house.state);
  if (!organisation) throw new Error('The setup made no organisation.');
  const [shop] = await house.state.inOrg(organisation.id, (db) => listShops(db));
  if (!shop) throw new Error('The setup made no shop.');
  const rehearsal = rehearsalOf(house, organisation.id, shop.id);
  const owner = rehearsal.as('owner', 'stage-owner');
  await changeShop(owner, {
    shop: shop.id,
    change: { platform: 'practice', directoryUrl: practice.directory.url, directoryKey: practice.directory.key },
  });
  return rehearsal;
}
