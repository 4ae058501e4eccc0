import type { Transport } from '../../site.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { type SuiteClass, suiteWeakness } from './suite-weakness.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Whether weak cipher suites are accepted (RFC 9325), and modern ones at all. */
export const tlsCiphers: Check = {
  meta: {
    id: 'tls-ciphers',
    area: 'transport',
    title: 'Weak encryption is switched off',
    severity: 'high',
    requires: ['transport'],
    owner: 'What customers send can be read on the way, now or later.',
    remedy: 'Allow only suites with ECDHE and GCM or ChaCha20-Poly1305.',
    remedies: {
      nginx: 'ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; ssl_dhparam with at least 2,048 bits, or no DHE suites',
      apache: 'SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20',
      haproxy: 'ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20',
    },
    references: ['CWE-326', 'CWE-327', 'RFC 9325', 'ASVS 5.0 12.1.2', 'PCI DSS 4.0.1 4.2.1', 'WSTG-CRYP-01'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, (transport) => {
      const weaknesses = [...byClass(transport, inspection.target), ...others(transport, inspection.target)];
      if (weaknesses.length > 0) return found(weaknesses);
      if (transport.cut !== null) return unknown(`Not every suite could be tried: ${transport.cut}`);
      if (transport.asked === null && transport.chosen.length === 0) return unknown('No version could be tried.');
      if (transport.asked !== null && transport.hasModern === null) return unknown('Modern suites could not be tried.');
      const rest = transport.dated.length > 0 ? `; also ${transport.dated.length} suites with the dated CBC mode` : '';
      return pass(`${transport.chosen.map(({ version, suite }) => `${version}: ${suite}`).join(', ')}${rest}`, 'certificate');
    }),
};

function byClass({ dated, asked }: Transport, url: string): Weakness[] {
  const groups = Map.groupBy(dated, suiteWeakness);
  const weak = [...groups].filter((group): group is [SuiteClass, string[]] => group[0] !== null);
  return weak.map(([{ key, severity, title }, suites]) => ({
    ...{ key, severity, title, url },
    evidence: [{ kind: 'certificate', text: `accepted over ${asked}: ${suites.slice(0, 8).join(', ')}${suites.length > 8 ? ' …' : ''}` }],
  }));
}

function others({ dhBits, hasModern, asked, dated, versions }: Transport, url: string): Weakness[] {
  const weaknesses: Weakness[] = [];
  if (dhBits !== null && dhBits < 2048) {
    const severity = dhBits < 1024 ? ('high' as const) : ('medium' as const);
    const evidence = [{ kind: 'certificate' as const, text: `the group of the Diffie-Hellman exchange has ${dhBits} bits` }];
    weaknesses.push({ key: 'short-dh', severity, title: 'The key exchange uses a group that is too short', url, evidence });
  }
  if (asked !== null && hasModern === false && versions['TLSv1.3'] !== 'accepted') {
    const evidence = [{ kind: 'certificate' as const, text: `accepted over ${asked}: ${dated.slice(0, 8).join(', ')}` }];
    weaknesses.push({ key: 'none-modern', severity: 'medium', title: 'No modern encryption is offered', url, evidence });
  }
  return weaknesses;
}
