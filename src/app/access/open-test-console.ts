import { Hono } from 'hono';
import { productFiles } from '#engines/files/product-files.ts';
import { openIdentity } from '#engines/identity/open-identity.ts';
import { makeSetupLink } from '#engines/identity/setup-link.ts';
import { totpCode } from '#engines/identity/totp-code.ts';
import type { Identity } from '#engines/identity/types.ts';
import type { TestHouse } from '#engines/testing/open-test-house.ts';
import { csrf } from '#web/csrf.ts';
import { errorPage } from '#web/error-page.tsx';
import { openWeb } from '#web/open-web.ts';
import { securityHeaders } from '#web/security-headers.ts';
import type { WebEnv } from '#web/types.ts';
import { doorRoutes, settingsRoutes } from './access-routes.ts';
import { requirePerson } from './require-person.ts';

/** The door and the settings over a test house, as the program mounts them. */
export function openTestConsole(house: TestHouse): { readonly app: Hono<WebEnv>; readonly identity: Identity } {
  const identity = openIdentity(house);
  const web = openWeb(productFiles);
  const app = new Hono<WebEnv>();
  app.route('/', web.assets.routes());
  app.use(securityHeaders({ https: false }), web.prepare, async (c, next) => {
    c.set('house', house);
    await next();
  });
  app.onError((error, c) => errorPage(c, error, { layout: 'public' }));
  const door = new Hono<WebEnv>();
  for (const path of ['/setup', '/sign-in', '/sign-in/*', '/second-factor', '/second-factor/*', '/passkey/*', '/invitation']) {
    door.use(path, csrf({ sessionOf: () => null }));
  }
  door.route('/', doorRoutes(identity));
  const inside = new Hono<WebEnv>();
  inside.use(requirePerson(identity), csrf({ sessionOf: (c) => c.var.session?.id ?? null }));
  inside.get('/', (c) => c.text(`overview of ${c.var.orgName} for ${c.var.person?.name}, ${c.var.person?.role}`));
  inside.route('/', settingsRoutes(identity));
  app.route('/', door);
  app.route('/', inside);
  return { app, identity };
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/** A browser as far as the tests need one: cookies, forms with their hidden fields, no script. */
export interface TestBrowser {
  get(path: string): Promise<Answer>;
  /** Sends a form with the token of the page with a form that was seen last. */
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The value of a hidden field on that page. */
  hidden(name: string): string | undefined;
  /** That page's text. */
  text(): string;
}

export function openTestBrowser(app: Hono<WebEnv>): TestBrowser {
  const jar = new Map<string, string>();
  let last = '';
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, { ...init, headers: { cookie, accept: 'text/html', 'user-agent': 'test browser' } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const text = await response.text();
    if (text.includes('<form')) last = text;
    return { status: response.status, location: response.headers.get('location'), text, headers: response.headers };
  };
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(last)?.[1];
  return {
    get: (path) => ask(path, { method: 'GET' }),
    post: (path, fields = {}) => ask(path, { method: 'POST', body: new URLSearchParams({ _csrf: hidden('_csrf') ?? '', ...fields }) }),
    hidden,
    text: () => last,
  };
}

export const setupFields = {
  organisation: 'Brass & Paper Ltd',
  ownerName: 'Ada One',
  email: 'ada@brass.example',
  password: 'copper lantern walks uphill',
  shopName: 'Brass & Paper',
  url: 'https://brass.example',
  timeZone: 'Europe/Warsaw',
  country: 'PL',
  contactName: 'Brass & Paper Ltd',
  contactEmail: 'care@brass.example',
  contactPostal: 'Copper Lane 1, Testford',
  privacyName: 'Privacy desk',
} as const;

/** The secret of the authenticator app, as the page shows it for typing by hand. */
function secretOf(html: string): string {
  const shown = /<code class="secret">([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
  return `otpauth://totp/x?secret=${shown.replaceAll(' ', '')}`;
}

/** Confirms the app on the page that a new person comes to. Returns its `otpauth://` address. */
export async function confirmTotp(browser: TestBrowser): Promise<string> {
  const uri = secretOf(browser.text());
  await browser.post('/second-factor/confirm', { code: totpCode(uri, new Date()), kept: browser.hidden('kept') ?? '' });
  return uri;
}

/** Walks the whole first run. Returns the owner's browser and the app's address. */
export async function setUpOwner(house: TestHouse, app: Hono<WebEnv>, fields: Record<string, string> = {}) {
  const browser = openTestBrowser(app);
  const link = new URL(await makeSetupLink(house));
  await browser.get(`${link.pathname}${link.search}`);
  await browser.post('/setup', { token: link.searchParams.get('token') ?? '', ...setupFields, ...fields });
  return { browser, uri: await confirmTotp(browser), link };
}
