import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Whether the server still speaks SSL 3.0 (RFC 7568), TLS 1.0 or 1.1 (RFC 8996), and speaks TLS 1.2 or 1.3 at all. */
export const tlsProtocols: Check = {
  meta: {
    id: 'tls-protocols',
    area: 'transport',
    title: 'Old protocol versions are switched off',
    severity: 'medium',
    requires: ['transport', 'tls'],
    owner: 'Old encryption can be broken, and card brands do not allow it.',
    remedy: 'Allow TLS 1.2 and 1.3 only.',
    remedies: {
      nginx: 'ssl_protocols TLSv1.2 TLSv1.3;',
      apache: 'SSLProtocol -all +TLSv1.2 +TLSv1.3',
      haproxy: 'ssl-default-bind-options ssl-min-ver TLSv1.2',
    },
    references: ['CWE-326', 'RFC 8996', 'RFC 7568', 'ASVS 5.0 12.1.1', 'PCI DSS 4.0.1 4.2.1', 'WSTG-CRYP-01'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ versions }) => {
      const words = Object.entries(versions);
      const evidence = [{ kind: 'certificate' as const, text: words.map(([version, word]) => `${version} ${word}`).join(', ') }];
      const url = inspection.target;
      const old = words.filter(([version, word]) => word === 'accepted' && !/1\.[23]$/.test(version)).map(([version]) => version);
      const weaknesses: Weakness[] = [];
      if (versions.SSLv3 === 'accepted')
        weaknesses.push({ key: 'ssl3', severity: 'high', title: 'The server still speaks SSL 3.0, which is broken', url, evidence });
      if (old.some((version) => version !== 'SSLv3'))
        weaknesses.push({
          key: 'old',
          severity: 'medium',
          title: `The server still speaks outdated TLS (${old.join(', ')})`,
          url,
          evidence,
        });
      if (versions['TLSv1.2'] === 'refused' && versions['TLSv1.3'] === 'refused')
        weaknesses.push({
          key: 'none-new',
          severity: 'high',
          title: 'Today’s browsers cannot connect: TLS 1.2 and 1.3 are refused',
          url,
          evidence,
        });
      if (weaknesses.length > 0) return found(weaknesses);
      if (words.some(([, word]) => word === 'unknown')) return unknown(`Not every version could be tried: ${evidence[0]?.text}`);
      return pass(evidence[0]?.text ?? '', 'certificate');
    }),
};
