import type { SentCertificate } from '#engines/tls/types.ts';
import { DAY } from '#kernel/time.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** MD2, MD5 and SHA-1 with RSA, DSA and ECDSA. */
const BROKEN: ReadonlySet<string> = new Set([
  ...['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.4', '1.2.840.113549.1.1.5'],
  ...['1.2.840.10040.4.3', '1.2.840.10045.4.1', '1.3.14.3.2.29'],
]);

/** Most days that a certificate may last, by the day from which it is issued (CA/Browser Forum, ballots SC-31 and SC-081v3). */
const LONGEST: readonly (readonly [string, number])[] = [
  ['2029-03-15', 47],
  ['2027-03-15', 100],
  ['2026-03-15', 200],
  ['2020-09-01', 398],
];

/** Whether keys and signatures of the sent certificates hold today. */
export const tlsKey: Check = {
  meta: {
    id: 'tls-key',
    area: 'transport',
    title: 'Keys and signatures of the certificates hold',
    severity: 'high',
    requires: ['transport', 'tls'],
    owner: 'With enough computers somebody can make a certificate that passes for yours.',
    remedy:
      'Have a new certificate issued for a new key: RSA with at least 2,048 bits, or ECDSA P-256; signed with SHA-256; renewed by itself.',
    references: ['CWE-326', 'CWE-328', 'ASVS 5.0 11.2.3', 'NIST SP 800-57', 'WSTG-CRYP-01'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ chain, own }, whole) => {
      const certificates = chain.length > 0 ? chain : own ? [own] : [];
      const [first] = certificates;
      if (!first) return unknown('No certificate could be read.');
      const weaknesses = certificates.flatMap((one, at) => judgeOne(one, at, inspection.target));
      const long = whole?.trusted === true ? tooLong(first) : null;
      if (long !== null)
        weaknesses.push({
          key: 'long',
          severity: 'low',
          title: 'The certificate lasts longer than browsers allow',
          url: inspection.target,
          evidence: [{ kind: 'certificate', text: long }],
        });
      if (weaknesses.length > 0) return found(weaknesses);
      return pass(`${first.keyType.toUpperCase()}${first.keyBits === null ? '' : `, ${first.keyBits} bits`}`, 'certificate');
    }),
};

function judgeOne(one: SentCertificate, at: number, url: string): Weakness[] {
  const whose = at === 0 ? 'own' : `${at}`;
  const short = one.keyBits !== null && one.keyBits < (/^(rsa|dsa)/.test(one.keyType) ? 2_048 : 224);
  // The signature of a root is never looked at.
  const broken = BROKEN.has(one.signature) && !(one.isSelfSigned && at > 0);
  const evidence = (text: string) => [{ kind: 'certificate' as const, text: `${one.subject.slice(0, 200)}: ${text}` }];
  return [
    ...(short
      ? [
          {
            key: `key-${whose}`,
            severity: 'high' as const,
            title: 'A certificate has a key that is too short',
            url,
            evidence: evidence(`${one.keyType} with ${one.keyBits} bits`),
          },
        ]
      : []),
    ...(broken
      ? [
          {
            key: `signature-${whose}`,
            severity: 'high' as const,
            title: 'A certificate is signed with a broken hash',
            url,
            evidence: evidence(`signed with ${one.signature} (MD5 or SHA-1)`),
          },
        ]
      : []),
  ];
}

function tooLong({ validFrom, validTo }: SentCertificate): string | null {
  const most = LONGEST.find(([from]) => validFrom >= from)?.[1];
  const days = (Date.parse(validTo) - Date.parse(validFrom)) / DAY;
  return most !== undefined && days > most + 1 ? `valid for ${Math.round(days)} days, at most ${most} are allowed` : null;
}
