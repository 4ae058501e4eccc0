import { Command, Option } from 'commander';
import { productFiles } from '#engines/files/product-files.ts';
import { lawSheetIn, lawTables } from '#steps/decide/judgement.ts';
import { loadMessages } from '#web/messages.ts';
import type { Locale } from '#web/types.ts';
import { regimesNamed } from './assess.ts';

/** `shopbell law`: every rule of every law that assess knows, with source, standing and confidence, as Markdown for a lawyer to check. Exit 0. */
export function lawCommand(): Command {
  return new Command('law')
    .description('the rules of law that assess knows, with source, standing and confidence, for a lawyer to check')
    .option('--regimes <ids>', 'only these laws, with commas')
    .addOption(new Option('--language <code>', 'in which language').choices(['en', 'pl', 'de', 'ja']).default('en'))
    .action((options: { readonly regimes?: string; readonly language: Locale }) => {
      const law = lawTables();
      const ids = options.regimes === undefined ? null : regimesNamed(options.regimes, law);
      const regimes = law.regimes.filter(({ id }) => ids === null || ids.includes(id));
      process.stdout.write(lawSheetIn({ ...law, regimes }, loadMessages(productFiles).in(options.language), options.language));
    });
}
