import { expect, it } from 'vitest';
import { ShopbellError } from '#kernel/errors.ts';
import { fingerprintOf } from '../report/fingerprint-of.ts';
import { type Baseline, MOST_BASELINE, readBaseline, writeBaseline } from './baseline.ts';

const read = (text: string) => readBaseline(new TextEncoder().encode(text), 'b.yml');
const reason = (bytes: string | Uint8Array): string => {
  try {
    readBaseline(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, 'b.yml');
  } catch (thrown) {
    if (thrown instanceof ShopbellError && thrown.code === 'BASELINE_INVALID') return thrown.message;
    throw thrown;
  }
  return 'it was read';
};
const finding = { check: 'csp', key: 'home', title: 'No “policy”: # none', severity: 'medium', firstSeen: '2026-01-02' } as const;
const baseline: Baseline = {
  schema: 'shopbell.baseline/1',
  findings: [
    { ...finding, owner: 'Ana', reason: 'replaced\nin June', until: '2026-06-30', fingerprint: fingerprintOf('csp', 'home', '') },
    {
      ...finding,
      check: 'cookies',
      key: '=1: [x]',
      owner: '',
      reason: '',
      until: null,
      fingerprint: fingerprintOf('cookies', '=1: [x]', ''),
    },
  ],
  scripts: [
    { key: '/pay-*.js', party: 'first', owner: '', reason: '' },
    { key: '/a.js', party: 'first', owner: 'Ben', reason: 'cart' },
  ],
  hosts: { payment: ['b.example', 'a.example'], home: [] },
  headers: { home: { 'x-frame-options': 'deny', 'content-security-policy': "default-src 'self'" } },
  measures: { home: { weight: 1, scriptWeight: 0, scripts: 0, ttfb: 3.5, lcp: null, cls: 0 } },
  components: ['pkg:npm/b@1', 'pkg:npm/a@2'],
};

it('is read as it was written, as YAML and as JSON, in an order that never depends on the run', () => {
  const turned: Baseline = { ...baseline, findings: baseline.findings.toReversed(), components: baseline.components?.toReversed() };
  for (const path of ['b.yml', 'b.json']) {
    const text = writeBaseline(baseline, path);
    expect(writeBaseline(turned, path)).toBe(text);
    expect(writeBaseline(read(text), path)).toBe(text);
  }
  const text = writeBaseline(baseline, 'b.yml');
  expect(text.indexOf('check: cookies')).toBeLessThan(text.indexOf('check: csp'));
  expect(read(`\ufeff${text}`).findings).toHaveLength(2);
});

it('one more finding is one more block of lines, nothing else', () => {
  const more = {
    ...baseline,
    findings: [...baseline.findings, { ...finding, check: 'hsts', owner: '', reason: '', until: null, fingerprint: '0' }],
  };
  const before = writeBaseline(baseline, 'b.yml').split('\n');
  const after = writeBaseline(more, 'b.yml').split('\n');
  expect(before.every((line) => after.includes(line))).toBe(true);
  expect(after.length - before.length).toBe(9);
});

it('what people write by hand needs no fingerprint', () => {
  const [entry] = read('schema: shopbell.baseline/1\nfindings:\n  - { check: csp, key: home, severity: medium }\n').findings;
  expect(entry).toEqual({
    ...{ check: 'csp', key: 'home', severity: 'medium', title: '', firstSeen: '', owner: '', reason: '', until: null },
    fingerprint: fingerprintOf('csp', 'home', ''),
  });
});

it.each([
  ['', 'it is empty'],
  ['schema: [', 'Flow sequence'],
  ['{"schema": ', 'JSON'],
  ['hello', 'names no schema'],
  ['schema: shopbell.baseline/2\n', 'is of schema “shopbell.baseline/2”; this program reads shopbell.baseline/1'],
  ['schema: shopbell.baseline/1\nfinding: []\n', 'finding'],
  ['schema: shopbell.baseline/1\nfindings: 3\n', 'findings'],
  ['schema: shopbell.baseline/1\nfindings: [{ check: csp, key: home, severity: grave }]\n', 'findings.0.severity'],
  ['schema: shopbell.baseline/1\nfindings: [{ check: csp, key: home, severity: low, until: 30.06.2026 }]\n', 'findings.0.until'],
  [
    'schema: shopbell.baseline/1\nfindings: [{ check: csp, key: home, severity: low, fingerprint: ffffffffffffffffffffffffffffffff }]\n',
    'does not belong',
  ],
  ['schema: shopbell.baseline/1\nfindings: [&a { check: csp, key: home, severity: low }, *a]\n', 'stands there twice'],
  ['schema: shopbell.baseline/1\nfindings: []\n<<<<<<< HEAD\n', ''],
])('%j is refused with a reason', (text, words) => {
  expect(reason(text)).toContain('The baseline b.yml cannot be used');
  expect(reason(text)).toContain(words);
});

it('other encodings, binary, too much of it and bombs of aliases are refused', () => {
  expect(reason(Buffer.from('\ufeffschema: shopbell.baseline/1\n', 'utf16le'))).toContain('not UTF-8');
  expect(reason(new Uint8Array([0xff, 0xfe, 0, 1, 2]))).toContain('not UTF-8');
  expect(reason(new Uint8Array(MOST_BASELINE + 1).fill(32))).toContain(`larger than ${MOST_BASELINE} bytes`);
  const bomb = Array.from({ length: 20 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, *a${i - 1}, *a${i - 1}`}]`).join('\n');
  expect(reason(bomb)).toMatch(/alias/i);
});
