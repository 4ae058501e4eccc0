import { Command } from 'commander';
import type { ApplyOptions } from './apply/run-apply.ts';

/** `shopbell apply DIR`: makes the checks as files want them, after showing what changes. Exit 1: with `--plan`, something would change. */
export function applyCommand(): Command {
  return new Command('apply')
    .description(
      'Make the checks as files in a folder want them: shows first what would change, also what somebody changed by hand, and asks. Shopbell may be running, here or elsewhere.',
    )
    .argument('<folder>', 'files *.yaml and *.yml in it and below; or one file')
    .option('--plan', 'only show what would change; exit 1 when something would')
    .option('--yes', 'do not ask')
    .option('--set <name>', 'what these files own: a check of the same set that is in no file any more is removed', 'files')
    .option('--to <address>', 'a Shopbell elsewhere, such as https://bell.example')
    .option('--key <variable>', 'variable of the environment with an API key that may set what is checked', 'SHOPBELL_API_KEY')
    .option('--organisation <name|id>', 'whose checks, when there are several')
    .option('--json', 'print one JSON document (contract/apply.json)')
    .action(async (folder: string, options: ApplyOptions) => {
      const { runApply } = await import('./apply/run-apply.ts');
      await runApply(folder, options);
    });
}
