import { type Check, found, pass, unknown } from '../check.ts';

/** Whether people who find a weakness know where to report it (RFC 9116): a contact and an expiry in the future. */
export const securityTxt: Check = {
  meta: {
    id: 'security-txt',
    area: 'headers',
    title: 'Finders of weaknesses know whom to tell',
    severity: 'low',
    requires: ['securityTxt', 'startedAt'],
    owner: 'Who finds a hole in your shop does not know whom to tell, and tells others.',
    remedy: 'Serve /.well-known/security.txt with “Contact:” and “Expires:” lines (RFC 9116).',
    references: ['RFC 9116'],
  },
  judge: ({ securityTxt: answer, target, startedAt }) => {
    if (answer.kind === 'unknown') return unknown(answer.reason);
    const { status, body, finalUrl } = answer.value;
    if (status >= 500 || status === 429 || status === 403) return unknown(`${finalUrl} answered ${status}`);
    const contact = /^contact:\s*(\S+)/im.exec(body)?.[1];
    const expires = /^expires:\s*(\S+)/im.exec(body)?.[1];
    const base = { url: `${target}/.well-known/security.txt`, severity: 'low' as const };
    if (status !== 200 || contact === undefined || /<html/i.test(body)) {
      return found([
        {
          ...base,
          key: 'missing',
          title: 'There is no security.txt',
          evidence: [{ kind: 'request', text: `${finalUrl} answered ${status} without a contact` }],
        },
      ]);
    }
    if (expires === undefined || !(Date.parse(expires) > Date.parse(startedAt))) {
      const text = expires === undefined ? 'no Expires line' : `Expires: ${expires.slice(0, 40)}`;
      return found([
        { ...base, key: 'expired', title: 'The security.txt has no expiry in the future', evidence: [{ kind: 'request', text }] },
      ]);
    }
    return pass(`Contact: ${contact.slice(0, 100)}, until ${expires}`, 'request');
  },
};
