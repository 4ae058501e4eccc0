import type { Cookie, Page } from 'playwright-core';
import type { PasswordField, SessionLook } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { readFactors, readFormPage } from './read-form-page.ts';
import { isSignedIn, linesOf, linkFor, linksOf } from './read-page.ts';
import { submitForm } from './submit-form.ts';
import type { TestAccount } from './test-accounts.ts';
import { open, type Visit, type VisitWish, visit } from './visit.ts';

/** Own orders that are looked at. */
const MAX_ORDERS = 2;

/** What the rest of the look needs of a sign-in that worked. It is not kept: cookies and lines are the test account’s own. */
export interface SignedIn {
  readonly account: string;
  readonly before: readonly Cookie[];
  readonly after: readonly Cookie[];
  readonly declared: ReadonlyMap<string, string>;
  readonly pages: SessionLook['pages'];
  readonly orders: readonly OwnOrder[];
  readonly change: { readonly path: string; readonly asksOld: boolean; readonly passwords: readonly PasswordField[] } | null;
  readonly factors: readonly string[];
}

export interface OwnOrder {
  readonly url: string;
  /** What only this page says. */
  readonly lines: readonly string[];
}

/** Signs the test account in, in a real browser, by the shop’s own form. Unknown when it is not signed in afterwards. */
export async function signIn(
  there: Visit,
  wish: VisitWish,
  url: string,
  account: TestAccount,
): Promise<Got<{ readonly before: Cookie[] }>> {
  let before: Cookie[] = [];
  const look = async () => {
    before = await there.context.cookies();
  };
  const sent = await submitForm(there, wish, { url, kind: 'signIn', purpose: 'sign-in', before: look }, account);
  if (sent.kind === 'unknown') return sent;
  if (await isSignedIn(there.page, account.address)) return { kind: 'got', value: { before } };
  return { kind: 'unknown', reason: `The test account was not signed in (the shop answered ${sent.value.status}): is its password right?` };
}

/** Signs in and looks at the pages behind: account, own orders, where the password is changed. */
export async function lookSignedIn(
  outside: Pick<Outside, 'browser'>,
  wish: VisitWish,
  url: string,
  account: TestAccount,
): Promise<Got<SignedIn>> {
  return visit(outside, wish, async (there) => {
    await open(there.page, wish, wish.shop.href);
    await open(there.page, wish, url);
    const strange = await linesOf(there.page);
    const signed = await signIn(there, wish, url, account);
    if (signed.kind === 'unknown') return signed;
    const { page, context } = there;
    const place = page.url();
    const again = await open(page, wish, place);
    const pages = [{ what: 'account' as const, path: shapeOf(place), cacheControl: again?.headers()['cache-control'] ?? '' }];
    const factors = new Set(await readFactors(page));
    const links = await linksOf(page);
    const orders = await lookAtOrders(page, wish, strange);
    const settings = linkFor(links, 'settings');
    const change = settings === null ? null : await lookAtChange(page, wish, settings, factors);
    const seen = { pages: [...pages, ...orders.pages], orders: orders.list, change, factors: [...factors] };
    return {
      kind: 'got',
      value: { account: place, before: signed.value.before, after: await context.cookies(), declared: there.declared, ...seen },
    };
  });
}

async function lookAtChange(page: Page, wish: VisitWish, url: string, factors: Set<string>): Promise<SignedIn['change']> {
  await open(page, wish, url);
  const read = await readFormPage(page, 'change', 0);
  for (const factor of read?.factors ?? (await readFactors(page))) factors.add(factor);
  if (read === null) return null;
  const old = /current|old|alt|aktuell|bisherig|stare|obecn|現在|actuel|ancien|actual|antigu|attual|vecchi/i;
  const asksOld =
    read.form.passwords.length >= 3 ||
    read.form.passwords.some((field) => /^current-password$/.test(field.autocomplete) || old.test(field.name));
  return { path: shapeOf(page.url()), asksOld, passwords: read.form.passwords };
}

/** An own order’s page is one that the list of orders leads to, and whose address holds an id that the list shows or that has digits. */
const ORDER = /(order|bestell|zamowien|commande|pedido|ordin|注文|purchase)/i;

async function lookAtOrders(page: Page, wish: VisitWish, strange: readonly string[]) {
  const pages: SessionLook['pages'][number][] = [];
  const list: OwnOrder[] = [];
  const index = linkFor(await linksOf(page), 'orders');
  if (index !== null) await open(page, wish, index);
  const known = new Set([...strange, ...(await linesOf(page))]);
  const links = (await linksOf(page)).filter(({ url }) => isOrder(url)).map(({ url }) => url);
  for (const url of [...new Set(links)].slice(0, MAX_ORDERS)) {
    const answer = await open(page, wish, url);
    const lines = (await linesOf(page)).filter((line) => !known.has(line) && line.length > 2);
    if (!answer || answer.status() >= 400 || lines.length < 3) continue;
    list.push({ url, lines: [...new Set(lines)] });
    pages.push({ what: 'order', path: shapeOf(url), cacheControl: answer.headers()['cache-control'] ?? '' });
  }
  return { pages, list };
}

function isOrder(url: string): boolean {
  const { pathname, search } = new URL(url);
  const last = `${pathname.split('/').filter(Boolean).at(-1) ?? ''}${search}`;
  return ORDER.test(pathname + search) && /\d|[0-9a-f-]{16,}/i.test(last) && !/reorder|cancel|invoice|pdf|pay/i.test(pathname + search);
}

/** An address without its site and without ids: digits are `#`, letters of ids `x`. */
export function shapeOf(url: string): string {
  const { pathname, search } = new URL(url);
  return (pathname + search).replace(/[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*/g, (id) =>
    id.replace(/\d/g, '#').replace(/[A-Za-z](?=.*#)|(?<=#.*)[A-Za-z]/g, 'x'),
  );
}
