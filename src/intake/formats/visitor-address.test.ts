import { expect, it } from 'vitest';
import { loadDataMap } from '../data-map/load-data-map.ts';
import { makeRequestReader } from '../read-request-lines.ts';
import { localKeys } from '../seal-keys.ts';
import { takeRows } from '../testing/take-rows.ts';
import { visitorAddress } from './visitor-address.ts';

const map = await loadDataMap('generic');

it.each([
  ['198.51.100.7', '203.0.113.1', '198.51.100.7'],
  ['10.0.0.1', '', '10.0.0.1'],
  ['10.0.0.1', '-', '10.0.0.1'],
  ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
  ['172.20.0.3', '203.0.113.1, 198.51.100.7, 10.0.0.9', '198.51.100.7'],
  ['', '1.2.3.4,198.51.100.7', '198.51.100.7'],
  ['::1', '[2001:db8::7]:443', '2001:db8::7'],
  ['fd00::1', 'unknown, 198.51.100.7:5123', '198.51.100.7'],
  ['192.168.0.1', '10.0.0.9', '192.168.0.1'],
  ['10.0.0.1', '<script>', '10.0.0.1'],
  ['172.32.0.1', '198.51.100.7', '172.32.0.1'],
  ['10.0.0.1', '1,'.repeat(5000), '10.0.0.1'],
])('%s, forwarded %s: %s', (address, forwarded, expected) => expect(visitorAddress(address, forwarded)).toBe(expected));

const AT = '04/May/2026:10:00:06 +0000';
it.each([
  ['nginx', `10.0.0.1 - - [${AT}] "GET /a HTTP/1.1" 200 5 "-" "x/1" "1.2.3.4, 198.51.100.7"\n`],
  ['nginx without a proxy', `198.51.100.7 - - [${AT}] "GET /a HTTP/1.1" 200 5 "-" "x/1" "1.2.3.4"\n`],
  [
    'IIS',
    '#Fields: date time c-ip cs-method cs-uri-stem sc-status X-Forwarded-For\n2026-05-04 10:00:06 10.0.0.9 GET /a 200 1.2.3.4,+198.51.100.7\n',
  ],
  [
    'Envoy in JSON',
    '{"start_time":"2026-05-04T10:00:06Z","method":"GET","path":"/a","response_code":200,"x_forwarded_for":"198.51.100.7","authority":"s"}\n',
  ],
  [
    'nginx in JSON',
    '{"time_iso8601":"2026-05-04T10:00:06Z","remote_addr":"10.0.0.1","request":"GET /a HTTP/1.1","status":200,"http_x_forwarded_for":"198.51.100.7"}\n',
  ],
  [
    'Caddy',
    '{"ts":1777888806,"logger":"http.log.access","request":{"remote_ip":"10.0.0.1","client_ip":"10.0.0.1","method":"GET","uri":"/a","headers":{"X-Forwarded-For":["198.51.100.7"]}},"status":200,"size":5}\n',
  ],
])('%s tells who asked', (_, text) => {
  const reader = makeRequestReader({
    ...{ shop: 's', source: 'src', map, keys: localKeys(new Uint8Array(32)) },
    now: () => new Date('2026-05-05T00:00:00Z'),
  });
  reader.push(Buffer.from(text));
  reader.end();
  expect(takeRows(reader).rows.map(({ address }) => address)).toEqual(['198.51.100.7']);
});
