import { type Check, type CheckMeta, pass, unknown } from '../check.ts';
import { noName, weak, withNames } from '../with-names.ts';

const caaMeta: CheckMeta = {
  id: 'caa',
  area: 'transport',
  title: 'It is published who may issue certificates (CAA)',
  severity: 'low',
  requires: ['names'],
  owner: 'Any authority can be tricked into issuing a certificate for your shop.',
  remedy: 'Publish a CAA record that names your certificate authority, for example: 0 issue "letsencrypt.org".',
  references: ['RFC 8659', 'CWE-295'],
};

/** CAA (RFC 8659) at the registrable domain. */
export const caa: Check = {
  meta: caaMeta,
  notFor: noName,
  judge: (inspection) =>
    withNames(inspection, (names) => {
      if (names.caa.kind === 'unknown') return unknown(names.caa.reason);
      if (names.caa.kind === 'records') return pass(names.caa.records.join(', '), 'dns');
      return weak(caaMeta, names, 'Every authority may issue certificates for the shop', `${names.domain} has no CAA record`);
    }),
};
