import { Command } from 'commander';
import { readVersion } from '#app/version.ts';

export function versionCommand(): Command {
  return new Command('version')
    .description('print the version')
    .option('--json', 'print one JSON document')
    .action((options: { json?: true }) => {
      const facts = { schema: 'shopbell.version/1', shopbell: readVersion(), node: process.version };
      process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : `shopbell ${facts.shopbell} on Node.js ${facts.node}\n`);
    });
}
