import { type Check, found, pass, type Weakness } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Whether the certificates between the shop’s own and the authority’s are sent, each followed by its issuer (RFC 8446 §4.4.2). */
export const tlsChain: Check = {
  meta: {
    id: 'tls-chain',
    area: 'transport',
    title: 'The chain of certificates is sent whole and in order',
    severity: 'high',
    requires: ['transport', 'tls'],
    owner: 'Phones, payment providers and couriers that do not know the missing certificate cannot connect.',
    remedy: 'Serve the file with the own certificate first and the intermediates behind it, each followed by its issuer.',
    remedies: {
      nginx: 'ssl_certificate fullchain.pem; (not cert.pem)',
      apache: 'SSLCertificateFile fullchain.pem (SSLCertificateChainFile is outdated)',
    },
    references: ['CWE-295', 'CWE-296', 'RFC 5280', 'RFC 8446', 'WSTG-CRYP-01'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ chain, own }, certificate) => {
      const first = chain[0] ?? own;
      const sent = chain.length === 0 ? 'only the own certificate was seen' : chain.map(({ subject }) => subject).join(' ← ');
      const evidence = [{ kind: 'certificate' as const, text: sent.slice(0, 400) }];
      const url = inspection.target;
      const weaknesses: Weakness[] = [];
      const isBroken = typeof certificate?.trusted === 'string' && /incomplete/.test(certificate.trusted);
      if (isBroken && first && !first.isSelfSigned && !(chain.at(-1)?.isSelfSigned ?? false))
        weaknesses.push({
          key: 'incomplete',
          severity: 'high',
          title: 'A certificate between the shop’s own and the authority’s is missing',
          url,
          evidence,
        });
      const inOrder = chain.every(({ isSignedByNext }) => isSignedByNext !== false);
      if (!inOrder)
        weaknesses.push({
          key: 'order',
          severity: 'low',
          title: 'The certificates are not sent in order, or one does not belong',
          url,
          evidence,
        });
      if (weaknesses.length > 0) return found(weaknesses);
      if (first?.isSelfSigned) return pass('there is no chain: the certificate is self-signed, see tls-certificate', 'certificate');
      return pass(
        `${sent.slice(0, 300)}${chain.length === 0 ? ': TLS 1.3 hides the rest, the whole is trusted or not by tls-certificate' : ''}`,
        'certificate',
      );
    }),
};
