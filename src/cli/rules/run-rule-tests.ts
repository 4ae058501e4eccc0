import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRuleFolder } from '#engines/data/rule-files.ts';
import { readRules } from '#sigma/index.ts';
import { measureCost, type RuleTest, testRules, tryRules } from '#steps/detect/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { costInWords, tellProblems } from './check-rules.ts';
import { readEvents } from './read-events.ts';

/** Runs every test of the rules of a folder: those in the rules, and `event.json` beside one, which it must match. */
export async function runRuleTests(folder: string, json: boolean): Promise<void> {
  const files = await readRuleFolder(folder);
  const set = readRules(files);
  const { tests, untested } = testRules(set);
  const beside: RuleTest[] = [];
  for (const file of files) {
    const path = join(folder, dirname(file.name), 'event.json');
    if (!existsSync(path)) continue;
    const own = readRules([file]);
    for (const verdict of tryRules(own, await readEvents(path))) {
      const { rule, title, matched, because } = verdict;
      const line = own.rules.find((one) => one.key === rule)?.line ?? 1;
      beside.push({ rule: title, file: file.name, line, should: 'match', passed: matched, because: matched ? [] : because });
    }
  }
  const tested = new Set(beside.map((test) => test.rule));
  const open = untested.filter((title) => !tested.has(title));
  const all = [...tests, ...beside];
  const failed = all.filter((test) => !test.passed);
  const expensive = set.rules.flatMap(({ rule, file, line, ...one }) => {
    const cost = measureCost({ rule, file, line, ...one }, () => performance.now());
    return cost?.isExpensive ? [{ rule: rule.title, file, line, cost }] : [];
  });
  if (json) {
    const counts = { tests: all.length, passed: all.length - failed.length, failed, expensive };
    process.stdout.write(`${JSON.stringify({ schema: 'shopbell.rules.test/1', ...counts, untested: open, problems: set.problems })}\n`);
  } else {
    for (const test of failed) {
      process.stdout.write(`FAILED ${test.file}:${test.line}  ${test.rule}: should ${test.should}\n`);
      for (const one of test.because)
        process.stdout.write(`    ${one.matched ? 'is so' : 'is not so'}: ${one.field} ${one.asked}; found ${JSON.stringify(one.found)}\n`);
    }
    for (const one of expensive) process.stdout.write(`${one.file}:${one.line}  ${one.rule}${costInWords(one.cost)}\n`);
    tellProblems(set.problems);
    if (open.length > 0)
      process.stdout.write(`Without tests of both kinds: ${open.slice(0, 20).join(', ')}${open.length > 20 ? ' …' : ''}\n`);
    process.stdout.write(`${all.length - failed.length} passed, ${failed.length} failed, ${set.problems.length} rules not valid.\n`);
  }
  process.exitCode = failed.length + set.problems.length > 0 ? exitCodes.found : exitCodes.fine;
}
