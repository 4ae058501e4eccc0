import { describe, expect, it } from 'vitest';
import type { Inspection, PaymentPage } from '../../inspection.ts';
import { goldenInspection, got } from '../golden-inspection.ts';
import { judgeInspection } from '../judge-inspection.ts';
import { strongAuthentication } from '../payment/strong-authentication.ts';
import { accountChecks } from './account-checks.ts';
import { aTry, formPage, goldenAccounts, letters, order, passwordField, session, tries, withAccounts } from './golden-accounts.ts';

const results = (inspection: Inspection) => judgeInspection(inspection, [...accountChecks, strongAuthentication]).results;
const outcomeOf = (check: string, inspection: Inspection) => {
  const result = results(inspection).find((item) => item.check.id === check);
  return result ? [result.outcome, ...result.weaknesses.map((weakness) => weakness.severity)].join(' ') : 'none';
};
const dark = { kind: 'unknown', reason: 'no answer' } as const;
const tried = (list: ReturnType<typeof tries>, steady = true) => withAccounts({ tries: got({ list, steady, ended: null }) });
const inSession = (change: Parameters<typeof session>[0]) => withAccounts({ session: got(session(change)) });
const ordered = (change: Parameters<typeof order>[0]) => withAccounts({ orders: got([order(change)]) });
const signIn = (change: Parameters<typeof formPage>[0], fields = [passwordField()]) =>
  withAccounts({ signIn: got(formPage(change, fields)) });
const form = (change: object) => signIn({ form: { ...formPage().form, ...change } });
const registering = (field: Parameters<typeof passwordField>[0], rules: readonly string[] = []) =>
  withAccounts({
    register: got(
      formPage({ url: 'https://shop.example.com/register', rules }, [passwordField({ autocomplete: 'new-password', ...field })]),
    ),
  });
const lettered = (change: Parameters<typeof letters>[0], link: Parameters<typeof letters>[1] = {}) =>
  withAccounts({ letters: got(letters(change, link)) });
const messages = (own: object, invented: object, steady = true) =>
  tried([aTry('own', own), aTry('invented', invented), aTry('own', own), aTry('invented', invented)], steady);
const noTries = withAccounts({
  tries: dark,
  resets: dark,
  letters: dark,
  session: dark,
  orders: dark,
  signIn: dark,
  register: dark,
  tracking: dark,
});
const manyTries = [...tries(), ...tries()].filter(({ sign }) => sign === null).slice(0, 8);

describe('accounts that are as they should be', () => {
  it('pass every check', () => {
    const judged = judgeInspection(goldenInspection({ accounts: goldenAccounts() }), accountChecks);
    expect(judged.results.filter(({ outcome }) => outcome !== 'pass').map(({ check }) => check.id)).toEqual([]);
  });

  it('that could not be looked at are unknown throughout, never fine', () => {
    const judged = judgeInspection(noTries, accountChecks);
    expect(judged.counts).toMatchObject({ pass: 0, fail: 0, warn: 0 });
  });

  it('without any, or without a test account, are not applicable with the reason', () => {
    expect(judgeInspection(goldenInspection(), accountChecks).counts.notApplicable).toBe(accountChecks.length);
    const none = withAccounts({
      given: 'none',
      mayLock: false,
      tries: null,
      resets: null,
      letters: null,
      session: null,
      orders: null,
      sent: [],
    });
    const reason = (inspection: Inspection) => results(inspection).find(({ check }) => check.id === 'sign-out')?.evidence[0]?.text;
    expect(reason(none)).toBe('no test account was given');
    expect(reason({ ...none, depth: 'visitor' })).toBe('control of the shop is not proven');
  });
});

describe.each<[string, Inspection, string]>([
  ['reset-letter', lettered({ password: 'own' }), 'fail critical'],
  ['reset-letter', lettered({ password: 'new' }), 'fail high'],
  ['reset-letter', lettered({}, { token: { length: 32, bits: 128, madeOf: 'md5 of the address' } }), 'fail critical'],
  ['reset-letter', lettered({}, { token: { length: 6, bits: 31, madeOf: null } }), 'fail high'],
  ['reset-letter', lettered({}, { token: { length: 10, bits: 52, madeOf: null } }), 'fail medium'],
  ['reset-letter', lettered({}, { second: got({ same: false, differs: 3, firstOpens: false }) }), 'fail high'],
  ['reset-letter', lettered({}, { https: false }), 'fail medium'],
  ['reset-letter', lettered({}, { own: false, host: 'reset.mailer.example' }), 'fail medium'],
  ['reset-letter', lettered({ link: null, code: 4 }), 'fail medium'],
  ['reset-letter', lettered({ link: null, code: 6 }), 'pass'],
  ['reset-letter', lettered({ link: null }), 'unknown'],
  ['reset-letter', withAccounts({ letters: dark }), 'unknown'],
  ['reset-letter', withAccounts({ letters: null }), 'notApplicable'],
  ['reset-letter-host', lettered({ poisoned: got('forged-host.example') }), 'fail high'],
  ['reset-letter-host', lettered({ poisoned: dark }), 'unknown'],
  [
    'reset-page-leak',
    lettered({}, { page: got({ asks: true, status: 200, told: [{ host: 'stats.example', how: 'address' }] }) }),
    'fail medium',
  ],
  ['reset-page-leak', lettered({}, { page: got({ asks: false, status: 404, told: [] }) }), 'unknown'],
  ['reset-page-leak', lettered({ link: null }), 'unknown'],
  ['reset-letter-life', lettered({}, { second: got({ same: false, differs: 40, firstOpens: true }) }), 'warn low'],
  ['reset-letter-life', lettered({ hours: 72 }), 'warn low'],
  ['reset-letter-life', lettered({}, { second: dark }), 'unknown'],
  ['sign-in-form', form({ action: 'http://shop.example.com/login' }), 'fail high'],
  ['sign-in-form', form({ action: 'https://accounts.elsewhere.example/login' }), 'fail high'],
  ['sign-in-form', form({ action: 'https://login.example.com/login' }), 'pass'],
  ['sign-in-form', form({ method: 'get' }), 'fail high'],
  ['sign-in-form', form({ method: 'get', plain: false }), 'pass'],
  ['sign-in-token', form({ token: null }), 'warn low'],
  ['sign-in-token', form({ token: null, plain: false }), 'unknown'],
  ['password-fields', signIn({}, [passwordField({ pasteBlocked: true })]), 'fail medium'],
  ['password-fields', signIn({}, [passwordField({ maxLength: 20 })]), 'fail medium'],
  ['password-fields', signIn({}, [passwordField({ maxLength: 40 })]), 'warn low'],
  ['password-fields', signIn({}, [passwordField({ maxLength: 128 })]), 'pass'],
  ['password-fields', signIn({}, [passwordField({ autocomplete: 'off' })]), 'warn low'],
  ['password-rules', registering({ minLength: 5 }), 'fail medium'],
  ['password-rules', registering({ minLength: null }), 'unknown'],
  ['password-rules', registering({ minLength: null }, ['Das Passwort muss mindestens 6 Zeichen lang sein.']), 'fail medium'],
  ['password-rules', registering({ minLength: null }, ['パスワードは 8 文字以上で入力してください']), 'pass'],
  ['password-rules', withAccounts({ register: null }), 'notApplicable'],
  ['second-factor', withAccounts({ signIn: got(formPage({ factors: [] })), session: got(session({ factors: [] })) }), 'warn low'],
  ['second-factor', withAccounts({ signIn: got(formPage({ factors: [] })), session: dark }), 'unknown'],
  ['sign-in-messages', messages({ said: 'Wrong password' }, { said: 'No such account' }), 'fail medium'],
  ['sign-in-messages', messages({ said: 'Wrong password' }, { said: 'No such account' }, false), 'fail medium'],
  ['sign-in-messages', messages({ status: 200 }, { status: 401 }), 'fail medium'],
  ['sign-in-messages', messages({ headers: 'date set-cookie:last_user' }, {}), 'warn low'],
  ['sign-in-messages', tried([aTry('own', { said: 'Offer a' }), aTry('invented', { said: 'Offer b' })], false), 'unknown'],
  ['sign-in-messages', tried([aTry('own', { said: 'a' }), aTry('invented', { said: 'a' }), aTry('own', { said: 'b' })]), 'pass'],
  ['sign-in-messages', tried([aTry('own')]), 'unknown'],
  [
    'reset-messages',
    withAccounts({ resets: got({ list: [aTry('own', { said: 'Sent' }), aTry('invented')], steady: true, ended: null }) }),
    'fail medium',
  ],
  ['reset-messages', withAccounts({ reset: null, resets: null }), 'notApplicable'],
  ['sign-in-timing', tried(tries([300, 290, 310, 305], [100, 98, 103])), 'fail medium'],
  ['sign-in-timing', tried(tries([140, 120, 160, 135], [100, 60, 118])), 'unknown'],
  ['sign-in-timing', tried(tries([104, 105, 106, 107], [100, 98, 103])), 'pass'],
  ['sign-in-timing', tried(tries([100, 400, 90, 300], [350, 95, 250])), 'unknown'],
  ['sign-in-timing', tried(tries([300, 310], [100, 98])), 'unknown'],
  ['sign-in-timing', withAccounts({ mayLock: false }), 'notApplicable'],
  ['sign-in-limits', tried(manyTries), 'warn low'],
  ['sign-in-limits', tried(manyTries.slice(0, 3)), 'unknown'],
  ['sign-in-limits', tried(tries([100, 1_200, 4_000, 8_000]).filter(({ sign }) => sign === null)), 'pass'],
  [
    'sign-in-limits',
    withAccounts({ tries: got({ list: manyTries, steady: true, ended: null }), signIn: got(formPage({ captcha: 'recaptcha' })) }),
    'unknown',
  ],
  ['account-lock', tried([...manyTries, aTry('own', { sign: 'locked', said: 'Your account is locked' })]), 'warn info'],
  ['session-fixation', inSession({ fixed: got(true) }), 'fail high'],
  ['session-fixation', inSession({ carried: got(false) }), 'unknown'],
  ['session-fixation', inSession({ fixed: dark }), 'unknown'],
  [
    'session-cookies',
    inSession({ cookies: [{ name: 'sid', secure: true, httpOnly: false, sameSite: 'Lax', kept: false }] }),
    'fail medium',
  ],
  ['session-cookies', inSession({ cookies: [{ name: 'sid', secure: true, httpOnly: true, sameSite: '', kept: true }] }), 'warn low'],
  ['session-cookies', inSession({ cookies: [{ name: 'theme', secure: false, httpOnly: false, sameSite: '', kept: true }] }), 'unknown'],
  ['sign-out', inSession({ survives: got(true) }), 'fail medium'],
  ['sign-out', inSession({ survives: dark }), 'unknown'],
  ['account-caching', inSession({ pages: [{ what: 'order', path: '/orders/###', cacheControl: '' }] }), 'warn low'],
  ['account-caching', inSession({ pages: [{ what: 'account', path: '/account', cacheControl: 'public, max-age=60' }] }), 'fail medium'],
  ['password-change', inSession({ change: { path: '/p', asksOld: false, passwords: [passwordField()] } }), 'fail medium'],
  ['password-change', inSession({ change: null }), 'unknown'],
  ['order-pages-open', ordered({ stranger: got({ status: 200, share: 1 }) }), 'warn low'],
  [
    'order-pages-open',
    ordered({ stranger: got({ status: 200, share: 0.9 }), id: { kind: 'number', length: 6, bits: 20 } }),
    'fail critical',
  ],
  ['order-pages-open', ordered({ stranger: dark }), 'unknown'],
  ['order-pages-open', withAccounts({ orders: got([]) }), 'unknown'],
  ['order-pages-owner', ordered({ other: got({ status: 200, share: 0.9 }) }), 'fail critical'],
  ['order-pages-owner', ordered({ other: dark }), 'unknown'],
  ['order-pages-owner', withAccounts({ given: 'one' }), 'notApplicable'],
  ['order-numbers', ordered({ id: { kind: 'number', length: 9, bits: 30 } }), 'warn low'],
  ['order-tracking', withAccounts({ tracking: got(formPage({}, [], ['order_id'])) }), 'fail medium'],
  ['order-tracking', withAccounts({ tracking: null }), 'notApplicable'],
])('%s', (check, inspection, expected) => {
  it(`says ${expected}`, () => expect(outcomeOf(check, inspection)).toBe(expected));
});

const paying = (change: Partial<PaymentPage>): Inspection => {
  const url = 'https://shop.example.com/checkout';
  const none = { scripts: [], sources: {}, hosts: [], forms: [], frames: [], typed: [], leaks: [], uses: [], tricks: [], changes: [] };
  return goldenInspection({
    payment: got({ url, finalUrl: url, status: 200, headers: {}, ...none, onlyIn: {}, partial: null, ...change }),
  });
};
const host = (name: string) => ({ host: name, party: 'third' as const, requests: 1, scripts: [], channels: ['script'] });
const card = { action: 'https://shop.example.com/pay', fields: ['card-number', 'cvc'] };

describe.each<[Inspection, string]>([
  [paying({ hosts: [host('js.stripe.com')] }), 'pass'],
  [paying({ frames: [{ url: 'https://checkoutshopper-live.adyen.com/x', fields: [], late: true, covers: false }] }), 'pass'],
  [paying({ hosts: [host('js.stripe.com')], forms: [card] }), 'unknown'],
  [paying({ hosts: [host('secure.elavon.com')] }), 'unknown'],
  [paying({ hosts: [host('js.stripe.com.evil.example')] }), 'unknown'],
  [paying({ forms: [card] }), 'warn info'],
  [goldenInspection(), 'notApplicable'],
])('strong-authentication', (inspection, expected) => {
  it(`says ${expected}`, () => expect(outcomeOf('strong-authentication', inspection)).toBe(expected));
});
