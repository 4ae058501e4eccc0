import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { makeRequestReader } from '../read-request-lines.ts';
import { localKeys } from '../seal-keys.ts';
import { takeRows } from '../testing/take-rows.ts';

const corpora = join(import.meta.dirname, '../../../../shared/corpora/crowdsec-hub');
const map = await loadDataMap('generic');

function read(text: string, head = '', giveUpAfter: number | null = 100) {
  const reader = makeRequestReader({
    ...{ shop: 's', source: 'src', map, keys: localKeys(new Uint8Array(32)), giveUpAfter },
    now: () => new Date('2026-11-26T12:00:00Z'),
  });
  reader.learn(head);
  reader.push(Buffer.from(text));
  reader.end();
  return { ...takeRows(reader), formats: reader.formats };
}

const told = (text: string) =>
  read(text).rows.map((row) => [
    row.at.toISOString(),
    row.address,
    row.method,
    row.path,
    row.query,
    row.status,
    row.bytes,
    row.agent,
    row.duration_ms,
    row.tls,
  ]);

const IIS = `#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Date: 2026-05-04 10:00:00
#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes time-taken
2026-05-04 10:00:01 10.0.0.5 GET /account/orders q=red+shoe 443 - 198.51.100.7 Mozilla/5.0+(X11) - 200 0 0 512 15
`;

describe('reads', () => {
  it.each<[string, string, unknown[]]>([
    [
      'W3C extended as IIS writes it',
      IIS,
      ['2026-05-04T10:00:01.000Z', '198.51.100.7', 'GET', '/account/orders', 'q=red+shoe', 200, 512, 'Mozilla/5.0 (X11)', 15, ''],
    ],
    [
      'CloudFront',
      '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query time-taken ssl-protocol ssl-cipher\n2026-05-04\t10:00:02\tFRA2\t2390\t2001:db8::7\tGET\td1.cloudfront.example\t/img/a.png\t200\t-\tMozilla/5.0%2520(X11)\t-\t0.012\tTLSv1.3\tTLS_AES_128_GCM_SHA256\n',
      [
        '2026-05-04T10:00:02.000Z',
        '2001:db8::7',
        'GET',
        '/img/a.png',
        '',
        200,
        2390,
        'Mozilla/5.0 (X11)',
        12,
        'TLSv1.3 TLS_AES_128_GCM_SHA256',
      ],
    ],
    [
      'an application load balancer',
      'https 2026-05-04T10:00:03.186641Z app/shop/50dc6c495c0c9188 198.51.100.8:2817 10.0.0.1:80 0.001 0.048 0.001 200 200 34 366 "GET https://www.shop.example:443/cart?x=1 HTTP/2.0" "curl/8.9" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:x "Root=1-58" "www.shop.example" "-" 0 2026-05-04T10:00:03.1Z "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"\n',
      ['2026-05-04T10:00:03.186Z', '198.51.100.8', 'GET', '/cart', 'x=1', 200, 366, 'curl/8.9', 50, 'TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256'],
    ],
    [
      'Envoy',
      '[2026-05-04T10:00:04.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 17 226 100 "198.51.100.9,10.0.0.3" "shop-app/2" "cc21d9b0" "locations.shop.example" "tcp://10.0.2.1:80"\n',
      ['2026-05-04T10:00:04.310Z', '198.51.100.9', 'POST', '/api/v1/locations', '', 204, 17, 'shop-app/2', 226, ''],
    ],
    [
      'HAProxy behind syslog',
      'May  4 10:00:05 lb1 haproxy[14389]: 198.51.100.10:33317 [04/May/2026:10:00:05.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {shop.example|Mozilla/5.0 (X11)} {} "GET /index.html HTTP/1.1"\n',
      ['2026-05-04T10:00:05.655Z', '198.51.100.10', 'GET', '/index.html', '', 200, 2750, 'Mozilla/5.0 (X11)', 109, ''],
    ],
    [
      'Traefik in common log format',
      '198.51.100.11 - - [04/May/2026:10:00:06 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.9" 12 "shop@docker" "http://10.0.0.2:80" 12ms\n',
      ['2026-05-04T10:00:06.000Z', '198.51.100.11', 'GET', '/', '', 200, 5, 'curl/8.9', 12, ''],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual([expected]);
    expect(read(text).rejected).toEqual([]);
  });

  it('columns that change in the middle, and a file that is read on from behind its header', () => {
    const later = '#Fields: date time c-ip cs-method cs-uri-stem sc-status\n2026-05-04 11:00:00 198.51.100.1 GET /a 404\n';
    expect(read(IIS + later).rows.map((row) => row.status)).toEqual([200, 404]);
    const [head = '', rest = ''] = IIS.split(/(?<=time-taken\n)/);
    expect(read(rest, head).rows).toHaveLength(1);
    expect(read(rest, '', null).rejected).toMatchObject([{ reason: 'not a log line' }]);
  });

  it('says what is wrong with what it cannot read', () => {
    const short = `${IIS}2026-05-04 10:00:02 10.0.0.5 GET\n2026-99-04 10:00:01 10.0.0.5 GET / - 443 - 198.51.100.7 x - 200 0 0 512 15\n`;
    expect(read(short).rejected.map((line) => line.reason)).toEqual(['not as many columns as #Fields names', 'no time in it']);
    const hostile = [
      '#Fields:',
      '#',
      `#Fields: ${'x '.repeat(10_000)}`,
      `[2026-05-04T10:00:04Z] "${'\\'.repeat(50_000)}`,
      `http ${'1'.repeat(50_000)}`,
      `: a:1 [04/May/2026:${'1'.repeat(9000)}`,
    ];
    const begun = performance.now();
    for (const line of hostile) read(`${line}\n`, '', null);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe.skipIf(!existsSync(corpora))('logs of other servers (where the corpora lie beside the project)', () => {
  it.each(['envoy-http-bad-user-agent', 'traefik_base-http-scenario'])('%s is read', (name) => {
    const folder = join(corpora, name);
    const file = ['log.log', `${name}.log`].map((one) => join(folder, one)).find((one) => existsSync(one));
    const { rows, rejected } = read(readFileSync(file ?? '', 'utf8'), '', null);
    expect(rows.length).toBeGreaterThan(0);
    expect(rejected.length).toBeLessThan(rows.length / 10);
  });
});
