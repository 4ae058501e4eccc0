import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleFiles } from '#engines/data/rule-files.ts';
import { compileValue } from './compile-value.ts';
import { bundledRules, parseRules } from './load-rules.ts';
import { parseCondition } from './parse-condition.ts';
import { type RequestFacts, requestEvent } from './request-event.ts';

const corpora = join(import.meta.dirname, '../../../../../shared/corpora/sigma');

function request(change: Readonly<Record<string, string | number>>): RequestFacts {
  return {
    method: 'GET',
    path: '/',
    query: '',
    agent: 'Mozilla/5.0',
    referrer: '',
    status: 200,
    address: '192.0.2.1',
    bytes: 500,
    ...change,
  };
}

describe('the bundled rules', () => {
  it('are valid, named once, searchable, and each file is one family of its own', () => {
    const ids = bundledRules().map(({ rule }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(bundledRules().filter(({ literals }) => literals === null || literals.length === 0)).toEqual([]);
    expect(bundledRules().filter(({ rule }) => rule.shopbell === undefined)).toEqual([]);
  });

  for (const { rule, matches, literals } of bundledRules()) {
    it(`${rule.shopbell?.family}: ${rule.title}`, () => {
      expect(rule.shopbell?.matches.length).toBeGreaterThan(0);
      expect(rule.shopbell?.passes.length).toBeGreaterThan(0);
      for (const change of rule.shopbell?.matches ?? []) {
        const event = requestEvent(request(change));
        expect(matches(event), JSON.stringify(change)).toBe(true);
        const searched = Object.values(event).flat().join('\n').toLowerCase();
        expect(
          literals?.some((literal) => searched.includes(literal.replace('^', ''))),
          JSON.stringify(change),
        ).toBe(true);
      }
      for (const change of rule.shopbell?.passes ?? []) expect(matches(requestEvent(request(change))), JSON.stringify(change)).toBe(false);
    });
  }

  it('say nothing about an ordinary visit', () => {
    const visit = [
      '/',
      '/products/red-shoe-42',
      '/cart',
      '/assets/app.4f2.js',
      '/account/orders/{order}',
      '/search',
      '/checkout/confirm',
      '/sitemap.xml',
    ];
    for (const path of visit) {
      const event = requestEvent(request({ path, query: 'q=select+a+table+from+our+union&utm_source=newsletter' }));
      expect(
        bundledRules()
          .filter((rule) => rule.matches(event))
          .map((one) => one.rule.title),
      ).toEqual([]);
    }
  });
});

describe('values', () => {
  it.each<[string, readonly string[], string, boolean]>([
    ['abc', [], 'ABC', true],
    ['abc', [], 'xabc', false],
    ['a*c', [], 'abbbc', true],
    ['a?c', [], 'abc', true],
    ['a?c', [], 'abbc', false],
    ['a\\*c', [], 'a*c', true],
    ['a\\*c', [], 'abc', false],
    ['a\\\\*', [], 'a\\xyz', true],
    ['C:\\Windows', [], 'c:\\windows', true],
    ['b', ['contains'], 'abc', true],
    ['ab', ['startswith'], 'abc', true],
    ['bc', ['startswith'], 'abc', false],
    ['bc', ['endswith'], 'ABC', true],
    ['ABC', ['cased'], 'abc', false],
    ['^a.c$', ['re'], 'abc', true],
    ['^A', ['re'], 'abc', false],
    ['^A', ['re', 'i'], 'abc', true],
    ['400', ['gte'], '404', true],
    ['400', ['lt'], '404', false],
    ['.+(', ['contains'], 'x.+(y', true],
    ['', [], '', true],
  ])('%j with %j against %j is %j', (value, modifiers, text, expected) => {
    expect(compileValue(value, modifiers).matches(text)).toBe(expected);
  });

  it('refuses what it does not know, by name', () => {
    expect(() => compileValue('10.0.0.0/8', ['cidr'])).toThrow('cidr');
    expect(() => compileValue('x', ['base64offset', 'contains'])).toThrow('base64offset');
  });
});

describe('conditions', () => {
  const names = ['a', 'b', 'sel_1', 'sel_2', '_hidden'];
  it('bind or looser than and, and and looser than not', () => {
    expect(parseCondition('a or b and not sel_1', names)).toMatchObject({
      kind: 'or',
      parts: [{ name: 'a' }, { kind: 'and', parts: [{ name: 'b' }, { kind: 'not' }] }],
    });
  });
  it('resolve patterns and them', () => {
    expect(parseCondition('all of sel_*', names)).toMatchObject({ kind: 'and', parts: [{ name: 'sel_1' }, { name: 'sel_2' }] });
    expect(parseCondition('1 of them', names)).toMatchObject({ kind: 'or', parts: [{}, {}, {}, {}] });
  });
  it.each(['', 'c', 'a and', '(a', 'a b', '2 of sel_*', '1 of nothing_*'])('refuses %j with a reason', (text) => {
    expect(() => parseCondition(text, names)).toThrow(/condition/);
  });
});

describe.skipIf(!existsSync(corpora))('public rules (where the corpora lie beside the project)', () => {
  it('are read whole, or refused with a reason that the README names', () => {
    const reasons = new Map<string, number>();
    let read = 0;
    for (const path of rulePaths(join(corpora, 'rules-web'))) {
      try {
        parseRules(readFileSync(path, 'utf8'));
        read += 1;
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message.slice(0, 60) : String(thrown);
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    expect([...reasons.keys()].filter((reason) => !/is not supported|are not supported/.test(reason))).toEqual([]);
    expect(read).toBeGreaterThanOrEqual(140);
  });

  it('match the events they must match, as far as they are read', () => {
    const failed: string[] = [];
    const refused: string[] = [];
    const folder = join(corpora, 'regression');
    for (const name of readdirSync(folder)) {
      try {
        const [rule] = parseRules(readFileSync(join(folder, name, 'rule.yml'), 'utf8'));
        const events = readFileSync(join(folder, name, 'event.json'), 'utf8')
          .split(/(?<=^\})\s*\n(?=\{)/m)
          .map((text) => flatten(JSON.parse(text)));
        if (!events.some((event) => rule?.matches(event))) failed.push(name);
      } catch (thrown) {
        refused.push(`${name}: ${thrown instanceof Error ? thrown.message.slice(0, 80) : ''}`);
      }
    }
    expect(failed).toEqual([]);
    expect(refused.filter((reason) => !/not supported/.test(reason))).toEqual([]);
    expect(refused.length).toBeLessThanOrEqual(10);
  });
});

it('the shipped files are there', () => expect(ruleFiles().length).toBeGreaterThanOrEqual(8));

function rulePaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name));
}

function flatten(value: unknown, into: Record<string, string[]> = {}): Record<string, string[]> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object' && item !== null) flatten(item, into);
    else if (item !== null) into[key.toLowerCase().replaceAll(' ', '')] = [String(item)];
  }
  return into;
}
