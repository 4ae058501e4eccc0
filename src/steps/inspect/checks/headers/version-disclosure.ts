import { generatorOf } from '../../page-pieces.ts';
import { type Check, found, pass } from '../check.ts';
import { headerText, withHome } from '../read-home.ts';

const NAMES = ['server', 'x-powered-by', 'x-aspnet-version', 'x-generator', 'x-magento-version'];

/** Whether the server tells its exact version to everybody. */
export const versionDisclosure: Check = {
  meta: {
    id: 'version-disclosure',
    area: 'headers',
    title: 'Versions of the server’s software are not told',
    severity: 'low',
    requires: ['home'],
    owner: 'Thieves who search for a known hole find your shop by its version.',
    remedy: 'Switch version numbers off (nginx: server_tokens off; Apache: ServerTokens Prod; PHP: expose_php = Off).',
    references: ['CWE-200', 'ASVS 5.0 13.4.6', 'WSTG-INFO-02'],
  },
  judge: (inspection) =>
    withHome(inspection, (home) => {
      const told = NAMES.map((name) => ({ name, value: home.headers[name] })).filter(({ value }) => /\d+\.\d+/.test(value ?? ''));
      const generator = /^.*\d\.\d.*$/s.exec(generatorOf(home.body) ?? '')?.[0];
      const evidence = [
        ...told.map(({ name, value }) => ({ kind: 'header' as const, text: headerText(name, value) })),
        ...(generator ? [{ kind: 'request' as const, text: `generator in the page: ${generator.slice(0, 100)}` }] : []),
      ];
      if (evidence.length === 0) return pass('no version number in headers or page');
      return found([
        { key: 'home', severity: 'low', title: 'The server tells the versions of its software', url: home.finalUrl, evidence },
      ]);
    }),
};
