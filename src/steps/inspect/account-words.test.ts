import { expect, it } from 'vitest';
import { type AccountPurpose, accountPattern, accountWords } from './account-words.ts';
import { isPaymentHost } from './payment-hosts.ts';
import { authenticationOf } from './strong-authentication.ts';

const languages = ['de', 'en', 'es', 'fr', 'it', 'ja', 'pl'];

it('every purpose is said in seven languages', () => {
  for (const [purpose, words] of Object.entries(accountWords().words)) {
    expect(words.map(([language]) => language).sort(), purpose).toEqual(languages);
  }
});

it.each<[AccountPurpose, string, boolean]>([
  ['signIn', 'Log  in', true],
  ['signIn', 'ログイン', true],
  ['signIn', 'Zaloguj się', true],
  ['signIn', 'Catalogue', false],
  ['signOut', 'Sign out', true],
  ['signOut', 'Abmelden', true],
  ['reset', 'Forgot your password?', true],
  ['reset', 'Passwort vergessen?', true],
  ['orders', 'Moje zamówienia', true],
  ['limited', 'Zu viele fehlgeschlagene Anmeldeversuche', true],
  ['limited', 'Mot de passe incorrect', false],
  ['locked', 'Your account has been locked', true],
  ['locked', 'That did not fit', false],
])('%s is understood in “%s”: %s', (purpose, text, expected) => {
  expect(new RegExp(accountPattern(purpose), 'iu').test(text)).toBe(expected);
});

it('what is known of providers is known of payment providers only', () => {
  expect(authenticationOf('js.stripe.com:443')?.name).toBe('Stripe');
  expect(authenticationOf('js.stripe.com.evil.example')).toBeNull();
  for (const host of ['js.stripe.com', 'pay.adyen.com', 'secure.przelewy24.pl']) expect(isPaymentHost(host)).toBe(true);
});
