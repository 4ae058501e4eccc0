import { DAY } from '#kernel/time.ts';
import { type Check, found, pass, unknown } from '../check.ts';

/** Whether the certificate is trusted, fits the name, and lasts for more than two weeks. */
export const tlsCertificate: Check = {
  meta: {
    id: 'tls-certificate',
    area: 'transport',
    title: 'The certificate is valid',
    severity: 'high',
    requires: ['tls', 'startedAt'],
    owner: 'Browsers turn customers away with a warning, or cannot tell your shop from another.',
    remedy: 'Renew the certificate for this name and see that its renewal runs by itself.',
    references: ['CWE-295', 'RFC 5280', 'ASVS 5.0 12.2.2', 'WSTG-CRYP-01'],
  },
  notFor: (inspection) => (inspection.tls === null ? 'the shop is inspected over plain HTTP' : null),
  judge: ({ tls, target, startedAt }) => {
    if (tls === null || tls.kind === 'unknown') return unknown(tls?.reason ?? 'no HTTPS');
    const { trusted, validTo, issuer, names } = tls.value;
    const days = Math.floor((Date.parse(validTo) - Date.parse(startedAt)) / DAY);
    const facts = `issued by ${issuer} for ${names.slice(0, 5).join(', ')}, until ${validTo.slice(0, 10)} (${days} days)`;
    const evidence = [{ kind: 'certificate' as const, text: facts, ref: tls.value.fingerprint256 }];
    const url = target;
    if (days < 0) return found([{ key: 'expired', severity: 'critical', title: 'The certificate has expired', url, evidence }]);
    if (trusted !== true) {
      return found([
        {
          key: 'untrusted',
          severity: 'high',
          title: 'Browsers do not trust the certificate',
          url,
          evidence: [...evidence, { kind: 'certificate', text: trusted }],
        },
      ]);
    }
    if (days < 14)
      return found([
        { key: 'expiring', severity: days < 4 ? 'high' : 'medium', title: `The certificate expires in ${days} days`, url, evidence },
      ]);
    return pass(facts, 'certificate');
  },
};
