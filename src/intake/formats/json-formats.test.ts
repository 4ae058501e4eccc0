import { describe, expect, it } from 'vitest';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { makeRequestReader } from '../read-request-lines.ts';
import { localKeys } from '../seal-keys.ts';
import { takeRows } from '../testing/take-rows.ts';

const map = await loadDataMap('generic');

function read(lines: readonly (object | string)[]) {
  const reader = makeRequestReader({
    ...{ shop: 's', source: 'src', map, keys: localKeys(new Uint8Array(32)), giveUpAfter: null },
    now: () => new Date('2026-11-26T12:00:00Z'),
  });
  reader.push(Buffer.from(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')));
  reader.end();
  return takeRows(reader);
}

const told = (line: object) =>
  read([line]).rows.map((row) => [
    ...[row.at.toISOString(), row.address, row.method, row.host, row.path, row.query, row.status, row.bytes],
    ...[row.agent, row.referrer, row.duration_ms, row.tls],
  ]);
const reasons = (...lines: (object | string)[]) => read(lines).rejected.map((line) => line.reason);

const cloudflare = {
  ...{ CacheCacheStatus: 'dynamic', ClientASN: 64500, ClientCountry: 'de', ClientDeviceType: 'desktop', ClientIP: '198.51.100.7' },
  ...{ ClientRequestBytes: 2731, ClientRequestHost: 'shop.example', ClientRequestMethod: 'GET', ClientRequestPath: '/account/orders' },
  ...{ ClientRequestProtocol: 'HTTP/2', ClientRequestReferer: 'https://shop.example/', ClientRequestURI: '/account/orders?q=red' },
  ...{ ClientRequestUserAgent: 'Mozilla/5.0 (X11)', ClientSSLCipher: 'AEAD-AES128-GCM-SHA256', ClientSSLProtocol: 'TLSv1.3' },
  ...{ EdgeColoCode: 'FRA', EdgeEndTimestamp: '2026-05-04T10:00:01.050Z', EdgeResponseBytes: 5120, EdgeResponseStatus: 200 },
  ...{ EdgeStartTimestamp: '2026-05-04T10:00:01Z', JA3Hash: '773906b0efdefa24a7f2b8eb6985bf37', OriginIP: '192.0.2.1' },
  ...{ OriginResponseStatus: 200, RayID: '8f1', WorkerSubrequest: false },
};
const google = {
  httpRequest: {
    ...{ latency: '0.058927s', referer: 'https://shop.example/', remoteIp: '198.51.100.8', requestMethod: 'POST', requestSize: '257' },
    ...{ requestUrl: 'https://shop.example/cart?step=2', responseSize: '1467', serverIp: '10.0.0.4', status: 302, userAgent: 'curl/8.9' },
  },
  insertId: '1vzs264g1u90hp5',
  jsonPayload: {
    '@type': 'type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry',
    ...{ remoteIp: '198.51.100.8', statusDetails: 'response_sent_by_backend', tls: { cipher: '1301', protocol: 'TLS1.3' } },
  },
  logName: 'projects/shop/logs/requests',
  ...{ receiveTimestamp: '2026-05-04T10:00:03.2Z', severity: 'INFO', timestamp: '2026-05-04T10:00:02.186641Z' },
  resource: { labels: { url_map_name: 'shop' }, type: 'http_load_balancer' },
};
const frontDoor = {
  ...{ time: '2026-05-04T10:00:03.0000000Z', resourceId: '/SUBSCRIPTIONS/1/PROFILES/SHOP', category: 'FrontDoorAccessLog' },
  operationName: 'Microsoft.Cdn/Profiles/AccessLog/Write',
  properties: {
    ...{ trackingReference: '0x', httpMethod: 'GET', httpVersion: '2.0.0.0', requestUri: 'https://shop.example:443/account?tab=1' },
    ...{ sni: 'shop.example', requestBytes: '60', responseBytes: '9310', userAgent: 'Mozilla/5.0 (X11)', clientIp: '198.51.100.9' },
    ...{ clientPort: '5123', socketIp: '198.51.100.9', timeToFirstByte: '0.081', timeTaken: '0.082', securityProtocol: 'TLS 1.3' },
    ...{ securityCipher: 'TLS_AES_256_GCM_SHA384', hostName: 'shop.example:443', httpStatusCode: '200', referer: '', pop: 'FRA' },
  },
};
const gateway = {
  ...{ resourceId: '/SUBSCRIPTIONS/1/APPLICATIONGATEWAYS/SHOP', operationName: 'ApplicationGatewayAccess' },
  ...{ time: '2026-05-04T10:00:04Z', timeStamp: '2026-05-04T10:00:04Z', category: 'ApplicationGatewayAccessLog' },
  properties: {
    ...{ instanceId: 'appgw_1', clientIP: '198.51.100.10', clientPort: 62114, httpMethod: 'GET', requestUri: '/index.php' },
    ...{ requestQuery: 'page=2', userAgent: 'Mozilla/5.0+(compatible;+Bot/1)', httpStatus: 404, httpVersion: 'HTTP/1.1' },
    ...{ receivedBytes: 184, sentBytes: 466, timeTaken: 0.034, sslEnabled: 'on', sslCipher: 'ECDHE-RSA-AES256-GCM-SHA384' },
    ...{ sslProtocol: 'TLSv1.2', serverRouted: '10.4.0.4:80', serverStatus: '404', host: '10.0.0.1', originalHost: 'shop.example' },
    originalRequestUriWithArgs: '/shop?page=2',
  },
};
const fastly = {
  ...{ timestamp: '2026-05-04T10:00:05+0000', client_ip: '198.51.100.11', geo_country: 'germany', host: 'shop.example' },
  ...{ url: '/search?q=shoe', request_method: 'GET', request_protocol: 'HTTP/2', request_referer: '', request_user_agent: 'curl/8.9' },
  ...{ response_state: 'HIT', response_status: 200, response_reason: 'OK', response_body_size: 812, fastly_is_edge: true },
  tls_client_ja3_md5: '582a3b42ab84f78a5b376b1e29d6d367',
};
const akamai = {
  ...{ version: 2, streamId: '7050', cp: '123456', reqId: '1239f220', reqTimeSec: '1777888806.5', bytes: '4995', cliIP: '2001:db8::12' },
  ...{ statusCode: '200', proto: 'HTTPS', reqHost: 'shop.example', reqMethod: 'GET', reqPath: 'account/data', reqPort: '443' },
  ...{ rspContentLen: '5000', rspContentType: 'text/html', UA: 'Mozilla%2F5.0+%28X11%29', tlsOverheadTimeMSec: '0' },
  ...{ tlsVersion: 'TLSv1.3', totalBytes: '5500', queryStr: 'cmd=red', turnAroundTimeMSec: '11', transferTimeMSec: '125' },
};
const caddy = {
  ...{ level: 'info', ts: 1777888807.25, logger: 'http.log.access.log0', msg: 'handled request' },
  request: {
    ...{ remote_ip: '10.0.0.2', remote_port: '41342', client_ip: '198.51.100.13', proto: 'HTTP/2.0', method: 'GET', host: 'shop.example' },
    uri: '/account?tab=2',
    headers: { 'User-Agent': ['curl/7.82.0'], Cookie: ['REDACTED'] },
    tls: { resumed: false, version: 772, cipher_suite: 4865, proto: 'h2', server_name: 'shop.example' },
  },
  ...{ bytes_read: 0, user_id: '', duration: 0.0009, size: 10900, status: 200, resp_headers: { Server: ['Caddy'] } },
};
const nginx = {
  ...{ time_iso8601: '2026-05-04T10:00:08+00:00', remote_addr: '198.51.100.14', remote_user: '', request_method: 'GET' },
  ...{ request_uri: '/cart', status: '200', body_bytes_sent: '512', http_referer: '', http_user_agent: 'x/1', request_time: '0.012' },
  ...{ host: 'shop.example', ssl_protocol: 'TLSv1.3', ssl_cipher: 'TLS_AES_256_GCM_SHA384' },
  ...{ http_ssl_ja4: 't13d1516h2_8daaf6152771_02713d6af862', http_ssl_ja3_hash: 'e7d705a3286e19ea42f587b344ee6865' },
};
const traefik = {
  ...{ ClientAddr: '198.51.100.15:50000', ClientHost: '198.51.100.15', DownstreamContentSize: 5, DownstreamStatus: 200 },
  ...{ Duration: 1_500_000, RequestHost: 'shop.example', RequestMethod: 'GET', RequestPath: '/?a=1', StartUTC: '2026-05-04T10:00:09.5Z' },
  ...{ TLSVersion: '1.3', TLSCipher: 'TLS_AES_128_GCM_SHA256', 'request_User-Agent': 'curl/8.9', level: 'info', time: 'x' },
};

describe('reads JSON of', () => {
  it.each<[string, object, unknown[]]>([
    [
      'Cloudflare Logpush',
      cloudflare,
      [
        ...['2026-05-04T10:00:01.000Z', '198.51.100.7', 'GET', 'shop.example', '/account/orders', 'q=red', 200, 5120],
        ...['Mozilla/5.0 (X11)', 'https://shop.example/', 50, '773906b0efdefa24a7f2b8eb6985bf37'],
      ],
    ],
    [
      "Google Cloud's load balancers",
      google,
      [
        ...['2026-05-04T10:00:02.186Z', '198.51.100.8', 'POST', 'shop.example', '/cart', 'step=2', 302, 1467],
        ...['curl/8.9', 'https://shop.example/', 58.927, 'TLS1.3 1301'],
      ],
    ],
    [
      'Azure Front Door',
      frontDoor,
      [
        ...['2026-05-04T10:00:03.000Z', '198.51.100.9', 'GET', 'shop.example:443', '/account', 'tab=1', 200, 9310],
        ...['Mozilla/5.0 (X11)', '', 82, 'TLS 1.3 TLS_AES_256_GCM_SHA384'],
      ],
    ],
    [
      'Azure application gateways',
      gateway,
      [
        ...['2026-05-04T10:00:04.000Z', '198.51.100.10', 'GET', 'shop.example', '/shop', 'page=2', 404, 466],
        ...['Mozilla/5.0 (compatible; Bot/1)', '', 34, 'TLSv1.2 ECDHE-RSA-AES256-GCM-SHA384'],
      ],
    ],
    [
      'Fastly',
      fastly,
      [
        ...['2026-05-04T10:00:05.000Z', '198.51.100.11', 'GET', 'shop.example', '/search', 'q=shoe', 200, 812],
        ...['curl/8.9', '', null, '582a3b42ab84f78a5b376b1e29d6d367'],
      ],
    ],
    [
      'Akamai DataStream',
      akamai,
      [
        ...['2026-05-04T10:00:06.500Z', '2001:db8::12', 'GET', 'shop.example', '/account/data', 'cmd=red', 200, 4995],
        ...['Mozilla/5.0+(X11)', '', 136, 'TLSv1.3'],
      ],
    ],
    [
      'Caddy',
      caddy,
      [
        ...['2026-05-04T10:00:07.250Z', '198.51.100.13', 'GET', 'shop.example', '/account', 'tab=2', 200, 10900],
        ...['curl/7.82.0', '', 0.9, 'TLSv1.3 TLS_AES_128_GCM_SHA256'],
      ],
    ],
    [
      'nginx with a fingerprint',
      nginx,
      [
        ...['2026-05-04T10:00:08.000Z', '198.51.100.14', 'GET', 'shop.example', '/cart', '', 200, 512],
        ...['x/1', '', 12, 't13d1516h2_8daaf6152771_02713d6af862'],
      ],
    ],
    [
      'Traefik',
      traefik,
      [
        ...['2026-05-04T10:00:09.500Z', '198.51.100.15', 'GET', 'shop.example', '/', 'a=1', 200, 5],
        ...['curl/8.9', '', 1.5, '1.3 TLS_AES_128_GCM_SHA256'],
      ],
    ],
  ])('%s', (_, line, expected) => {
    expect(told(line)).toEqual([expected]);
  });

  it('Cloudflare with the other ways of telling time, and Fastly with milliseconds and a bare method', () => {
    const seconds = { ...cloudflare, EdgeStartTimestamp: 1777888801, EdgeEndTimestamp: 1777888802 };
    const nanos = { ...cloudflare, EdgeStartTimestamp: 1777888801000000000, EdgeEndTimestamp: 1777888801050000000 };
    expect(read([seconds, nanos]).rows.map((row) => [row.at.toISOString(), Math.round(row.duration_ms ?? -1)])).toEqual([
      ['2026-05-04T10:00:01.000Z', 1000],
      ['2026-05-04T10:00:01.000Z', 50],
    ]);
    const older = { time_start: 1777888801000, time_elapsed: 2500, client_ip: '192.0.2.1', request: 'HEAD', url: '/a', status: '200' };
    expect(read([older]).rows).toMatchObject([{ method: 'HEAD', path: '/a', duration_ms: 2.5 }]);
  });

  it('lines of all kinds in one file, in any order', () => {
    const { rows, rejected } = read([nginx, cloudflare, google, caddy, gateway, akamai, traefik, fastly, frontDoor, cloudflare]);
    expect(rejected).toEqual([]);
    expect(rows.map((row) => row.status)).toEqual([200, 200, 302, 200, 404, 200, 200, 200, 200, 200]);
  });
});

describe('rejects, and says why', () => {
  const without = (entry: object, ...names: string[]) =>
    Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)));

  it('half lines', () => {
    expect(reasons(JSON.stringify(cloudflare).slice(0, 200))).toEqual(['not JSON']);
    expect(
      reasons(
        without(cloudflare, 'EdgeStartTimestamp', 'EdgeEndTimestamp'),
        without(cloudflare, 'ClientRequestURI', 'ClientRequestPath'),
        without(cloudflare, 'ClientIP'),
        without(cloudflare, 'EdgeResponseStatus'),
        { ...google, httpRequest: without(google.httpRequest, 'requestUrl') },
        { ...gateway, properties: without(gateway.properties, 'httpStatus') },
        without(akamai, 'cliIP'),
      ),
    ).toEqual([
      ...['no time in it', 'no request in it', 'no address in it', 'no status in it'],
      ...['no request in it', 'no status in it', 'no address in it'],
    ]);
  });

  it('lines of other kinds beside the access log, and requests between servers', () => {
    expect(
      reasons(
        { ...cloudflare, WorkerSubrequest: true },
        { ...frontDoor, category: 'FrontDoorWebApplicationFirewallLog' },
        { ...gateway, category: 'ApplicationGatewayFirewallLog' },
        { ...frontDoor, properties: { ...frontDoor.properties, isReceivedFromClient: false } },
        { ...akamai, isMidgress: '1' },
        { ...caddy, logger: 'http.log.error.log0', msg: 'dial tcp: connection refused' },
        { timestamp: '2026-05-04T10:00:02Z', textPayload: 'started', severity: 'INFO' },
        { Datetime: '2026-05-04T10:00:02Z', Action: 'block', ClientIP: '192.0.2.1', ClientRequestPath: '/x' },
      ),
    ).toEqual([
      ...['a request between servers', 'not an access log', 'not an access log', 'a request between servers'],
      ...['a request between servers', 'not an access log', 'no request in it', 'no time in it'],
    ]);
  });
});
