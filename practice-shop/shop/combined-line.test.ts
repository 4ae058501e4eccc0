import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLog } from '../testing/read-log.ts';
import { combinedLine } from './combined-line.ts';

const usual = {
  address: '192.0.2.7',
  at: new Date('2026-11-05T07:08:09.500Z'),
  method: 'GET',
  target: '/product/spotlight-teapot',
  status: 200,
  bytes: 3487,
  referer: '',
  agent: 'Mozilla/5.0',
};

test('a line is exactly what nginx would write', () => {
  expect(combinedLine(usual)).toBe(
    '192.0.2.7 - - [05/Nov/2026:07:08:09 +0000] "GET /product/spotlight-teapot HTTP/1.1" 200 3487 "-" "Mozilla/5.0"\n',
  );
});

test('quotes, backslashes and bytes outside ASCII are escaped as nginx does', () => {
  expect(combinedLine({ ...usual, agent: 'a"b\\c é' })).toContain('"a\\x22b\\x5Cc \\xC3\\xA9"\n');
});

test('whatever a visitor sends, it is one line that reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (referer, agent) => {
      const read = readLog(combinedLine({ ...usual, referer, agent }));
      expect(read).toHaveLength(1);
      expect(read[0]).toMatchObject({ address: usual.address, path: usual.target, status: 200, bytes: 3487 });
    }),
  );
});
