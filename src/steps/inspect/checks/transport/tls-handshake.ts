import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Known weaknesses of the handshake itself: compression (CRIME), renegotiation (RFC 5746), and who decides on the suite. */
export const tlsHandshake: Check = {
  meta: {
    id: 'tls-handshake',
    area: 'transport',
    title: 'The handshake has no known weakness',
    severity: 'medium',
    requires: ['transport'],
    owner: 'Somebody on the way can slip own words into a customer’s connection, or guess cookies from it.',
    remedy: 'Switch TLS compression off, and update a TLS library that does not know safe renegotiation (RFC 5746).',
    references: ['CWE-310', 'CWE-757', 'RFC 5746', 'RFC 9325', 'WSTG-CRYP-01'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ isCompressed, isRenegotiationSafe, order, dated, versions, asked }) => {
      const weaknesses: Weakness[] = [];
      const add = (key: string, severity: Weakness['severity'], title: string, text: string) =>
        weaknesses.push({ key, severity, title, url: inspection.target, evidence: [{ kind: 'certificate', text }] });
      if (isCompressed) add('compression', 'medium', 'What is encrypted is packed before (CRIME)', 'the server chose compression');
      if (isRenegotiationSafe === false)
        add('renegotiation', 'medium', 'The server does not know safe renegotiation', 'no renegotiation_info in its first message');
      if (order === 'client' && dated.length > 0)
        add('order', 'info', 'The visitor decides on the encryption, also for a dated one', 'the server follows the order of the visitor');
      if (weaknesses.length > 0) return found(weaknesses);
      if (asked === null && versions['TLSv1.3'] !== 'accepted') return unknown('No version could be tried.');
      return pass(
        asked === null ? 'only TLS 1.3, which has none of these' : `no compression, safe renegotiation, order by ${order}`,
        'certificate',
      );
    }),
};
