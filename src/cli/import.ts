import { Argument, Command } from 'commander';
import { importSources } from '#steps/watch/index.ts';
import type { ImportOptions } from './import/run-import.ts';

/** `shopbell import FROM FILE --shop NAME`: another monitor's configuration as a file of checks. Exit 1: something was left; 3: it cannot be read. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      'Turn another monitor’s configuration into a file of checks, as `shopbell apply` takes it: the file goes to stdout; what was taken, what means something else and what was left, and why, to stderr. Nothing leaves this machine. Secrets of the source become names of variables of the environment.',
    )
    .addArgument(new Argument('<from>', 'whose configuration it is').choices(importSources))
    .argument('<file>', 'the configuration; - for the standard input')
    .requiredOption('--shop <name|id>', 'whose checks they become')
    .option('--prometheus <file>', 'with blackbox: Prometheus’ configuration, which says at what the modules are pointed')
    .option('--rules <files...>', 'with --prometheus: files of its rules, whose alerts say how grave a check is')
    .option('--json', 'print one JSON document (contract/import.json)')
    .addHelpText(
      'after',
      `
uptime-kuma   the JSON backup of version 1, or the rows of the table of version 2:
              sqlite3 -json kuma.db 'select * from monitor' | shopbell import uptime-kuma - --shop Example
gatus         its YAML: endpoints, suites, external endpoints
blackbox      the modules of blackbox_exporter, with --prometheus prometheus.yml
              and, where it has alerts, --rules alerts.yml
alertmanager  holds no checks: says what to set where instead

What of each is taken stands in docs/import.md.`,
    )
    .action(async (from: ImportOptions['from'], file: string, options: Omit<ImportOptions, 'from' | 'file'>) => {
      const { runImport } = await import('./import/run-import.ts');
      await runImport({ ...options, from, file });
    });
}
