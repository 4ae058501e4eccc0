import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadDataMap } from './data-map/load-data-map.ts';
import { MAX_LINE } from './lines/split-lines.ts';
import { makeRequestReader, type ReadOptions, readRequestLines } from './read-request-lines.ts';
import { localKeys } from './seal-keys.ts';
import { takeRows } from './testing/take-rows.ts';

const map = await loadDataMap('practice');
const NOW = new Date('2026-11-22T12:00:00Z');

function options(more: Partial<ReadOptions> = {}): ReadOptions {
  return { shop: 'shop_x', source: 'src_x', map, keys: localKeys(new Uint8Array(32)), now: () => NOW, giveUpAfter: null, ...more };
}

function read(text: string | Uint8Array, more: Partial<ReadOptions> = {}) {
  const reader = makeRequestReader(options(more));
  reader.push(typeof text === 'string' ? Buffer.from(text) : text);
  reader.end();
  return takeRows(reader);
}

const DATE = '[22/Nov/2026:10:00:00 +0000]';
const COMBINED = `192.0.2.7 - - ${DATE} "GET /account HTTP/1.1" 200 512 "-" "Agent/1.0"`;

describe('formats', () => {
  test.each([
    ['common', `192.0.2.7 - - ${DATE} "GET /account HTTP/1.1" 200 512`],
    ['combined', COMBINED],
    ['combined with a request time', `${COMBINED} 0.020`],
    ['combined with named fields', `${COMBINED} rt=0.020 uct="0.001" host="shop.example"`],
    ['host in front', `shop.example:443 ${COMBINED}`],
    ['a syslog prefix', `<190>Nov 22 10:00:00 web1 nginx: ${COMBINED}`],
    ['Kubernetes', `2026-11-22T10:00:00.493035218Z stdout F ${COMBINED}`],
    ['Docker', JSON.stringify({ log: `${COMBINED}\n`, stream: 'stdout', time: '2026-11-22T10:00:00.1Z' })],
    [
      'Envoy in Kubernetes',
      '2026-11-22T11:00:00.493035218+01:00 stdout F {"start_time":"2026-11-22T10:00:00Z","method":"GET","path":"/account","response_code":200,"bytes_sent":512,"downstream_remote_address":"192.0.2.7:59292"}',
    ],
    ['a user with a space', COMBINED.replace('- - [', '- anna smith [')],
    [
      'nginx JSON',
      '{"time_iso8601":"2026-11-22T10:00:00+00:00","remote_addr":"192.0.2.7","request":"GET /account HTTP/1.1","status":"200","body_bytes_sent":"512"}',
    ],
    [
      'Caddy',
      '{"level":"info","ts":1795341600,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.7","method":"GET","host":"shop.example","uri":"/account","headers":{"User-Agent":["Agent/1.0"]}},"duration":0.02,"size":512,"status":200}',
    ],
    [
      'Traefik',
      '{"ClientHost":"192.0.2.7","DownstreamContentSize":512,"DownstreamStatus":200,"Duration":20000000,"RequestMethod":"GET","RequestPath":"/account","StartUTC":"2026-11-22T10:00:00.000Z","level":"info","time":"2026-11-22T10:00:01Z"}',
    ],
    [
      'Elastic Common Schema',
      '{"@timestamp":"2026-11-22T10:00:00Z","source":{"ip":"192.0.2.7"},"http":{"request":{"method":"get"},"response":{"status_code":200,"body":{"bytes":512}}},"url":{"path":"/account"}}',
    ],
    [
      'plain names',
      '{"at":"2026-11-22 10:00:00","ip":"192.0.2.7","method":"GET","url":"https://shop.example/account","status":200,"bytes":512}',
    ],
  ])('%s', (_name, line) => {
    const { rows, rejected } = read(`${line}\n`);
    expect(rejected).toEqual([]);
    expect(rows[0]).toMatchObject({
      address: '192.0.2.7',
      method: 'GET',
      path: '/account',
      status: 200,
      bytes: 512,
      at: new Date('2026-11-22T10:00:00Z'),
    });
  });

  test('IPv6, missing fields, escapes and quotes inside the agent', () => {
    const { rows } = read(
      `2001:db8::7 - - ${DATE} "-" 408 - "-" "-"\n::1 - - ${DATE} "GET / HTTP/1.1" 200 5 "-" "a \\"b\\" \\x22c\\x22 \\xc5\\xbc"\n`,
    );
    expect(rows.map((row) => [row.address, row.method, row.agent])).toEqual([
      ['2001:db8::7', '', ''],
      ['::1', 'GET', 'a "b" "c" ż'],
    ]);
  });

  test('HTTP/0.9, absolute form and garbage are kept', () => {
    const lines = ['GET /old', 'GET http://other.example/x?y=1 HTTP/1.1', '\\x16\\x03\\x01\\x02', "' or 1=1 --"];
    const { rows } = read(lines.map((line) => COMBINED.replace('GET /account HTTP/1.1', line)).join('\n'));
    expect(rows.map((row) => [row.method, row.host, row.path, row.query])).toEqual([
      ['GET', '', '/old', ''],
      ['GET', 'other.example', '/x', 'y=1'],
      ['', '', '\u0016\u0003\u0001\u0002', ''],
      ['', '', "' or 1=1 --", ''],
    ]);
  });
});

describe('bad input', () => {
  test('CRLF, a byte-order mark and blank lines are no rejections', () => {
    const { rows, rejected, endOffset } = read(`\ufeff${COMBINED}\r\n\r\n   \n${COMBINED}`);
    expect([rows.length, rejected.length]).toEqual([2, 0]);
    expect(endOffset).toBe(Buffer.byteLength(`\ufeff${COMBINED}\r\n\r\n   \n${COMBINED}`));
  });

  test('lines from the future and from before the retention are rejected and named', () => {
    const at = (date: string) => COMBINED.replace('22/Nov/2026', date);
    const { rows, rejected } = read([at('24/Nov/2026'), at('01/Jan/2020'), COMBINED].join('\n'), { maxAgeMs: 30 * 86_400_000 });
    expect(rows).toHaveLength(1);
    expect(rejected.map((line) => line.reason)).toEqual(['from the future', 'too old']);
  });

  test('invalid UTF-8 is replaced and still parsed', () => {
    const bytes = Buffer.concat([Buffer.from(COMBINED.slice(0, -1)), Buffer.from([0xff, 0xc3]), Buffer.from('"\n')]);
    expect(read(bytes).rows[0]?.agent).toBe('Agent/1.0\ufffd\ufffd');
  });

  test('a line of 10 MB is skipped without being held, and the next one is read', () => {
    const reader = makeRequestReader(options());
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 160; i++) reader.push(Buffer.alloc(65_536, 97));
    reader.push(Buffer.from(`\n${COMBINED}\n`));
    const { rows, rejected, endOffset } = takeRows(reader);
    expect(rejected).toMatchObject([{ offset: 0, reason: 'line too long' }]);
    expect(rows).toMatchObject([{ file_offset: 160 * 65_536 + 1 }]);
    expect(endOffset).toBe(160 * 65_536 + 2 + COMBINED.length);
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  test('an input without any log line is refused with what is known', async () => {
    const stream = async function* () {
      yield Buffer.from('Dear diary\n'.repeat(300));
    };
    const readAll = async (): Promise<void> => {
      for await (const batch of readRequestLines(stream(), options({ giveUpAfter: 100, name: 'diary.txt' })))
        expect(batch.requests.length).toBe(0);
    };
    await expect(readAll()).rejects.toMatchObject({
      code: 'LOG_FORMAT_UNKNOWN',
      details: { lines: 100, path: 'diary.txt' },
    });
  });

  test('samples of rejected lines are redacted', () => {
    expect(read('anna@shop.example paid with 4111 1111 1111 1111\n').rejected[0]?.sample).toBe('[email] paid with [card]');
  });
});

const piece = fc.oneof(
  fc.constant(Buffer.from(`${COMBINED}\n`)),
  fc.constant(Buffer.from(`${COMBINED}\r\n`)),
  fc.constant(Buffer.from('\n')),
  fc.constant(Buffer.from('{"at":"2026-11-22T10:00:00Z","path":"/x"}\n')),
  fc.constant(Buffer.from(COMBINED.slice(0, 40))),
  fc.constant(Buffer.alloc(MAX_LINE - 10, 98)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => Buffer.from(`${text}\n`)),
  fc.constantFrom('"', '\\', ' [', '] "', '- - ', DATE, '{', '}').map((text) => Buffer.from(text)),
);

test('whatever the bytes and however they are cut, every line is one row, one rejection or blank', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.array(fc.nat(3000), { maxLength: 12 }), (pieces, cuts) => {
      const bytes = Buffer.concat(pieces);
      const reader = makeRequestReader(options());
      let from = 0;
      for (const cut of cuts) {
        reader.push(bytes.subarray(from, from + cut));
        from = Math.min(bytes.length, from + cut);
      }
      reader.push(bytes.subarray(from));
      reader.end();
      const { rows, rejected, endOffset } = takeRows(reader);
      const starts = new Set<number>();
      for (let at = 0; at < bytes.length; ) {
        starts.add(at);
        const end = bytes.indexOf(10, at);
        at = end < 0 ? bytes.length : end + 1;
      }
      const seen = [...rows.map((row) => row.file_offset), ...rejected.map((line) => line.offset)];
      expect(endOffset).toBe(bytes.length);
      expect(new Set(seen).size).toBe(seen.length);
      for (const at of seen) expect(starts.delete(at)).toBe(true);
      for (const at of starts) {
        const end = bytes.indexOf(10, at);
        expect(
          bytes
            .subarray(at, end < 0 ? undefined : end)
            .toString('utf8')
            .replace('\ufeff', '')
            .trim(),
        ).toBe('');
      }
    }),
    { numRuns: 300 },
  );
});

test('a hostile line costs no more than its length', () => {
  const hostile = [
    '"'.repeat(60_000),
    ' ['.repeat(30_000),
    `${COMBINED.slice(0, 50)}${'\\'.repeat(60_000)}`,
    '@'.repeat(60_000),
    `a@${'a.'.repeat(30_000)}`,
    '%25'.repeat(20_000),
    '4 '.repeat(30_000),
    '1234-'.repeat(12_000),
  ];
  const started = process.cpuUsage();
  for (const line of hostile) {
    read(`${line}\n`);
    read(`${COMBINED.replace('/account', line.replaceAll('"', "'"))}\n`);
    read(`${COMBINED.replace('Agent/1.0', line.replaceAll('"', "'"))}\n`);
  }
  expect(process.cpuUsage(started).user).toBeLessThan(1_500_000);
});
