import type { AccountLook, FormPage, Try } from '../../account-look.ts';
import type { Exchange } from '../../inspection.ts';
import type { CollectOptions, Outside } from '../collect-options.ts';
import type { Fetch } from '../fetch-page.ts';
import { findSignIn } from './find-forms.ts';
import { lookAtLetters } from './look-at-letters.ts';
import { lookAtOrders } from './look-at-orders.ts';
import { lookAtSession } from './look-at-session.ts';
import { lookSignedIn } from './look-signed-in.ts';
import { openPostBook } from './open-post-book.ts';
import { type FormKind, readFormPage } from './read-form-page.ts';
import { linkFor, linksOf } from './read-page.ts';
import type { TestAccounts } from './test-accounts.ts';
import { tryWrongly } from './try-wrongly.ts';
import { open, type VisitWish, visit } from './visit.ts';

interface AccountsWish extends Pick<CollectOptions, 'allowPrivate'> {
  readonly shop: URL;
  readonly home: Exchange;
  readonly pace: () => Promise<void>;
  /** `null`: none are given, or control of the shop is not proven. Then nothing is sent. */
  readonly accounts: TestAccounts | null;
}

type Means = Pick<Outside, 'browser' | 'random' | 'clock'>;
type Forms = Pick<AccountLook, 'signIn' | 'register' | 'reset' | 'tracking'>;

const nothing = { tries: null, resets: null, letters: null, session: null, orders: null, sent: [] };
const noForms = (reason: string): Forms => {
  const unknown = { kind: 'unknown', reason } as const;
  return { signIn: unknown, register: unknown, reset: unknown, tracking: unknown };
};

/** Accounts of a shop that could not be looked at. */
export function unseenAccounts(reason: string): AccountLook {
  return { given: 'none', mayLock: false, ...noForms(reason), ...nothing };
}

/**
 * Looks at customers’ accounts: the forms as any visitor; with the owner’s test accounts also what happens behind them. At most
 * `POST_CAP` requests are more than page views, and all of them are listed. `null`: the shop shows no sign-in.
 */
export async function collectAccounts(outside: Means, fetch: Fetch, wish: AccountsWish): Promise<AccountLook | null> {
  const url = await findSignIn(fetch, wish.home);
  if (url === null && wish.accounts === null) return null;
  const book = openPostBook();
  const visits: VisitWish = { allowPrivate: wish.allowPrivate, shop: wish.shop, pace: wish.pace, book };
  const forms = url === null ? noForms('No page on which customers sign in was found.') : await readForms(outside, visits, url);
  const { accounts } = wish;
  if (accounts === null) return { given: 'none', mayLock: false, ...forms, ...nothing };
  const behind = await lookBehind(outside, visits, forms, accounts);
  const given = accounts.second === null ? 'one' : 'two';
  return { given, mayLock: accounts.mayLock, ...forms, ...behind, sent: book.list() };
}

/** The forms as any visitor sees them. */
async function readForms(outside: Means, wish: VisitWish, url: string): Promise<Forms> {
  const found = { register: null as string | null, reset: null as string | null, tracking: null as string | null };
  const read = (address: string, kind: FormKind) =>
    visit<FormPage>(outside, wish, async ({ page }) => {
      const answer = await open(page, wish, address);
      if (kind === 'signIn') {
        const links = await linksOf(page);
        for (const purpose of ['register', 'reset', 'tracking'] as const) found[purpose] = linkFor(links, purpose);
      }
      const form = await readFormPage(page, kind, answer?.status() ?? 0);
      return form ? { kind: 'got', value: form } : { kind: 'unknown', reason: `${new URL(address).pathname} shows no such form.` };
    });
  const signIn = await read(url, 'signIn');
  const each = async (kind: 'register' | 'reset' | 'tracking') => (found[kind] === null ? null : read(found[kind], kind));
  return { signIn, register: await each('register'), reset: await each('reset'), tracking: await each('tracking') };
}

async function lookBehind(
  outside: Means,
  wish: VisitWish,
  { signIn, reset }: Forms,
  { first, second, mayLock, letters: box }: TestAccounts,
): Promise<Pick<AccountLook, 'tries' | 'resets' | 'letters' | 'session' | 'orders'>> {
  if (signIn.kind === 'unknown') return { tries: signIn, resets: null, letters: null, session: signIn, orders: signIn };
  const { url } = signIn.value;
  // First what needs the right password: wrong ones may lock the account.
  const signed = await lookSignedIn(outside, wish, url, first);
  const session: AccountLook['session'] =
    signed.kind === 'got' ? { kind: 'got', value: await lookAtSession(outside, wish, signed.value, first) } : signed;
  const orders: AccountLook['orders'] =
    signed.kind === 'got'
      ? { kind: 'got', value: await lookAtOrders(outside, wish, { signIn: url, orders: signed.value.orders, second }) }
      : signed;
  const { resets, letters } =
    reset?.kind === 'got'
      ? await lookAtLetters(outside, { ...wish, url: reset.value.url, own: first }, box)
      : { resets: null, letters: null };
  const plan = planOf(wish.book.left(), mayLock);
  const tries = await tryWrongly(outside, { ...wish, url, kind: 'signIn', own: first, plan });
  return { tries, resets, letters, session, orders };
}

/**
 * One wrong password for the own account unless the owner agreed to more, which locks nobody out; then in turns for as long as something may be sent, so that a
 * slow hour troubles both alike.
 */
function planOf(left: number, mayLock: boolean): Try['who'][] {
  const count = mayLock ? Math.min(left, 16) : Math.min(left, 3);
  return Array.from({ length: count }, (_, nth) => (nth % 2 === 0 ? 'invented' : 'own'));
}
