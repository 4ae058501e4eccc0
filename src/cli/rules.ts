import { Command } from 'commander';

interface Output {
  readonly json?: true;
}

/** `shopbell rules check|test|explain`: are Sigma rules valid, do their tests pass, why does one match an event. */
export function rulesCommand(): Command {
  const command = new Command('rules').description('Sigma rules: are they valid, do their tests pass, why does one match');
  command
    .command('check')
    .argument('<folder>', 'a folder of .yml files, or one file')
    .description('are these rules valid, and what do they cost here; exit 1 when one is not valid')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, { json }: Output) => (await import('./rules/check-rules.ts')).checkRules(folder, json === true));
  command
    .command('test')
    .argument('<folder>', 'a folder of .yml files, or one file')
    .description('run the tests that rules carry (shopbell: matches, passes; or event.json beside the rule); exit 1 when one fails')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, { json }: Output) => (await import('./rules/run-rule-tests.ts')).runRuleTests(folder, json === true));
  command
    .command('explain')
    .argument('<rule>', 'a rule file')
    .requiredOption('--event <file>', 'events in JSON (one, a list, or one a line), or lines of an access log; - for standard input')
    .description('why the rule did or did not match these events')
    .option('--json', 'print one JSON document')
    .action(async (rule: string, { event, json }: Output & { event: string }) =>
      (await import('./rules/explain-rule.ts')).explainRule(rule, event, json === true),
    );
  return command;
}
