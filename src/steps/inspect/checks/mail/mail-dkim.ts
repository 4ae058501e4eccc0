import { createPublicKey } from 'node:crypto';
import { readTags } from '../../mail.ts';
import { type Check, found, notApplicable, pass, unknown, type Weakness } from '../check.ts';
import { sendsNoMail, withMail } from '../with-mail.ts';
import { noName } from '../with-names.ts';

/** DKIM (RFC 6376, RFC 8301): keys under the well-known names are long enough and in use. Other names cannot be known from outside. */
export const mailDkim: Check = {
  meta: {
    id: 'mail-dkim',
    area: 'mail',
    title: 'The keys that sign the shop’s mail hold (DKIM)',
    severity: 'low',
    requires: ['names', 'mail'],
    owner: 'Your letters land in the spam folder, or somebody signs own ones in your name.',
    remedy: 'Let your mail service sign with a key of 2,048 bits, publish it, and take old and test keys away.',
    references: ['RFC 6376', 'RFC 8301', 'CWE-326'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, (names, { dkim }) => {
      if (sendsNoMail(names)) return notApplicable('the domain says that it sends no mail');
      const url = `dns:${names.domain}`;
      const keys = dkim.flatMap(({ selector, fact }) =>
        fact.kind === 'records'
          ? fact.records.filter((record) => /\bp=/.test(record)).map((record) => ({ selector, ...readKey(record) }))
          : [],
      );
      const weaknesses = keys.flatMap(({ selector, bits, isTest, isBroken }): Weakness[] => {
        const one = (severity: Weakness['severity'], title: string, text: string): Weakness => ({
          key: selector,
          severity,
          title,
          url,
          evidence: [{ kind: 'dns', text }],
        });
        if (isBroken)
          return [one('low', `The key “${selector}” for signing mail cannot be read`, `${selector}._domainkey.${names.domain}`)];
        if (bits !== null && bits < 1024)
          return [
            one(
              'medium',
              `The key “${selector}” for signing mail is far too short`,
              `${bits} bits: receivers do not accept it, thieves can work it out`,
            ),
          ];
        if (bits !== null && bits < 2048)
          return [one('info', `The key “${selector}” for signing mail is short`, `${bits} bits, 2,048 are recommended`)];
        return isTest
          ? [one('low', `The key “${selector}” says that it is only a test`, 't=y: receivers may take signed mail for unsigned')]
          : [];
      });
      if (weaknesses.length > 0) return found(weaknesses);
      const good = keys.filter(({ isRevoked }) => !isRevoked);
      if (good.length > 0)
        return pass(good.map(({ selector, bits }) => `${selector}${bits === null ? '' : ` (${bits} bits)`}`).join(', '), 'dns');
      const failed = dkim.find(({ fact }) => fact.kind === 'unknown')?.fact;
      return unknown(
        failed?.kind === 'unknown' ? failed.reason : 'No key lies under a well-known name; others cannot be known from outside.',
      );
    }),
};

function readKey(record: string) {
  const tags = readTags(record.replace(/;\s*$/, ''));
  const key = tags?.get('p')?.replace(/\s/g, '') ?? '';
  const isTest = /(^|:)y(:|$)/.test(tags?.get('t') ?? '');
  if (key === '') return { bits: null, isTest: false, isRevoked: true, isBroken: false };
  if (tags?.get('k')?.toLowerCase() === 'ed25519')
    return { bits: null, isTest, isRevoked: false, isBroken: Buffer.from(key, 'base64').length !== 32 };
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return { bits: asymmetricKeyDetails?.modulusLength ?? null, isTest, isRevoked: false, isBroken: false };
  } catch {
    return { bits: null, isTest, isRevoked: false, isBroken: true };
  }
}
