import { Command, InvalidArgumentError } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import type { AffectedOptions } from './affected/run-affected.ts';

/** `shopbell affected [SIGNAL]`: whose data was touched, by a signal or by a free choice of reads; perhaps with the opened list. Exit 1: somebody's. */
export function affectedCommand(): Command {
  return new Command('affected')
    .description(
      'say whose data was touched: by a signal, or by whom and when you choose; what is opened is recorded in the ledger; Shopbell may be running',
    )
    .argument('[signal]', 'a signal’s id, sig_…, as it stands in its address')
    .option('--shop <name|id>', 'the shop, when there are several')
    .option('--actor <addresses...>', 'only reads from these network addresses, or blocks of them such as 203.0.113.0/24')
    .option('--account <names...>', 'only reads with these accounts, as the shop’s logs name them')
    .option('--route <beginnings...>', 'only routes that begin like this, such as /account/orders')
    .option('--since <time>', 'from this time on (ISO 8601); a day ago unless told', instant)
    .option('--until <time>', 'up to this time (ISO 8601); now unless told', instant)
    .option('--ask', 'ask the shop’s directory who is behind the records, to count people and groups; needs --purpose')
    .option('--list <file>', 'write the opened list as CSV into a new file that only you can read; needs --purpose')
    .option('--by <what>', 'what a line of that list is: record, person, account', oneOf, 'record')
    .option('--purpose <why>', 'why it is opened, in at least ten characters; the ledger keeps it')
    .option('--json', 'print one JSON document (contract/affected.json)')
    .action(async (signal: string | undefined, options: AffectedOptions) => {
      const { runAffected } = await import('./affected/run-affected.ts');
      await runAffected(signal ?? null, options);
    });
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write a time like 2026-05-01 or 2026-05-01T10:00:00Z.');
  return at;
}

function oneOf(text: string): 'record' | 'person' | 'account' {
  if (text === 'record' || text === 'person' || text === 'account') return text;
  throw new ShopbellError('INPUT_INVALID', { reason: `--by ${text}: must be record, person or account` });
}
