import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readExposition } from './read-exposition.ts';

const read = (text: string, isOpen = false, maxSeries = 1_000) => readExposition(text, isOpen, { maxSeries });

const PAGE = `# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
# TYPE node_cpu_seconds_total counter
node_cpu_seconds_total{cpu="0",mode="idle"} 362812.7890625
# TYPE node_filesystem_avail_bytes gauge
node_filesystem_avail_bytes{device="C:\\\\",mountpoint="a \\"b\\"\\n",} 1.5e+09 1395066363000
# TYPE rpc_seconds summary
rpc_seconds{quantile="0.5"} NaN
rpc_seconds_sum 17
rpc_seconds_count 2
# TYPE took histogram
took_bucket{le="+Inf"} 3
took_sum -Inf
something_untyped 3
  { "http.requests" , "a.b" = "c" } 7
`;

it('reads the text format', () => {
  expect(read(PAGE)).toEqual([
    {
      name: 'node_cpu_seconds_total',
      labels: { cpu: '0', mode: 'idle' },
      value: 362_812.7890625,
      at: null,
      kind: 'counter-cumulative',
    },
    {
      name: 'node_filesystem_avail_bytes',
      labels: { device: 'C:\\', mountpoint: 'a "b"\n' },
      value: 1.5e9,
      at: 1_395_066_363_000,
      kind: 'gauge',
    },
    { name: 'rpc_seconds', labels: { quantile: '0.5' }, value: Number.NaN, at: null, kind: 'summary' },
    { name: 'rpc_seconds_sum', labels: {}, value: 17, at: null, kind: 'counter-cumulative' },
    { name: 'rpc_seconds_count', labels: {}, value: 2, at: null, kind: 'counter-cumulative' },
    { name: 'took_bucket', labels: { le: '+Inf' }, value: 3, at: null, kind: 'counter-cumulative' },
    { name: 'took_sum', labels: {}, value: Number.NEGATIVE_INFINITY, at: null, kind: 'counter-cumulative' },
    { name: 'something_untyped', labels: {}, value: 3, at: null, kind: 'gauge' },
    { name: 'http.requests', labels: { 'a.b': 'c' }, value: 7, at: null, kind: 'gauge' },
  ]);
});

it('reads OpenMetrics: seconds, exemplars, and nothing that was cut off', () => {
  const page = '# TYPE foo counter\nfoo_total{a="x # y"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67\nfoo_created 1\n# EOF\n';
  expect(read(page, true)).toMatchObject([
    { name: 'foo_total', labels: { a: 'x # y' }, value: 17, at: 1_520_879_607_789, kind: 'counter-cumulative' },
    { name: 'foo_created', kind: 'gauge' },
  ]);
  expect(read(page.replace('# EOF\n', ''), true)).toMatch(/cut off/);
  expect(read(`${page}x 1\n`, true)).toMatch(/after the end/);
});

it.each([
  ['a b', /no number/],
  ['a 1 2 3', /more stands/],
  ['a 1 x', /time/],
  ['a{b="c" 1', /labels/],
  ['a{b=c} 1', /labels/],
  ['a{b="c",b="d"} 1', /twice/],
  ['a{b="c"d="e"} 1', /labels/],
  ['a{"x"} 1', /name/],
  ['{a="b"} 1', /name/],
  ['1a 1', /name/],
  ['<html>', /name/],
  ['a 0x10', /no number/],
  ['a 1_000', /no number/],
  [`a{${Array.from({ length: 65 }, (_, nth) => `l${nth}="x"`).join(',')}} 1`, /64 labels/],
  [`a{b="${'x'.repeat(5_000)}"} 1`, /4096/],
  ['a 1\nb 1\nc 1', /more than 2 series/],
])('“%s” is refused with a reason', (text, why) => {
  expect(read(text, false, 2)).toMatch(why);
});

it('never tells what stood in a line', () => {
  expect(read('password="hunter2" 5')).not.toContain('hunter2');
});

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,20}$/);
const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,10}$/);
const labels = fc.dictionary(label, fc.string({ unit: 'binary', maxLength: 30 }), { maxKeys: 6, noNullPrototype: true });
const value = fc.double();
const write = (one: number): string =>
  Object.is(one, -0)
    ? '-0'
    : Number.isNaN(one)
      ? 'NaN'
      : one === Number.POSITIVE_INFINITY
        ? '+Inf'
        : one === Number.NEGATIVE_INFINITY
          ? '-Inf'
          : String(one);
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

it('what is written by the rules is read as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, labels, value), { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), (all, end) => {
      const text = all
        .map(
          ([called, own, number]) =>
            `${called}{${Object.entries(own)
              .map(([key, one]) => `${key}="${escaped(one)}"`)
              .join(',')}} ${write(number)}`,
        )
        .join(end);
      // A carriage return at the end of a line is no part of it; inside of labels it stays.
      expect(read(text)).toEqual(
        all.map(([called, own, number]) => ({ name: called, labels: own, value: number, at: null, kind: 'gauge' })),
      );
    }),
    { numRuns: 500 },
  );
});

it('any text is samples or one line that says why not', () => {
  const piece = fc.constantFrom('a', '{', '}', '"', '=', ',', ' ', '1', '\\', '\n', '# EOF', '# TYPE a counter', 'NaN', '\u0000', '😀');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, isOpen) => {
      const found = read(pieces.join(''), isOpen);
      if (typeof found === 'string') expect(found).toMatch(/^[^\n]{10,120}$/);
      else for (const one of found) expect(typeof one.value).toBe('number');
    }),
    { numRuns: 2_000 },
  );
});
