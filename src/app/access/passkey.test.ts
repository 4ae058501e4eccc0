import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { makeSetupLink } from '#engines/identity/setup-link.ts';
import { openTestHouse } from '#engines/testing/open-test-house.ts';
import { listenHttp } from '../listen-http.ts';
import { openTestConsole, setupFields } from './open-test-console.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOPBELL_TEST_SHOTS;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A device with a passkey store that checks its holder, as Chromium plays one. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const audit = "axe.run().then((result) => result.violations.map((one) => one.id + ': ' + one.nodes[0].html))";

async function look(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  await page.evaluate(axe);
  expect(await page.evaluate(audit), name).toEqual([]);
}

test('in Chromium: first run, a passkey instead of the app, signing in with it, the settings; axe finds nothing', async () => {
  const port = await freePort();
  await using house = await openTestHouse(() => ({
    publicUrl: `http://localhost:${port}`,
    browser: openBrowser({ cacheFolder: join(tmpdir(), 'shopbell-test-browser') }),
  }));
  const { app, identity } = openTestConsole(house);
  const server = await listenHttp({ host: '127.0.0.1', port, portIsFixed: true, fetch: app.fetch });
  try {
    await house.browser.withContext({ allowPrivate: true }, async (context) => {
      const page = await context.newPage();
      const refused: string[] = [];
      page.on('console', (message) => (message.type() === 'error' ? refused.push(message.text()) : undefined));
      await addAuthenticator(context, page);
      await page.goto(await makeSetupLink(house));
      await look(page, 'setup');
      for (const [name, value] of Object.entries(setupFields)) {
        if (name === 'timeZone' || name === 'country') await page.selectOption(`[name=${name}]`, value);
        else await page.fill(`[name=${name}]`, value);
      }
      await page.click('button.main');
      await page.waitForSelector('code.secret');
      await look(page, 'second-factor');
      await page.fill('[name=passkeyName]', 'blue key');
      await page.click('#passkey-add button');
      await page.waitForURL(`http://localhost:${port}/`);
      expect(await page.textContent('body')).toContain('overview of Brass & Paper Ltd for Ada One');
      for (const path of ['/account', '/settings/shops', '/settings/people', '/settings/keys', '/settings/connect']) {
        await page.goto(`http://localhost:${port}${path}`);
        await look(page, path.slice(1).replace('/', '-'));
      }
      await page.click('main table a, nav.tabs a');
      await page.goto(`http://localhost:${port}/account`);
      await page.click('form[action="/account/sign-out"] button');
      await page.waitForURL('**/sign-in');
      await look(page, 'sign-in');

      // The password alone opens nothing for somebody who has a passkey.
      await page.fill('[name=email]', setupFields.email);
      await page.fill('[name=password]', setupFields.password);
      await page.click('form[action="/sign-in"] button');
      await page.waitForURL('**/sign-in?step=passkey**');
      await page.goto(`http://localhost:${port}/`);
      await page.waitForURL('**/sign-in');

      await page.click('#passkey-sign-in button');
      await page.waitForURL(`http://localhost:${port}/`);
      expect(await page.textContent('body')).toContain('for Ada One, owner');
      expect(refused).toEqual([]);
    });
  } finally {
    await server.close(500);
    await identity.close();
  }
});
