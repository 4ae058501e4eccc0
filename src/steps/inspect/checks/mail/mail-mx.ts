import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { receivesNoMail, sendsNoMail, withMail } from '../with-mail.ts';
import { noName } from '../with-names.ts';

/** Whether the domain receives mail, or says plainly that it does not (RFC 7505) and then sends none either. */
export const mailMx: Check = {
  meta: {
    id: 'mail-mx',
    area: 'mail',
    title: 'The shop’s domain can receive mail',
    severity: 'low',
    requires: ['names', 'mail'],
    owner: 'What customers answer, and warnings of finders, do not arrive.',
    remedy:
      'Publish an MX record, so that customers’ answers and reports of weaknesses arrive; a domain without mail publishes “0 .”, “v=spf1 -all” and “v=DMARC1; p=reject”.',
    references: ['RFC 5321', 'RFC 7505'],
  },
  notFor: noName,
  judge: (inspection) =>
    withMail(inspection, (names) => {
      const { mx, domain, dmarc } = names;
      if (mx.kind === 'unknown') return unknown(mx.reason);
      const one = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
        key,
        severity,
        title,
        url: `dns:${domain}`,
        evidence: [{ kind: 'dns', text }],
      });
      if (receivesNoMail(names)) {
        const isClosed =
          sendsNoMail(names) && dmarc.kind === 'records' && dmarc.records.some((record) => /;\s*p\s*=\s*reject\b/i.test(record));
        if (isClosed) return pass(`${domain} says that it neither receives nor sends mail`, 'dns');
        return found([
          one(
            'parked',
            'low',
            'The domain has no mail, but forged mail in its name is not refused',
            'a null MX without “v=spf1 -all” and “p=reject”',
          ),
        ]);
      }
      if (mx.kind === 'none') return found([one(domain, 'info', 'The domain receives no mail', `${domain} has no MX record`)]);
      return pass(mx.records.join(', '), 'dns');
    }),
};
