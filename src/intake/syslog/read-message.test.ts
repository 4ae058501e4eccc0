import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMessage } from './read-message.ts';

function read(text: string) {
  const bytes = Buffer.from(text);
  const message = readMessage(bytes);
  if (typeof message === 'string') return message;
  const { from, ...rest } = message;
  return { ...rest, fields: { ...rest.fields }, text: bytes.subarray(from).toString() };
}

const LINE = '192.0.2.7 - - [27/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5';
const nothing = { token: '', fields: {} };

it('reads RFC 5424 with structured data', () => {
  expect(
    read(`<190>1 2026-11-27T10:00:00.5Z web1 nginx 12 - [shopbell@32473 token="a.b.c"][x@1 y="q\\"\\]\\\\z" é="ü"] \ufeff${LINE}`),
  ).toEqual({
    ...{ severity: 6, at: Date.parse('2026-11-27T10:00:00.5Z'), host: 'web1', app: 'nginx', token: 'a.b.c', text: LINE },
    fields: { 'x@1.y': 'q"]\\z', 'x@1.Ã©': 'Ã¼' },
  });
  expect(read('<11>1 - - - - - -')).toEqual({ severity: 3, at: null, host: '', app: '', ...nothing, text: '' });
  expect(read('<11>1 - - app - - - @cee: {"a":1}')).toMatchObject({ app: 'app', text: '{"a":1}' });
  expect(read('<11>1 - - - - - [a][shopbell token="t"] x')).toMatchObject({ token: 't', fields: {}, text: 'x' });
});

it.each([
  ['nginx', `<190>Nov 27 10:00:00 web1 nginx: ${LINE}`, 'web1', 'nginx', LINE],
  ['nginx without a host', `<190>Nov  7 10:00:00 nginx: ${LINE}`, '', 'nginx', LINE],
  ['HAProxy', '<134>Nov 27 10:00:00 haproxy[14389]: 198.51.100.10:33317 [x', '', 'haproxy', '198.51.100.10:33317 [x'],
  ['a relay', `<190>2026-11-27T10:00:00.123456+01:00 web1 nginx: ${LINE}`, 'web1', 'nginx', LINE],
  ['no tag', `<190>Nov 27 10:00:00 ${LINE}`, '', '', LINE],
  ['no tag, IPv6', '<190>Nov 27 10:00:00 2001:db8::1 - - [27', '', '', '2001:db8::1 - - [27'],
  ['only a priority', '<13>words', '', '', 'words'],
])('reads RFC 3164 as %s writes it', (_, message, host, app, text) => {
  expect(read(message)).toMatchObject({ host, app, text, ...nothing });
});

it.each([
  ['', 'no syslog message'],
  ['words', 'no syslog message'],
  ['<192>1 - - - - - - x', 'no syslog message'],
  ['<1 x', 'no syslog message'],
  ['<11>1 - - - - - x', 'structured data that is none'],
  ['<11>1 - - - - - [a b="c', 'structured data that is none'],
  ['<11>1 - - - - - [a b=c] x', 'structured data that is none'],
  ['<11>1 - - - - - [a b="c"]x', 'structured data that is none'],
])('says of %o that it is: %s', (message, reason) => {
  expect(read(message)).toBe(reason);
});

it('gives back what any writer of RFC 5424 put in', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 191 }), text, text, (priority, value, body) => {
      const escaped = value.replace(/["\\\]]/g, '\\$&');
      const message = read(`<${priority}>1 - h a - - [shopbell@1 token="${escaped}"] |${body}`);
      expect(message).toMatchObject({
        ...{ severity: priority % 8, token: Buffer.from(value).toString('latin1'), host: 'h', app: 'a', text: `|${body}` },
      });
    }),
  );
});

it('never throws, and its text lies within the message', () => {
  const pieces = fc.array(fc.constantFrom('<34>', '1 ', '[', ']', '"', '\\', '- ', 'a="b"', 'Nov 27 10:00:00 ', 'x: ', '\n', 'é'));
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((all) => all.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (made) => {
        const bytes = Buffer.from(`<34>${made}`);
        const message = readMessage(bytes);
        if (typeof message !== 'string') expect(message.from).toBeLessThanOrEqual(bytes.length);
      },
    ),
  );
});
