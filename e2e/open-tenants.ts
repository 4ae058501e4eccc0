import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { confirmTotp, openTestBrowser, setUpOwner, type TestBrowser } from '../src/app/access/open-test-console.ts';
import { makePorts } from '../src/app/make-ports.ts';
import { makeWebApp } from '../src/app/make-web-app.tsx';
import { openBrowser } from '../src/engines/browser/open-browser.ts';
import { openHttpClient } from '../src/engines/http/open-http-client.ts';
import { openIdentity } from '../src/engines/identity/open-identity.ts';
import { openMailer } from '../src/engines/mail/open-mailer.ts';
import { openTelemetry } from '../src/engines/telemetry/open-telemetry.ts';
import { openTestHouse, type TestHouse } from '../src/engines/testing/open-test-house.ts';
import type { OrgId } from '../src/kernel/ids.ts';
import { createOrganisation, invitePerson, listOrganisations, registerShop } from '../src/registry/index.ts';
import type { WebEnv } from '../src/web/types.ts';

export interface Tenant {
  readonly org: OrgId;
  readonly browser: TestBrowser;
}

export interface Tenants extends AsyncDisposable {
  readonly house: TestHouse;
  readonly app: Hono<WebEnv>;
  readonly a: Tenant;
  readonly b: Tenant;
}

/** The whole web app over a test house, with two organisations and the owner of each signed in. */
export async function openTenants(): Promise<Tenants> {
  const opened: { house?: TestHouse } = {};
  const house = await openTestHouse(async (folder) => ({
    telemetry: await openTelemetry({ path: join(folder, 'telemetry') }),
    mailer: await openMailer({ folder: join(folder, 'mailbox') }),
    http: openHttpClient(),
    browser: openBrowser({ cacheFolder: join(tmpdir(), 'shopbell-test-browser') }),
    ports: makePorts(() => opened.house ?? house),
    publicUrl: 'http://localhost',
  }));
  opened.house = house;
  const identity = openIdentity(house);
  const app = makeWebApp({ house, identity, stopping: new AbortController().signal });
  const { browser: first } = await setUpOwner(house, app);
  const [a] = await listOrganisations(house.state);
  if (!a) throw new Error('no organisation');
  const b = house.newOrg();
  return {
    house,
    app,
    a: { org: a.id, browser: first },
    b: { org: b, browser: await foundOther(house, app, b) },
    [Symbol.asyncDispose]: async () => {
      await identity.close();
      await house[Symbol.asyncDispose]();
    },
  };
}

async function foundOther(house: TestHouse, app: Hono<WebEnv>, org: OrgId): Promise<TestBrowser> {
  await createOrganisation(house.scope(org), { name: 'Other Ltd' });
  const invited = await invitePerson(house.scope(org, 'owner'), { email: 'bea@other.example', role: 'owner' });
  await registerShop(house.scope(org, 'owner'), {
    name: 'Other',
    url: 'https://other.example',
    platform: 'generic',
    timeZone: 'Europe/Berlin',
    country: 'DE',
    allowPrivate: false,
    contact: { name: 'Other Ltd', address: 'care@other.example', phone: '' },
    privacyContact: { name: 'Privacy', address: 'privacy@other.example' },
  });
  const browser = openTestBrowser(app);
  await browser.get(`/invitation?token=${invited.token}`);
  await browser.post('/invitation', { token: invited.token, name: 'Bea Two', password: 'gentle river under maps' });
  await confirmTotp(browser);
  return browser;
}

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every address of the app that a person or a machine can ask, once. */
export function routesOf(app: Hono<WebEnv>): Route[] {
  const found = new Map<string, Route>();
  for (const { method, path } of app.routes) {
    if (path.includes('*') || !['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) continue;
    found.set(`${method} ${path}`, { method, path });
  }
  return [...found.values()];
}
