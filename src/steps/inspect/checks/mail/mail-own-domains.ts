import { readTags } from '../../mail.ts';
import type { OwnDomain } from '../../own-domains.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';
import { recordsOf } from '../with-names.ts';

/** Other domains of the owner: those that have no mail are closed to forgers, the others say what happens to forged mail. */
export const mailOwnDomains: Check = {
  meta: {
    id: 'mail-own-domains',
    area: 'mail',
    title: 'Nobody can send mail in the name of your other domains',
    severity: 'medium',
    requires: ['ownDomains'],
    owner: 'Forged mail in the name of a domain that you own, but do not use, arrives in your customers’ inboxes.',
    remedy:
      'For a domain without mail publish three records: TXT “v=spf1 -all”, TXT at _dmarc “v=DMARC1; p=reject”, and MX “0 .”. For one with mail, its own SPF and DMARC as for the shop’s domain.',
    references: ['RFC 7208', 'RFC 7489', 'RFC 7505', 'CWE-290'],
  },
  notFor: ({ ownDomains }) => ((ownDomains ?? []).length === 0 ? 'no other domains of the owner are named' : null),
  judge: ({ ownDomains = [] }) => {
    const weaknesses = ownDomains.flatMap(weaknessesOf);
    if (weaknesses.length > 0) return found(weaknesses);
    const dark = ownDomains.flatMap(({ txt, mx, dmarc }) => [txt, mx, dmarc]).find((fact) => fact.kind === 'unknown');
    if (dark?.kind === 'unknown') return unknown(dark.reason);
    return pass(`closed or with a policy: ${ownDomains.map(({ domain }) => domain).join(', ')}`, 'dns');
  },
};

function weaknessesOf({ domain, ns, txt, mx, dmarc }: OwnDomain): Weakness[] {
  const say = (key: string, severity: Weakness['severity'], title: string, text: string): Weakness => ({
    ...{ key: `${domain} ${key}`, severity, title, url: `dns:${domain}` },
    evidence: [{ kind: 'dns', text }],
  });
  // Without name servers nobody holds it, or not any more: then all that is missing is not the weakness.
  if (ns?.kind === 'none' && [txt, mx, dmarc].every(({ kind }) => kind === 'none')) {
    const title = `${domain} has no name servers: it may be free for anybody to register`;
    return [say('gone', 'high', title, `no NS record of ${domain}: whoever registers it receives its mail and sends in its name`)];
  }
  const receives = mx.kind === 'records' && mx.records.some((record) => !/^\d+\s+\.?$/.test(record));
  const [spf] = recordsOf(txt, /^v=spf1(\s|$)/i);
  // Whoever names senders uses it for mail, whether it receives any or not.
  const sends = spf !== undefined && !/^v=spf1\s+[-~]all\s*$/i.test(spf);
  // What could not be asked is not taken for nothing.
  const hasMail = receives || sends || mx.kind === 'unknown' || txt.kind === 'unknown';
  const policy =
    readTags(recordsOf(dmarc, /^v=DMARC1\s*(;|$)/i)[0] ?? '')
      ?.get('p')
      ?.toLowerCase() ?? null;
  const sub =
    readTags(recordsOf(dmarc, /^v=DMARC1\s*(;|$)/i)[0] ?? '')
      ?.get('sp')
      ?.toLowerCase() ?? policy;
  return [
    ...(dmarc.kind === 'unknown' ? [] : policyOf(say, domain, { policy, sub, hasMail })),
    ...(txt.kind === 'unknown' ? [] : senderOf(say, domain, { spf, hasMail })),
    ...(mx.kind !== 'none' || hasMail
      ? []
      : [say('mx', 'info', `${domain} does not say that it receives no mail`, `${domain} has no MX record: mail is tried at its address`)]),
  ];
}

type Say = (key: string, severity: Weakness['severity'], title: string, text: string) => Weakness;

function policyOf(
  say: Say,
  domain: string,
  { policy, sub, hasMail }: { policy: string | null; sub: string | null; hasMail: boolean },
): Weakness[] {
  if (policy === null) return [say('dmarc', 'medium', `Forged mail from ${domain} is delivered`, `_dmarc.${domain} has no DMARC policy`)];
  if (policy === 'none') return [say('dmarc', 'medium', `Forged mail from ${domain} is delivered`, `DMARC of ${domain} says p=none`)];
  if (sub === 'none')
    return [say('dmarc', 'medium', `Forged mail from made-up subdomains of ${domain} is delivered`, `DMARC of ${domain} says sp=none`)];
  if (!hasMail && policy !== 'reject')
    return [
      say(
        'dmarc',
        'low',
        `Forged mail from ${domain} is not refused`,
        `DMARC of ${domain} says p=${policy}; it has no mail, so p=reject loses none`,
      ),
    ];
  return [];
}

function senderOf(say: Say, domain: string, { spf, hasMail }: { spf: string | undefined; hasMail: boolean }): Weakness[] {
  if (spf === undefined)
    return [say('spf', hasMail ? 'medium' : 'low', `${domain} does not say who may send mail in its name`, `${domain} has no SPF record`)];
  if (/\+all\b|\s\ball\s*$/i.test(spf) && !/[-~?]all/i.test(spf))
    return [say('spf', 'medium', `Everybody may send mail in the name of ${domain}`, spf)];
  if (!hasMail && !/\s-all\s*$/i.test(spf)) return [say('spf', 'low', `${domain} has no mail, but its SPF record does not refuse it`, spf)];
  return [];
}
