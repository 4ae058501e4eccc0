import { type Check, found, pass, unknown } from '../check.ts';

/** Whether a customer who types the name ends up on HTTPS. */
export const httpsRedirect: Check = {
  meta: {
    id: 'https-redirect',
    area: 'transport',
    title: 'Plain HTTP leads to HTTPS',
    severity: 'high',
    requires: ['plain', 'home'],
    owner: 'What customers type can be read and changed on the way.',
    remedy: 'Redirect every plain-HTTP address to the same address with https:// (status 301).',
    references: ['CWE-319', 'ASVS 5.0 12.2.1', 'PCI DSS 4.0.1 4.2.1'],
  },
  judge: ({ plain, target, home }) => {
    if (plain === null) {
      if (home.kind === 'unknown') return unknown(home.reason);
      if (home.value.finalUrl.startsWith('https:')) return pass(`${target} leads to ${home.value.finalUrl}`, 'request');
      const title = 'The shop is served over plain HTTP';
      return found([
        { key: 'http', severity: 'high', title, url: target, evidence: [{ kind: 'request', text: `${target} answered over plain HTTP` }] },
      ]);
    }
    if (plain.kind === 'unknown') {
      const closed = /refused|no complete answer/.test(plain.reason);
      return closed ? pass(`nothing answers over plain HTTP (${plain.reason})`, 'request') : unknown(plain.reason);
    }
    const { finalUrl, status } = plain.value;
    if (finalUrl.startsWith('https:') || status >= 400) return pass(`${plain.value.url} leads to ${finalUrl} (${status})`, 'request');
    const text = `${plain.value.url} answered ${status} without leading to HTTPS`;
    return found([
      {
        key: 'http',
        severity: 'high',
        title: 'The shop also answers over plain HTTP',
        url: plain.value.url,
        evidence: [{ kind: 'request', text }],
      },
    ]);
  },
};
