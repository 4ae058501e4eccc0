import { Command } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import type { ExportOptions } from './register/run-export.ts';
import type { VerifyOptions } from './register/run-verify.ts';

/** `shopbell register verify FILE`, `shopbell register export`. Exit 1: the file is not whole; 2 it is no such file; 3 it cannot be read. */
export function registerCommand(): Command {
  return new Command('register')
    .description(
      'verify: prove that an exported register (JSON) is whole, from the file alone. export: write the register as a file; Shopbell may be running',
    )
    .argument('<action>', 'verify or export')
    .argument('[file]', 'verify: the exported register, or - for standard input')
    .option('--head <hash>', 'verify: an earlier head; the file must hold it, so that nothing before it was rewritten or cut')
    .option('--key <key>', 'verify: the organisation’s public key, as its register page shows it')
    .option('--json', 'verify: print one JSON document (contract/register-verify.json)')
    .option('--format <format>', 'export: csv, xlsx, pdf or json', 'json')
    .option('-o, --out <file>', 'export: the new file to write; standard output unless told')
    .option('--organisation <name|id>', 'export: which, when there are several')
    .option('--language <language>', 'export: en, pl, de or ja, for a PDF', 'en')
    .action(async (action: string, file: string | undefined, options: VerifyOptions & ExportOptions) => {
      if (action === 'verify') return (await import('./register/run-verify.ts')).runVerify(file, options);
      if (action === 'export') return (await import('./register/run-export.ts')).runExport(file, options);
      throw new ShopbellError('INPUT_INVALID', { reason: `${action}: must be verify or export` });
    });
}
