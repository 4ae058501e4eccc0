import { type Check, found, pass } from '../check.ts';
import { noTls, withTransport } from './with-transport.ts';

/** Whether HTTP/2 is agreed on (ALPN), and HTTP/3 told of (RFC 9114: Alt-Svc). */
export const httpVersions: Check = {
  meta: {
    id: 'http-versions',
    area: 'transport',
    title: 'HTTP/2 is spoken',
    severity: 'info',
    requires: ['transport', 'home'],
    owner: 'Pages load more slowly on phones than they could.',
    remedy: 'Switch HTTP/2 on, and HTTP/3 where the server or the network in front of it can.',
    remedies: { nginx: 'http2 on; and for HTTP/3: listen 443 quic; add_header Alt-Svc \'h3=":443"\'', apache: 'Protocols h2 http/1.1' },
    references: ['RFC 9113', 'RFC 9114', 'RFC 7301'],
  },
  notFor: noTls,
  judge: (inspection) =>
    withTransport(inspection, ({ alpn }) => {
      const service = inspection.home.kind === 'got' ? (inspection.home.value.headers['alt-svc'] ?? '') : '';
      const third = /\bh3(-\d+)?=/.test(service) ? 'HTTP/3 is told of (Alt-Svc)' : 'HTTP/3 is not told of';
      if (alpn === 'h2') return pass(`HTTP/2; ${third}`, 'certificate');
      const evidence = [{ kind: 'certificate' as const, text: `ALPN: ${alpn ?? 'nothing agreed on'}; ${third}` }];
      return found([{ key: 'h2', severity: 'info', title: 'HTTP/2 is not spoken', url: inspection.target, evidence }]);
    }),
};
