import { readTags } from '../../mail.ts';
import { type Check, found, notApplicable, pass, unknown } from '../check.ts';
import { receivesNoMail, withMail } from '../with-mail.ts';
import { noName, recordsOf } from '../with-names.ts';

/** TLS-RPT (RFC 8460): somebody is told when mail to the shop could not be encrypted. */
export const mailTlsRpt: Check = {
  meta: {
    id: 'mail-tls-rpt',
    area: 'mail',
    title: 'Somebody hears of mail that could not be encrypted (TLS-RPT)',
    severity: 'low',
    requires: ['names', 'mail'],
    owner: 'Mail to you fails or is read on the way, and nobody notices.',
    remedy: 'Publish “v=TLSRPTv1; rua=mailto:…” at _smtp._tls.',
    references: ['RFC 8460'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, (names, { tlsRpt }) => {
      if (names.mx.kind === 'none' || receivesNoMail(names)) return notApplicable('the domain receives no mail');
      if (tlsRpt.kind === 'unknown') return unknown(tlsRpt.reason);
      const url = `dns:_smtp._tls.${names.domain}`;
      const [record] = recordsOf(tlsRpt, /^v=TLSRPTv1\b/i);
      if (record === undefined)
        return found([
          {
            key: 'missing',
            severity: 'info',
            title: 'Nobody hears of mail that could not be encrypted',
            url,
            evidence: [{ kind: 'dns', text: `_smtp._tls.${names.domain} has no record` }],
          },
        ]);
      const rua = readTags(record)?.get('rua') ?? '';
      if (/^(mailto:[^@\s]+@\S+|https:\/\/\S+)$/i.test(rua)) return pass(record, 'dns');
      return found([
        {
          key: 'rua',
          severity: 'low',
          title: 'Reports on encryption go to an address that is none',
          url,
          evidence: [{ kind: 'dns', text: record }],
        },
      ]);
    }),
};
