import { isSpf, walkSpf } from '../../spf.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { withMail } from '../with-mail.ts';
import { noName } from '../with-names.ts';

/** SPF (RFC 7208): exactly one record that receivers can work out, and it ends in a refusal. */
export const mailSpf: Check = {
  meta: {
    id: 'mail-spf',
    area: 'mail',
    title: 'It is published which servers may send the shop’s mail (SPF)',
    severity: 'medium',
    requires: ['names', 'mail'],
    owner: 'Anybody can send mail that seems to come from your shop.',
    remedy:
      'Publish one TXT record “v=spf1 … -all” that lists your mail servers with at most ten look-ups; “v=spf1 -all” if the domain sends no mail.',
    references: ['RFC 7208', 'CWE-290'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, ({ domain, txt }, { spf }) => {
      if (txt.kind === 'unknown') return unknown(txt.reason);
      const records = txt.kind === 'records' ? txt.records.filter(isSpf) : [];
      const [record] = records;
      const one = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
        key,
        severity,
        title,
        url: `dns:${domain}`,
        evidence: [{ kind: 'dns', text }],
      });
      if (record === undefined)
        return found([
          one(domain, 'medium', 'Anybody can send mail in the shop’s name: there is no SPF record', `${domain} has no SPF record`),
        ]);
      if (records.length > 1) return found([one(domain, 'medium', 'There are two SPF records, so neither counts', records.join(' | '))]);
      const { all, errors, open, usesPtr, unknown: missing, lookups } = walkSpf(record, domain, spf);
      const weaknesses = [
        ...(all === '+' ? [one(domain, 'high', 'The SPF record lets every server send', record)] : []),
        ...(open === null
          ? []
          : [one(`open ${open}`, 'high', 'The SPF record includes one that lets every server send', `${record} (${open})`)]),
        ...(errors.length > 0 ? [one('broken', 'medium', 'Receivers throw the SPF record away', `${record}: ${errors.join('; ')}`)] : []),
        ...((all === '?' || all === null) && missing === null && errors.length === 0
          ? [one(domain, 'low', 'The SPF record does not refuse other servers', record)]
          : []),
        ...(usesPtr ? [one('ptr', 'info', 'The SPF record uses the outdated word “ptr”', record)] : []),
      ];
      if (weaknesses.length > 0) return found(weaknesses);
      if (missing !== null) return unknown(missing);
      return pass(`${record} (${lookups} of ten look-ups)`, 'dns');
    }),
};
