import { readTags } from '../../mail.ts';
import { type Check, found, notApplicable, pass, unknown } from '../check.ts';
import { withMail } from '../with-mail.ts';
import { noName, recordsOf } from '../with-names.ts';

/** BIMI: a mark beside the shop's mail is shown only with a DMARC policy that holds, and with a picture that can be fetched. */
export const mailBimi: Check = {
  meta: {
    id: 'mail-bimi',
    area: 'mail',
    title: 'The shop’s mark beside its mail can be shown (BIMI)',
    severity: 'low',
    requires: ['names', 'mail'],
    owner: 'Customers do not see the mark by which they know your real mail.',
    remedy: 'Name an SVG over https:// in “v=BIMI1; l=…; a=…” and set DMARC to p=quarantine or p=reject for all mail.',
    references: ['BIMI draft-brand-indicators-for-message-identification', 'RFC 7489'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, ({ domain, dmarc }, { bimi }) => {
      if (bimi.kind === 'unknown') return unknown(bimi.reason);
      const [record] = recordsOf(bimi, /^v=BIMI1\b/i);
      if (record === undefined) return notApplicable('the domain does not use BIMI');
      const tags = readTags(record);
      const policy = readTags(recordsOf(dmarc, /^v=DMARC1\b/i)[0] ?? '');
      const faults = [
        ...(/^https:\/\/\S+\.svgz?$/i.test(tags?.get('l') ?? '') ? [] : ['l names no SVG over https']),
        ...(/^(quarantine|reject)$/i.test(policy?.get('p') ?? '') && Number(policy?.get('pct') ?? 100) === 100
          ? []
          : ['DMARC does not hold for all mail']),
      ];
      if (faults.length === 0) return pass(record, 'dns');
      return found([
        {
          key: 'bimi',
          severity: 'low',
          title: 'The shop’s mark beside its mail is not shown',
          url: `dns:default._bimi.${domain}`,
          evidence: [{ kind: 'dns', text: `${record}: ${faults.join('; ')}` }],
        },
      ]);
    }),
};
