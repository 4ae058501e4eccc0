import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readCheckFiles } from '../files/read-check-files.ts';
import { type ImportInput, importChecks } from './import-checks.ts';
import { type ImportedDocument, type ImportSource, importedShape, importSources } from './imported-document.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const sources: readonly (readonly [ImportSource, string, string | null])[] = [
  ['uptime-kuma', 'kuma-backup.json', null],
  ['uptime-kuma', 'kuma-rows.json', null],
  ['gatus', 'gatus.yaml', null],
  ['blackbox', 'blackbox.yml', 'prometheus.yml'],
  ['blackbox', 'blackbox.yml', null],
  ['alertmanager', 'alertmanager.yml', null],
];

function read(from: ImportSource, text: string, prometheus: string | null = null): ImportedDocument {
  const document = importChecks({ from, text, prometheus, shop: 'Practice' });
  if (typeof document === 'string') throw new Error(document);
  return document;
}

const readFixture = ([from, name, beside]: (typeof sources)[number]) => read(from, fixture(name), beside === null ? null : fixture(beside));

/** A file that can be applied, whose checks are those that are said to be taken. */
function expectSound(document: ImportedDocument): void {
  const { wanted, faults, shops } = readCheckFiles([{ path: 'x.yaml', text: document.yaml }]);
  expect(faults).toEqual([]);
  expect(shops).toEqual(['Practice']);
  expect(wanted.map(({ key, name, target }) => ({ key, name, kind: target.kind }))).toEqual(document.taken);
  expect(importedShape.parse(document)).toEqual(document);
  const variables = new Set(wanted.flatMap(({ secrets }) => Object.values(secrets)));
  expect(new Set(document.secrets.map(({ variable }) => variable))).toEqual(variables);
}

describe.each(sources)('%s %s', (...source) => {
  const document = readFixture(source);

  it('gives a file that can be applied', () => expectSound(document));

  it('writes no secret anywhere', () => {
    expect(JSON.stringify(source.map((name) => (name?.includes('.') ? fixture(name) : '')))).toMatch(/HUSH/);
    expect(JSON.stringify(document)).not.toMatch(/HUSH/i);
  });
});

it('drops nothing of a backup silently: every monitor is taken or left', () => {
  for (const name of ['kuma-backup.json', 'kuma-rows.json']) {
    const source = JSON.parse(fixture(name)) as { monitorList?: unknown[] } | unknown[];
    const monitors = (Array.isArray(source) ? source : (source.monitorList ?? [])) as ({ name: string } | null)[];
    const document = read('uptime-kuma', fixture(name));
    const told = [...document.taken, ...document.left].map((one) => one.name);
    expect(told).toEqual(expect.arrayContaining(monitors.flatMap((one) => (one === null ? [] : [one.name]))));
    // What Uptime Kuma warns of by the way is a check of its own here; notifications and proxies are no monitors.
    const own = document.taken.filter((one) => !/: (certificate|registration)$/.test(one.name)).length;
    const left = document.left.filter((one) => !/^notification |^proxyList$/.test(one.name)).length;
    expect(own + left).toBe(monitors.length);
  }
});

it('what is paused with its group is not started here', () => {
  const monitor = { type: 'http', url: 'https://shop.example/', active: 1, interval: 60 };
  const rows = [
    { id: 3, name: 'deep', ...monitor, parent: 2 },
    { id: 2, name: 'inner', type: 'group', active: 1, parent: 1 },
    { id: 1, name: 'outer', type: 'group', active: 0, parent: null },
    { id: 4, name: 'free', ...monitor, parent: null },
  ];
  const { taken, left } = read('uptime-kuma', JSON.stringify(rows));
  expect(taken.map(({ name }) => name)).toEqual(['free']);
  expect(left.find(({ name }) => name === 'deep')?.why).toBe('its group is paused there');
});

it('drops no endpoint, suite, target or module silently', () => {
  const gatus = read('gatus', fixture('gatus.yaml'));
  const whole = (names: readonly string[]) => new Set(names.map((name) => name.replace(/: \[.*|: (?:age|has|len)\(.*/, '')));
  const told = whole([...gatus.taken, ...gatus.left].map((one) => one.name));
  const source = parse(fixture('gatus.yaml')) as Record<string, ({ name?: string; group?: string } | number)[]>;
  const entries = [...(source.endpoints ?? []), ...(source.suites ?? []), ...(source['external-endpoints'] ?? [])];
  expect(entries.length).toBeGreaterThan(20);
  for (const [nth, one] of entries.entries()) {
    const { name = '', group = '' } = typeof one === 'number' ? { name: `endpoint ${nth + 1}` } : one;
    expect([...told]).toContain(group === '' ? name : `${group} / ${name}`);
  }
  const alone = read('blackbox', fixture('blackbox.yml'));
  expect(alone.taken).toEqual([]);
  expect(alone.left).toHaveLength(Object.keys((parse(fixture('blackbox.yml')) as { modules: object }).modules).length);
});

const odd = fc.oneof(
  fc.anything(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    ...['', '{{x}}', '$X', '[BODY].a == 1', '://', 'https://x.example/{{', '[', '1e999', '-1', '../..', 'null', '\u0000\ud800'],
  ),
  fc.constantFrom<unknown>(null, true, -1, 0, 1e21, Number.MAX_SAFE_INTEGER, [], {}, [[]], { __proto__: null }),
);

/** Puts something else in place of one value, anywhere. */
function disturb(value: unknown, path: readonly number[], other: unknown): unknown {
  const [at, ...rest] = path;
  if (at === undefined || typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return other;
  const inside = disturb((value as Record<string, unknown>)[key], rest, other);
  return Array.isArray(value) ? value.map((one, nth) => (String(nth) === key ? inside : (one as unknown))) : { ...value, [key]: inside };
}

it.each(sources)('whatever stands anywhere in %s %s, what comes out can be applied', (from, name, beside) => {
  const plain = parse(fixture(name), { merge: true }) as unknown;
  const jobs = beside === null ? null : (parse(fixture(beside)) as unknown);
  const path = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(path, odd, fc.boolean(), (at, other, inJobs) => {
      const isBeside = inJobs && jobs !== null;
      const text = JSON.stringify(isBeside ? plain : disturb(plain, at, other)) ?? '';
      const prometheus = jobs === null ? null : (JSON.stringify(isBeside ? disturb(jobs, at, other) : jobs) ?? '');
      const document = importChecks({ from, text, prometheus, shop: 'Practice' });
      if (typeof document === 'string') expect(document.length).toBeGreaterThan(10);
      else expectSound(document);
      expect(JSON.stringify(document)).not.toMatch(/HUSH/i);
    }),
    { numRuns: 60 },
  );
});

describe('what is no configuration', () => {
  const why = (change: Partial<ImportInput>) => importChecks({ from: 'gatus', text: '', prometheus: null, shop: 'Practice', ...change });

  it.each(importSources)('of %s says why', (from) => {
    for (const text of ['', '   ', 'null', '[', '{', '"x"', '5', 'a: b', '\u0000', '[1, 2'.repeat(20), '---\na: 1\n---\nb: 2\n'])
      expect(typeof why({ from, text }), JSON.stringify(text)).toBe('string');
  });

  it('is told without what stands in it', () => {
    expect(why({ from: 'uptime-kuma', text: '{"monitorList": [\n{"basic_auth_pass": HUSH}]}' })).toMatch(/^it is no JSON; give/);
    expect(why({ from: 'uptime-kuma', text: '[{"basic_auth_pass": "HUSH"},\n}' })).not.toMatch(/HUSH/);
    expect(why({ from: 'gatus', text: 'endpoints:\n  - name: "HUSH\n' })).toMatch(/no YAML: line \d+: missing char/);
    expect(why({ from: 'gatus', text: 'endpoints: *HUSH' })).not.toMatch(/HUSH/);
  });

  it('is refused when a few bytes would be unfolded into gigabytes, or are nested without end', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghij']
      .map((name, nth) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[nth]}`).join()}]`)
      .join('\n')}\nendpoints: *j\nmodules: *j\nroute: *j\n`;
    for (const from of ['gatus', 'blackbox', 'alertmanager'] as const) {
      expect(why({ from, text: bomb })).toMatch(/too many aliases/);
      expect(why({ from, text: `endpoints: ${'['.repeat(50_000)}` })).toMatch(/nested too deeply|no YAML/);
    }
    expect(why({ from: 'uptime-kuma', text: '['.repeat(1_000_000) })).toMatch(/no JSON/);
    expect(why({ from: 'uptime-kuma', text: `[${'null,'.repeat(10_001)}null]` })).toMatch(/more than 10000 monitors/);
  });

  it('does not take long over a hostile text', () => {
    const long = (text: string) => text.repeat(Math.ceil(90_000 / text.length));
    const monitors = ['a', 'pass', 'token ', 'token=', '<token>', '-', 'a.', '[0]', '"\\'].map((text) => ({
      ...{
        name: long(text),
        type: 'json-query',
        url: `https://shop.example/${long(text)}`,
        active: 1,
        body: long(text),
        jsonPath: long(text),
      },
      ...{ expectedValue: long(text), headers: JSON.stringify({ a: long(text) }), accepted_statuscodes: ['200-299', long('1')] },
    }));
    const started = performance.now();
    expectSound(read('uptime-kuma', JSON.stringify(monitors)));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
