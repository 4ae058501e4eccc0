import { type Check, type CheckMeta, pass, unknown } from '../check.ts';
import { noName, weak, withNames } from '../with-names.ts';

const mxMeta: CheckMeta = {
  id: 'mail-mx',
  area: 'mail',
  title: 'The shop’s domain can receive mail',
  severity: 'info',
  requires: ['names'],
  owner: 'What customers answer, and warnings of finders, do not arrive.',
  remedy: 'Publish an MX record, so that customers’ answers and reports of weaknesses arrive.',
  references: ['RFC 5321'],
};

/** Whether the domain receives mail. */
export const mailMx: Check = {
  meta: mxMeta,
  notFor: noName,
  judge: (inspection) =>
    withNames(inspection, (names) => {
      if (names.mx.kind === 'unknown') return unknown(names.mx.reason);
      if (names.mx.kind === 'none') return weak(mxMeta, names, 'The domain receives no mail', `${names.domain} has no MX record`);
      return pass(names.mx.records.join(', '), 'dns');
    }),
};
