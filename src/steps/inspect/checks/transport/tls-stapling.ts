import { type Check, found, pass } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Whether an answer about revocation comes with the certificate (RFC 6066), where the certificate demands or allows it. */
export const tlsStapling: Check = {
  meta: {
    id: 'tls-stapling',
    area: 'transport',
    title: 'A certificate that demands a stapled answer gets one',
    severity: 'high',
    requires: ['transport'],
    owner: 'Browsers that keep to the demand turn customers away.',
    remedy: 'Switch OCSP stapling on, or have a certificate issued that does not demand it.',
    remedies: { nginx: 'ssl_stapling on; ssl_stapling_verify on; and a resolver', apache: 'SSLUseStapling on and SSLStaplingCache' },
    references: ['RFC 6066', 'RFC 7633', 'CWE-299'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ chain, own, isStapled }) => {
      const first = chain[0] ?? own;
      if (isStapled) return pass('an answer about revocation is stapled', 'certificate');
      if (!first?.demandsStaple)
        return pass(
          first?.hasResponder ? 'none is stapled, and none is demanded' : 'the certificate names nobody to ask (usual since 2025)',
          'certificate',
        );
      const evidence = [{ kind: 'certificate' as const, text: 'the certificate demands it (must-staple), nothing was stapled' }];
      return found([
        {
          key: 'must-staple',
          severity: 'high',
          title: 'The certificate demands a stapled answer that does not come',
          url: inspection.target,
          evidence,
        },
      ]);
    }),
};
