import type { Names } from '../../inspection.ts';
import { type Check, found, notApplicable, pass, unknown, type Weakness } from '../check.ts';
import { receivesNoMail, withMail } from '../with-mail.ts';
import { noName, recordsOf } from '../with-names.ts';

/** MTA-STS (RFC 8461): mail to the shop goes encrypted, to its own servers only. */
export const mailMtaSts: Check = {
  meta: {
    id: 'mail-mta-sts',
    area: 'mail',
    title: 'Mail to the shop travels encrypted (MTA-STS)',
    severity: 'medium',
    requires: ['names', 'mail'],
    owner: 'Somebody on the way reads what customers write to you.',
    remedy:
      'Publish “v=STSv1; id=…” at _mta-sts and a policy file at https://mta-sts.DOMAIN/.well-known/mta-sts.txt that names every MX; mode testing first, then enforce.',
    references: ['RFC 8461', 'CWE-319'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, (names, { mtaSts, mtaStsPolicy }) => {
      if (names.mx.kind === 'none' || receivesNoMail(names)) return notApplicable('the domain receives no mail');
      if (mtaSts.kind === 'unknown') return unknown(mtaSts.reason);
      const one = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
        key,
        severity,
        title,
        url: `dns:_mta-sts.${names.domain}`,
        evidence: [{ kind: 'dns', text }],
      });
      const [record] = recordsOf(mtaSts, /^v=STSv1\b/i);
      if (record === undefined)
        return found([one('missing', 'info', 'Mail to the shop may travel unencrypted', `_mta-sts.${names.domain} has no record`)]);
      if (mtaStsPolicy?.kind !== 'got') return unknown(`The policy file could not be fetched: ${mtaStsPolicy?.reason ?? 'not tried'}`);
      const { status, body, trusted } = mtaStsPolicy.value;
      if (status !== 200 || typeof trusted === 'string' || !/^version\s*:\s*STSv1\s*$/im.test(body))
        return found([
          one(
            'policy',
            'low',
            'MTA-STS is announced, but its policy file does not count',
            `it answered ${status}${typeof trusted === 'string' ? `, ${trusted}` : ''}`,
          ),
        ]);
      const mode = /^mode\s*:\s*(\w+)/im.exec(body)?.[1]?.toLowerCase() ?? 'missing';
      const strangers = uncovered(
        names,
        [...body.matchAll(/^mx\s*:\s*(\S+)/gim)].map(([, pattern = '']) => pattern.toLowerCase()),
      );
      if (strangers.length > 0)
        return found([
          one(
            'mx',
            mode === 'enforce' ? 'medium' : 'low',
            'The policy for mail does not name every mail server: mail gets lost',
            `${strangers.join(', ')} (mode ${mode})`,
          ),
        ]);
      if (mode !== 'enforce') return found([one('mode', 'info', `The policy for mail does not hold yet (mode ${mode})`, record)]);
      return pass(`${record}; mode enforce, every MX named`, 'dns');
    }),
};

function uncovered({ mx }: Names, patterns: readonly string[]): string[] {
  const hosts = mx.kind === 'records' ? mx.records.map((record) => (record.split(/\s+/)[1] ?? '').replace(/\.$/, '').toLowerCase()) : [];
  return hosts.filter(
    (host) =>
      !patterns.some((pattern) => pattern === host || (pattern.startsWith('*.') && host.slice(host.indexOf('.')) === pattern.slice(1))),
  );
}
