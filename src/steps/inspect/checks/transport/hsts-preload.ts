import { getDomain } from 'tldts';
import { type Check, found, pass } from '../check.ts';
import { headerText, withHome } from '../read-home.ts';
import { readHsts } from './read-hsts.ts';

const YEAR = 31_536_000;

/** Whether a shop that asks to be put on the browsers’ list (preload) meets the list’s conditions (hstspreload.org). */
export const hstsPreload: Check = {
  meta: {
    id: 'hsts-preload',
    area: 'transport',
    title: 'A wish for preloading meets its conditions',
    severity: 'low',
    requires: ['home', 'ways'],
    owner: 'Your shop asks for the strongest protection and does not get it.',
    remedy: 'Send “max-age=31536000; includeSubDomains; preload” at the bare domain, and lead http:// to https:// of the same name first.',
    references: ['RFC 6797', 'CWE-319'],
  },
  notFor: ({ target, home }) => {
    if (!target.startsWith('https:')) return 'the shop is inspected over plain HTTP';
    if (home.kind === 'unknown') return null;
    return readHsts(home.value.headers['strict-transport-security']).preload ? null : 'preloading is not asked for';
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const header = home.headers['strict-transport-security'];
      const { maxAge, includeSubDomains } = readHsts(header);
      const host = URL.parse(home.finalUrl)?.hostname ?? '';
      const [first] = inspection.ways.filter(({ from }) => from === `http://${host}/`);
      const next = first?.steps[0]?.location;
      const missing = [
        ...(maxAge < YEAR ? ['max-age is less than a year'] : []),
        ...(includeSubDomains ? [] : ['includeSubDomains is missing']),
        ...(next && !next.startsWith(`https://${host}/`) ? [`http://${host}/ leads to another name first`] : []),
        ...(getDomain(host) === host || getDomain(host) === `${host.replace(/^www\./, '')}` ? [] : ['only a whole domain can be listed']),
      ];
      if (missing.length === 0) return pass(headerText('Strict-Transport-Security', header));
      const evidence = [{ kind: 'header' as const, text: `${headerText('Strict-Transport-Security', header)}: ${missing.join('; ')}` }];
      return found([
        { key: 'home', severity: 'low', title: 'Preloading is asked for, but its conditions are not met', url: home.finalUrl, evidence },
      ]);
    }),
};
