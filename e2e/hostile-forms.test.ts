import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDelivery } from '../src/engines/ledger/start-delivery.ts';
import { listShops } from '../src/registry/index.ts';
import { reactions as ofDecide } from '../src/steps/decide/index.ts';
import { reactions as ofRespond, openIncident } from '../src/steps/respond/index.ts';
import { reactions as ofTell } from '../src/steps/tell/index.ts';
import { openTenants, routesOf, type Tenants } from './open-tenants.ts';

const WORD = 'h0stile';
const HOSTILE: Readonly<Record<string, string>> = {
  html: `<script>${WORD}()</script><img src=x onerror=${WORD}()>"'><b>`,
  icu: `{${WORD}} {count, plural, other {#}} {{ '}' %s \${x}`,
  sql: `'; drop table shops; -- ${WORD} \\ %_`,
  lines: `${WORD}\r\nBcc: victim@else.example\r\n\r\nbody\u2028\u0085`,
  nul: `${WORD}\0after`,
  right: `\u202E${WORD}\u202C שלום 😀😀 👩‍👩‍👧‍👧`,
  long: `${WORD} ${'ab '.repeat(3_400)}`,
  url: `javascript:${WORD}()`,
};

let tenants: Tenants;
beforeAll(async () => {
  tenants = await openTenants();
});
afterAll(async () => tenants?.[Symbol.asyncDispose]());

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly free: readonly string[];
}

/** The forms of a page, with what a browser would send and which fields take any text. */
function formsOf(html: string, path: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', inside = '']) => {
    if (!/method="post"/i.test(head)) return [];
    const fields: Record<string, string> = {};
    const free: string[] = [];
    for (const [tag] of inside.matchAll(/<(?:input|textarea|select|button)\b[^>]*>/g)) {
      const name = /\bname="([^"]+)"/.exec(tag)?.[1];
      if (name === undefined) continue;
      const type = /\btype="([^"]+)"/.exec(tag)?.[1] ?? 'text';
      if (type === 'radio' && fields[name] !== undefined) continue;
      fields[name] = /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? 'x';
      if (!['hidden', 'radio', 'checkbox', 'submit'].includes(type) && !tag.startsWith('<button')) free.push(name);
    }
    for (const [, name = '', options = ''] of inside.matchAll(/<select\b[^>]*\bname="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) {
      fields[name] =
        /<option[^>]*\bvalue="([^"]*)"[^>]*selected/.exec(options)?.[1] ?? /<option[^>]*\bvalue="([^"]*)"/.exec(options)?.[1] ?? '';
    }
    return [{ action: /\baction="([^"]+)"/.exec(head)?.[1] ?? path, fields, free }];
  });
}

/** Pages that links and the app's own addresses lead to. */
async function pages(): Promise<Map<string, string>> {
  const { app, a } = tenants;
  const seen = new Map<string, string>();
  const queue = routesOf(app)
    .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !/^\/(live|assets|in|p)\b|^\/(healthz|readyz)$/.test(path))
    .map((route) => route.path);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path) || seen.size > 80) continue;
    const answer = await a.browser.get(path);
    expect(answer.status, path).toBeLessThan(500);
    expect(answer.headers.get('content-security-policy'), path).toContain("script-src 'self'");
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!isPage) expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
    seen.set(path, isPage ? answer.text : '');
    for (const [, link = ''] of answer.text.matchAll(/<a\b[^>]*\bhref="(\/[^"#?]*)/g))
      if (!/\.(csv|json|eml|pdf|jpg|zip)$/.test(link)) queue.push(link);
  }
  return seen;
}

test('whatever people type into any field, no page breaks and nothing of it becomes markup', { timeout: 180_000 }, async () => {
  const { a, house } = tenants;
  const delivery = await startDelivery(house, [...ofRespond, ...ofDecide, ...ofTell]);
  const [shop] = await house.state.inOrg(a.org, (db) => listShops(db));
  await openIncident(house.scope(a.org, 'owner'), {
    shop: shop?.id ?? 'shop_none',
    title: HOSTILE.html ?? '',
    severity: 'high',
    touchesPeople: true,
    categories: ['email'],
  });
  await expect.poll(async () => (await a.browser.get('/decide')).text, { timeout: 15_000 }).toContain('/decide/cases/');
  const broken: string[] = [];
  let sent = 0;
  const forms = new Map(
    [...(await pages())].flatMap(([path, html]) =>
      formsOf(html, path).map((form) => [`${form.action} ${form.free.join()}`, form] as const),
    ),
  );
  expect(forms.size).toBeGreaterThan(15);
  for (const form of forms.values()) {
    if (/sign-out|remove|revoke|withdraw|password|totp|recovery|second-factor|start|prove/.test(form.action)) continue;
    for (const [kind, value] of Object.entries(HOSTILE)) {
      // All fields at once; for the worst also each alone, so that the others do not hide it.
      for (const names of [form.free, ...(kind === 'html' || kind === 'nul' ? form.free.map((name) => [name]) : [])]) {
        const fields = { ...form.fields, ...Object.fromEntries(names.map((name) => [name, value])) };
        const { _csrf: _old, ...rest } = fields;
        const answer = await a.browser.post(form.action, rest);
        sent += 1;
        if (answer.status >= 500) broken.push(`${answer.status} ${form.action} ${names.join()} ${kind}`);
        if (isMarkup(answer.text)) broken.push(`markup at once: ${form.action} ${names.join()} ${kind}`);
      }
    }
  }
  for (const [path, html] of await pages()) if (isMarkup(html)) broken.push(`markup: ${path}`);
  await delivery.settled();
  await delivery.stop();
  expect(broken).toEqual([]);
  expect(sent).toBeGreaterThan(200);
});

function isMarkup(html: string): boolean {
  return html.includes(`<script>${WORD}`) || html.includes(`onerror=${WORD}()>`) || html.includes(`href="javascript:`);
}
