import { DAY } from '#kernel/time.ts';
import { type Check, found, pass, unknown, type Weakness } from '../check.ts';

/** RFC 3339, as RFC 9116 §2.5.5 demands. */
const DATE = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Whether people who find a weakness know where to report it (RFC 9116). */
export const securityTxt: Check = {
  meta: {
    id: 'security-txt',
    area: 'headers',
    title: 'Finders of weaknesses know whom to tell',
    severity: 'low',
    requires: ['securityTxt', 'startedAt'],
    owner: 'Who finds a hole in your shop does not know whom to tell, and tells others.',
    remedy: 'Serve /.well-known/security.txt as text/plain with “Contact: mailto:…” and “Expires:” less than a year ahead (RFC 9116).',
    references: ['RFC 9116'],
  },
  judge: ({ securityTxt: answer, target, startedAt }) => {
    if (answer.kind === 'unknown') return unknown(answer.reason);
    const { status, body, finalUrl, headers } = answer.value;
    if (status >= 500 || status === 429 || status === 403) return unknown(`${finalUrl} answered ${status}`);
    const fields = readFields(body);
    const contacts = fields.get('contact') ?? [];
    const url = `${target}/.well-known/security.txt`;
    const one = (key: string, severity: 'low' | 'info', title: string, text: string): Weakness => ({
      key,
      severity,
      title,
      url,
      evidence: [{ kind: 'request', text }],
    });
    if (status !== 200 || contacts.length === 0 || /<html/i.test(body)) {
      return found([one('missing', 'low', 'There is no security.txt', `${finalUrl} answered ${status} without a contact`)]);
    }
    const expires = fields.get('expires') ?? [];
    const weaknesses = [
      ...judgeExpiry(expires, startedAt).map(([key, severity, title, text]) => one(key, severity, title, text)),
      ...contacts
        .filter((contact) => !/^(mailto:|https:\/\/|tel:)\S+$/i.test(contact))
        .map((contact) =>
          one(
            'contact',
            'low',
            'The contact in security.txt is no address that can be opened',
            `Contact: ${contact.slice(0, 80)} (RFC 9116 wants mailto:, https:// or tel:)`,
          ),
        ),
      ...canonicalFaults(fields, url, finalUrl).map((text) =>
        one('canonical', 'info', 'The security.txt says that it belongs elsewhere', text),
      ),
      ...(/^text\/plain\b/i.test(headers['content-type'] ?? 'text/plain')
        ? []
        : [one('type', 'info', 'The security.txt is not sent as plain text', `Content-Type: ${headers['content-type']}`)]),
    ];
    if (weaknesses.length > 0) return found([...new Map(weaknesses.map((weakness) => [weakness.key, weakness])).values()]);
    const signed = /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(body) ? ', signed' : '';
    return pass(`Contact: ${contacts[0]?.slice(0, 100)}, until ${expires[0]}${signed}`, 'request');
  },
};

/** Fields by their name in small letters; comments and the lines of a signature are none. */
function readFields(body: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  const text = body.split('-----BEGIN PGP SIGNATURE-----')[0] ?? '';
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([A-Za-z-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined)
      fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value.trim()]);
  }
  return fields;
}

function judgeExpiry(expires: readonly string[], startedAt: string): [string, 'low' | 'info', string, string][] {
  const [value] = expires;
  const title = 'The security.txt has no expiry in the future';
  if (value === undefined) return [['expired', 'low', title, 'no Expires line']];
  if (expires.length > 1) return [['expired', 'low', 'The security.txt has several Expires lines', expires.join(', ').slice(0, 120)]];
  if (!DATE.test(value) || !(Date.parse(value) > Date.parse(startedAt)))
    return [['expired', 'low', title, `Expires: ${value.slice(0, 40)}`]];
  const days = (Date.parse(value) - Date.parse(startedAt)) / DAY;
  return days > 367
    ? [['far', 'info', 'The security.txt expires more than a year ahead', `Expires: ${value} (less than a year is recommended)`]]
    : [];
}

function canonicalFaults(fields: ReadonlyMap<string, readonly string[]>, url: string, finalUrl: string): string[] {
  const canonical = fields.get('canonical') ?? [];
  if (canonical.length === 0 || canonical.includes(url) || canonical.includes(finalUrl)) return [];
  return [`Canonical: ${canonical.join(', ').slice(0, 160)}, but it was read at ${finalUrl}`];
}
