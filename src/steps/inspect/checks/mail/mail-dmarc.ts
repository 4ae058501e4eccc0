import { type Check, type CheckMeta, pass, unknown } from '../check.ts';
import { noName, recordsOf, weak, withNames } from '../with-names.ts';

const dmarcMeta: CheckMeta = {
  id: 'mail-dmarc',
  area: 'mail',
  title: 'Forged mail in the shop’s name is refused (DMARC)',
  severity: 'high',
  requires: ['names'],
  owner: 'Forged mail in your shop’s name arrives in your customers’ inboxes.',
  remedy: 'Publish “v=DMARC1; p=quarantine; rua=mailto:…” at _dmarc; go on to p=reject when the reports are clean.',
  references: ['RFC 7489', 'CWE-290'],
};

/** DMARC (RFC 7489): a policy that does more than report. */
export const mailDmarc: Check = {
  meta: dmarcMeta,
  notFor: noName,
  judge: (inspection) =>
    withNames(inspection, (names) => {
      if (names.dmarc.kind === 'unknown') return unknown(names.dmarc.reason);
      const [record] = recordsOf(names.dmarc, /^v=DMARC1\s*(;|$)/i);
      const policy = /;\s*p\s*=\s*(\w+)/i.exec(record ?? '')?.[1]?.toLowerCase();
      if (record === undefined)
        return weak(
          dmarcMeta,
          names,
          'Receivers are not told to refuse forged mail: there is no DMARC record',
          `_dmarc.${names.domain} has no DMARC record`,
        );
      if (policy === 'reject' || policy === 'quarantine') return pass(record, 'dns');
      return weak(dmarcMeta, names, 'DMARC only reports forged mail, it does not refuse it', record, 'medium');
    }),
};
