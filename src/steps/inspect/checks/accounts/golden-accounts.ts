import type { AccountLook, FormPage, LetterLink, LetterLook, OrderLook, PasswordField, SessionLook, Try } from '../../account-look.ts';
import type { Inspection } from '../../inspection.ts';
import { goldenInspection, got } from '../golden-inspection.ts';

/** For tests: a shop whose accounts are as they should be. Each test changes one thing. */
export function goldenAccounts(change: Partial<AccountLook> = {}): AccountLook {
  return {
    given: 'two',
    mayLock: true,
    signIn: got(formPage()),
    register: got(formPage({ url: 'https://shop.example.com/register' }, [passwordField({ autocomplete: 'new-password', minLength: 12 })])),
    reset: got(formPage({ url: 'https://shop.example.com/reset' }, [])),
    tracking: got(formPage({ url: 'https://shop.example.com/track' }, [], ['order', 'email'])),
    tries: got({ list: tries(), steady: true, ended: 'The shop showed a limit: refused (429).' }),
    resets: got({ list: [aTry('own'), aTry('invented')], steady: true, ended: null }),
    letters: got(letters()),
    session: got(session()),
    orders: got([order()]),
    sent: [{ purpose: 'sign-in', to: '/login', times: 2 }],
    ...change,
  };
}

/** The golden inspection with these accounts. */
export function withAccounts(change: Partial<AccountLook>): Inspection {
  return goldenInspection({ accounts: goldenAccounts(change) });
}

export function passwordField(change: Partial<PasswordField> = {}): PasswordField {
  const field = {
    name: 'password',
    autocomplete: 'current-password',
    minLength: null,
    maxLength: null,
    pattern: false,
    pasteBlocked: false,
  };
  return { ...field, ...change };
}

export function formPage(
  change: Partial<FormPage> = {},
  passwords: readonly PasswordField[] = [passwordField()],
  asks = ['email'],
): FormPage {
  const url = change.url ?? 'https://shop.example.com/login';
  const form = { action: url, method: 'post' as const, plain: true, token: 'csrf_token', passwords, asks };
  return { url, status: 200, form, captcha: null, factors: ['words'], rules: [], ...change };
}

export function aTry(who: Try['who'], change: Partial<Try> = {}): Try {
  return { who, status: 401, path: '/login', said: 'That did not fit.', headers: 'content-type date', ms: 100, sign: null, ...change };
}

/** Four for the own account and three for invented ones, alike in time, and then a limit. */
export function tries(own: readonly number[] = [101, 99, 104, 97], invented: readonly number[] = [100, 98, 103]): Try[] {
  const list = [...own.map((ms) => aTry('own', { ms })), ...invented.map((ms) => aTry('invented', { ms }))];
  return [...list, aTry('own', { status: 429, said: 'Too many attempts', sign: 'refused (429)' })];
}

export function session(change: Partial<SessionLook> = {}): SessionLook {
  return {
    account: '/account',
    cookies: [{ name: 'sid', secure: true, httpOnly: true, sameSite: 'Lax', kept: false }],
    before: 1,
    carried: got(true),
    fixed: got(false),
    survives: got(false),
    pages: [{ what: 'account', path: '/account', cacheControl: 'no-store' }],
    change: {
      path: '/account/password',
      asksOld: true,
      passwords: [passwordField(), passwordField({ name: 'new', autocomplete: 'new-password' })],
    },
    factors: ['words'],
    ...change,
  };
}

export function letters(change: Partial<LetterLook> = {}, linkChange: Partial<LetterLink> = {}): LetterLook {
  const link: LetterLink = {
    ...{ host: 'shop.example.com', https: true, own: true, token: { length: 43, bits: 256, madeOf: null } },
    page: got({ asks: true, status: 200, told: [] }),
    second: got({ same: false, differs: 41, firstOpens: false }),
    ...linkChange,
  };
  return { isSpam: false, password: null, code: null, link, hours: 1, poisoned: got(null), ...change };
}

export function order(change: Partial<OrderLook> = {}): OrderLook {
  const id = { kind: 'text', length: 32, bits: 128 } as const;
  return { shape: '/orders/x#x#', id, stranger: got({ status: 302, share: 0 }), other: got({ status: 404, share: 0 }), ...change };
}
