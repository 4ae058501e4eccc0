import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRuleFolder } from '#engines/data/rule-files.ts';
import { type CompiledRule, eventOfJson, matchEvent, readRules, requiredLiterals } from '#sigma/index.ts';
import { bundledRules } from './bundled-rules.ts';
import { type RequestFacts, requestEvent } from './request-event.ts';
import { planSearch } from './search-plan.ts';
import { weigh } from './weigh-literal.ts';

const corpora = join(import.meta.dirname, '../../../../../shared/corpora/sigma');

type Change = Readonly<Record<string, unknown>>;

function request(change: Change): RequestFacts {
  const plain = { method: 'GET', path: '/', query: '', agent: 'Mozilla/5.0', referrer: '', status: 200, address: '192.0.2.1', bytes: 500 };
  return { ...plain, ...change };
}

const matches = (rule: CompiledRule, change: Change): boolean => matchEvent(rule.test, requestEvent(request(change)));

describe('the bundled rules', () => {
  it('are named once, each of a family, and found by searching alone', () => {
    expect(new Set(bundledRules().map((rule) => rule.key)).size).toBe(bundledRules().length);
    expect(bundledRules().length).toBeGreaterThanOrEqual(8);
    expect(bundledRules().filter(({ test, ours }) => requiredLiterals(test, weigh) === null || ours.family === '')).toEqual([]);
  });

  for (const rule of bundledRules()) {
    it(`${rule.ours.family}: ${rule.rule.title}`, () => {
      expect(rule.ours.matches.length).toBeGreaterThan(0);
      expect(rule.ours.passes.length).toBeGreaterThan(0);
      for (const change of rule.ours.matches) expect(matches(rule, change as Change), JSON.stringify(change)).toBe(true);
      for (const change of rule.ours.passes) expect(matches(rule, change as Change), JSON.stringify(change)).toBe(false);
    });
  }

  it('say nothing about an ordinary visit', () => {
    const paths = ['/', '/products/red-shoe-42', '/cart', '/assets/app.4f2.js', '/account/orders/{order}', '/search', '/checkout/confirm'];
    for (const path of [...paths, '/sitemap.xml']) {
      const visit = { path, query: 'q=select+a+table+from+our+union&utm_source=newsletter' };
      expect(
        bundledRules()
          .filter((rule) => matches(rule, visit))
          .map((one) => one.rule.title),
      ).toEqual([]);
    }
  });
});

describe.skipIf(!existsSync(corpora))('public rules (where the corpora lie beside the project)', () => {
  it('are all valid, and hardly one is judged on every request', async () => {
    const { rules, problems } = readRules(await readRuleFolder(join(corpora, 'rules-web')));
    expect(problems).toEqual([]);
    expect(rules.length).toBeGreaterThanOrEqual(140);
    expect(planSearch(rules).everywhere.map((rule) => rule.rule.title)).toEqual([]);
  });

  it('match the events that they must match', () => {
    const failed: string[] = [];
    const folder = join(corpora, 'regression');
    for (const name of readdirSync(folder)) {
      const { rules, problems } = readRules([{ name, text: readFileSync(join(folder, name, 'rule.yml'), 'utf8') }]);
      const events = readFileSync(join(folder, name, 'event.json'), 'utf8')
        .split(/(?<=^\})\s*\n(?=\{)/m)
        .map((text) => eventOfJson(JSON.parse(text)));
      if (problems.length > 0 || !events.some((event) => rules.some((rule) => matchEvent(rule.test, event)))) failed.push(name);
    }
    expect(failed).toEqual([]);
  });
});
