import { readTags } from '../../mail.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { withMail } from '../with-mail.ts';
import { noName, recordsOf } from '../with-names.ts';

const words: Readonly<Record<string, string>> = {
  reject: 'a forged mail is refused',
  quarantine: 'a forged mail goes to the spam folder',
  none: 'a forged mail is delivered',
};

/** DMARC (RFC 7489): a policy that does more than report, for subdomains too; says what happens to a forged mail. */
export const mailDmarc: Check = {
  meta: {
    id: 'mail-dmarc',
    area: 'mail',
    title: 'Forged mail in the shop’s name is refused (DMARC)',
    severity: 'high',
    requires: ['names', 'mail'],
    owner: 'Forged mail in your shop’s name arrives in your customers’ inboxes.',
    remedy: 'Publish “v=DMARC1; p=quarantine; rua=mailto:…” at _dmarc; go on to p=reject when the reports are clean.',
    references: ['RFC 7489', 'CWE-290'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, ({ domain, dmarc }, mail) => {
      if (dmarc.kind === 'unknown') return unknown(dmarc.reason);
      const host = new URL(inspection.target).hostname;
      const one = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
        key,
        severity,
        title,
        url: `dns:_dmarc.${domain}`,
        evidence: [{ kind: 'dns', text }],
      });
      const records = recordsOf(dmarc, /^v=DMARC1\s*(;|$)/i);
      const [record] = records;
      if (record === undefined)
        return found([
          one(
            domain,
            'high',
            'Receivers are not told to refuse forged mail: there is no DMARC record',
            `_dmarc.${domain} has no DMARC record: ${words.none}`,
          ),
        ]);
      if (records.length > 1) return found([one(domain, 'high', 'There are several DMARC records, so none counts', records.join(' | '))]);
      const tags = readTags(record);
      const policy = tags?.get('p')?.toLowerCase();
      if (!tags || !/^(none|quarantine|reject)$/.test(policy ?? ''))
        return found([one(domain, 'high', 'The DMARC record says no policy that receivers understand', record)]);
      const weaknesses = [...judgePolicy(tags, record, domain, one), ...judgeReports(tags, record, mail.reportTo, one)];
      const own = recordsOf(mail.hostDmarc ?? { kind: 'none' }, /^v=DMARC1\s*(;|$)/i)[0];
      if (own !== undefined && readTags(own)?.get('p')?.toLowerCase() === 'none' && policy !== 'none')
        weaknesses.push(
          one(`host ${host}`, 'medium', `DMARC of ${host} only reports, though the domain refuses`, `_dmarc.${host}: ${own}`),
        );
      return weaknesses.length > 0 ? found(weaknesses) : pass(`${words[policy ?? 'none']}: ${record}`, 'dns');
    }),
};

type One = (key: string, severity: Weakness['severity'], title: string, text: string) => Weakness;

function judgePolicy(tags: ReadonlyMap<string, string>, record: string, domain: string, one: One): Weakness[] {
  const policy = tags.get('p')?.toLowerCase() ?? 'none';
  const sub = tags.get('sp')?.toLowerCase() ?? policy;
  const share = Number(tags.get('pct') ?? 100);
  const weaknesses: Weakness[] = [];
  if (policy === 'none')
    weaknesses.push(one(domain, 'medium', 'DMARC only reports forged mail, it does not refuse it', `${words.none}: ${record}`));
  else if (!(share >= 100)) weaknesses.push(one('pct', 'low', `DMARC is applied to ${share || 0} of 100 mails only`, record));
  if (policy !== 'none' && sub === 'none')
    weaknesses.push(one('sp', 'medium', 'Forged mail from made-up subdomains is delivered (sp=none)', record));
  return weaknesses;
}

function judgeReports(
  tags: ReadonlyMap<string, string>,
  record: string,
  reportTo: Readonly<Record<string, { kind: string }>>,
  one: One,
): Weakness[] {
  const rua = tags.get('rua');
  if (rua === undefined) return [one('rua', 'info', 'Nobody gets reports about forged mail', `${record} has no rua`)];
  if (rua.split(',').some((address) => !/^\s*mailto:[^@\s]+@[^@\s,]+\s*$/i.test(address)))
    return [one('rua', 'low', 'Reports about forged mail go to an address that is none', record)];
  const silent = Object.entries(reportTo)
    .filter(([, fact]) => fact.kind === 'none')
    .map(([host]) => host);
  return silent.length === 0
    ? []
    : [
        one(
          'rua',
          'low',
          `${silent.join(', ')} never agreed to get reports, so none are sent there`,
          `no record at ${silent.map((host) => `….${'_report._dmarc'}.${host}`).join(', ')}`,
        ),
      ];
}
