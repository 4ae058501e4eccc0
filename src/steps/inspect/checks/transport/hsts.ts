import type { Weakness } from '../check.ts';
import { type Check, found, pass } from '../check.ts';
import { headerText, isSecure, withHome } from '../read-home.ts';
import { readHsts } from './read-hsts.ts';

const HALF_A_YEAR = 15_552_000;

/** Whether browsers are told to use HTTPS only (RFC 6797), for at least half a year. */
export const hsts: Check = {
  meta: {
    id: 'hsts',
    area: 'transport',
    title: 'Browsers are told to use HTTPS only',
    severity: 'medium',
    requires: ['home'],
    owner: 'On a foreign network somebody can lead a customer to an unprotected copy of your shop.',
    remedy: 'Send “Strict-Transport-Security: max-age=31536000” with every answer over HTTPS.',
    remedies: {
      nginx: 'add_header Strict-Transport-Security "max-age=31536000" always;',
      apache: 'Header always set Strict-Transport-Security "max-age=31536000"',
      magento: 'Stores → Configuration → General → Web → Base URLs (Secure): Enable HTTP Strict Transport Security.',
    },
    references: ['CWE-319', 'RFC 6797', 'ASVS 5.0 3.4.1', 'WSTG-CONF-07'],
  },
  notFor: (inspection) => (inspection.target.startsWith('https:') ? null : 'the shop is inspected over plain HTTP'),
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const value = home.headers['strict-transport-security'];
      const seconds = readHsts(value).maxAge;
      if (isSecure(home) && seconds >= HALF_A_YEAR) return pass(headerText('Strict-Transport-Security', value));
      const weakness: Weakness = {
        key: 'home',
        severity: value === undefined ? 'medium' : 'low',
        title: value === undefined ? 'Browsers are not told to use HTTPS only' : 'HTTPS is demanded for less than half a year',
        url: home.finalUrl,
        evidence: [{ kind: 'header', text: headerText('Strict-Transport-Security', value) }],
      };
      return found([weakness]);
    }),
};
