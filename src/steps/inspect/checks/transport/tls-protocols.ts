import { type Check, found, pass, unknown } from '../check.ts';

/** Whether the server still speaks TLS 1.0 or 1.1 (deprecated by RFC 8996). */
export const tlsProtocols: Check = {
  meta: {
    id: 'tls-protocols',
    area: 'transport',
    title: 'Old protocol versions are switched off',
    severity: 'medium',
    requires: ['oldTls', 'tls'],
    owner: 'Old encryption can be broken, and card brands do not allow it.',
    remedy: 'Allow TLS 1.2 and 1.3 only (nginx: ssl_protocols TLSv1.2 TLSv1.3).',
    references: ['CWE-326', 'RFC 8996', 'ASVS 5.0 12.1.1', 'PCI DSS 4.0.1 4.2.1', 'WSTG-CRYP-01'],
  },
  notFor: (inspection) => (inspection.oldTls === null ? 'the shop is inspected over plain HTTP' : null),
  judge: ({ oldTls, tls, target }) => {
    if (oldTls === null || tls?.kind !== 'got') return unknown(tls?.kind === 'unknown' ? tls.reason : 'no HTTPS');
    const accepted = Object.entries(oldTls).filter(([, answer]) => answer === 'accepted');
    const evidence = Object.entries(oldTls).map(([version, answer]) => ({ kind: 'certificate' as const, text: `${version}: ${answer}` }));
    if (accepted.length > 0)
      return found([{ key: 'old', severity: 'medium', title: 'The server still speaks outdated TLS', url: target, evidence }]);
    if (Object.values(oldTls).includes('unknown')) return unknown('Old protocol versions could not be tried.');
    return pass(`speaks ${tls.value.protocol}; TLS 1.0 and 1.1 are refused`, 'certificate');
  },
};
