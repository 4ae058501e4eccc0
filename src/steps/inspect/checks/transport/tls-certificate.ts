import { DAY } from '#kernel/time.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

/** Whether the certificate is trusted, fits the name, and lasts for more than two weeks. */
export const tlsCertificate: Check = {
  meta: {
    id: 'tls-certificate',
    area: 'transport',
    title: 'The certificate is valid',
    severity: 'high',
    requires: ['tls', 'transport', 'startedAt'],
    owner: 'Browsers turn customers away with a warning, or cannot tell your shop from another.',
    remedy: 'Renew the certificate for this name and see that its renewal runs by itself.',
    references: ['CWE-295', 'RFC 5280', 'ASVS 5.0 12.2.2', 'WSTG-CRYP-01'],
  },
  notFor: (inspection) => (inspection.tls === null ? 'the shop is inspected over plain HTTP' : null),
  judge: ({ tls, transport, target, startedAt }) => {
    if (tls === null || tls.kind === 'unknown') return unknown(tls?.reason ?? 'no HTTPS');
    const { trusted, validFrom, validTo, issuer, names, fingerprint256 } = tls.value;
    const days = Math.floor((Date.parse(validTo) - Date.parse(startedAt)) / DAY);
    const facts = `issued by ${issuer} for ${names.slice(0, 5).join(', ')}, from ${validFrom.slice(0, 10)} until ${validTo.slice(0, 10)} (${days} days)`;
    const weaknesses: Weakness[] = [];
    const add = (key: string, severity: Weakness['severity'], title: string, more: readonly string[] = []) => {
      const texts = [facts, ...more].map((text) => ({ kind: 'certificate' as const, text, ref: fingerprint256 }));
      weaknesses.push({ key, severity, title, url: target, evidence: texts });
    };
    const own = transport?.kind === 'got' ? (transport.value.chain[0] ?? transport.value.own) : null;
    if (days < 0) add('expired', 'critical', 'The certificate has expired');
    if (validFrom > startedAt) add('not-yet', 'critical', 'The certificate is not valid yet');
    if (!isFor(names, target)) add('name', 'high', 'The certificate is for another name');
    if (own?.isSelfSigned) add('self-signed', 'high', 'The certificate is self-signed: browsers do not trust it');
    if (trusted !== true && weaknesses.length === 0) add('untrusted', 'high', 'Browsers do not trust the certificate', [trusted]);
    if (weaknesses.length === 0 && days < 14) add('expiring', days < 4 ? 'high' : 'medium', `The certificate expires in ${days} days`);
    return weaknesses.length > 0 ? found(weaknesses) : pass(facts, 'certificate');
  },
};

/** As browsers compare (RFC 6125): a star stands for one whole label on the left. Addresses must stand there as they are. */
function isFor(names: readonly string[], target: string): boolean {
  const host = new URL(target).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const rest = host.slice(host.indexOf('.'));
  return names.some((name) => {
    const lower = name.toLowerCase();
    return lower === host || (lower.startsWith('*.') && !/^[\d.]+$/.test(host) && host.includes('.') && lower.slice(1) === rest);
  });
}
