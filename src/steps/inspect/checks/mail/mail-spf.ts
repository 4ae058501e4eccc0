import { type Check, type CheckMeta, pass, unknown } from '../check.ts';
import { noName, recordsOf, weak, withNames } from '../with-names.ts';

const spfMeta: CheckMeta = {
  id: 'mail-spf',
  area: 'mail',
  title: 'It is published which servers may send the shop’s mail (SPF)',
  severity: 'medium',
  requires: ['names'],
  owner: 'Anybody can send mail that seems to come from your shop.',
  remedy: 'Publish one TXT record “v=spf1 … -all” that lists your mail servers; “v=spf1 -all” if the domain sends no mail.',
  references: ['RFC 7208', 'CWE-290'],
};

/** SPF (RFC 7208): exactly one record, and it ends in a refusal. */
export const mailSpf: Check = {
  meta: spfMeta,
  notFor: noName,
  judge: (inspection) =>
    withNames(inspection, (names) => {
      if (names.txt.kind === 'unknown') return unknown(names.txt.reason);
      const records = recordsOf(names.txt, /^v=spf1(\s|$)/i);
      const [record] = records;
      if (record === undefined)
        return weak(
          spfMeta,
          names,
          'Anybody can send mail in the shop’s name: there is no SPF record',
          `${names.domain} has no SPF record`,
        );
      if (records.length > 1) return weak(spfMeta, names, 'There are two SPF records, so neither counts', records.join(' | '));
      if (/\s[+]?all(\s|$)/i.test(record)) return weak(spfMeta, names, 'The SPF record lets every server send', record, 'high');
      if (/\s[-~]all(\s|$)|redirect=/i.test(record)) return pass(record, 'dns');
      return weak(spfMeta, names, 'The SPF record does not refuse other servers', record, 'low');
    }),
};
