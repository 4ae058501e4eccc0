import { Command } from 'commander';
import { lawSheet, lawTables } from '#steps/decide/judgement.ts';
import { regimesNamed } from './assess.ts';

/** `shopbell law`: every rule of every law that assess knows, with source, standing and confidence, as Markdown for a lawyer to check. Exit 0. */
export function lawCommand(): Command {
  return new Command('law')
    .description('the rules of law that assess knows, with source, standing and confidence, for a lawyer to check')
    .option('--regimes <ids>', 'only these laws, with commas')
    .action((options: { readonly regimes?: string }) => {
      const law = lawTables();
      const ids = options.regimes === undefined ? null : regimesNamed(options.regimes, law);
      const regimes = law.regimes.filter(({ id }) => ids === null || ids.includes(id));
      process.stdout.write(lawSheet({ ...law, regimes }));
    });
}
