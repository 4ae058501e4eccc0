import type { DnsFact, Inspection, Names } from '../../inspection.ts';
import { type Check, type CheckMeta, found, type Judgement, pass, unknown } from '../check.ts';

const noName = (inspection: Inspection) => (inspection.names === null ? 'the target has no public name' : null);

function withNames(inspection: Inspection, judge: (names: Names) => Judgement): Judgement {
  return inspection.names === null ? unknown('the target has no public name') : judge(inspection.names);
}

function recordsOf(fact: DnsFact, pattern: RegExp): readonly string[] {
  return fact.kind === 'records' ? fact.records.filter((record) => pattern.test(record)) : [];
}

function weak(meta: CheckMeta, names: Names, title: string, text: string, severity = meta.severity): Judgement {
  return found([{ key: names.domain, severity, title, url: `dns:${names.domain}`, evidence: [{ kind: 'dns', text }] }]);
}

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

const caaMeta: CheckMeta = {
  id: 'caa',
  area: 'mail',
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
