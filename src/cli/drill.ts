import { Command } from 'commander';
import { describeDrill } from './drill/describe-drill.ts';
import { type DrillOptions, runDrill } from './drill/run-drill.ts';
import { exitCodes } from './exit-codes.ts';

export function drillCommand(): Command {
  return new Command('drill')
    .description(
      'rehearse in a temporary folder: the practice shop is attacked and the whole way is walked on the code that runs in production; exit 0 only when every station agrees with what the attack really did',
    )
    .option('--json', 'print one JSON document')
    .option('--keep', 'keep the temporary folder and say where it is')
    .option('--customers <number>', 'customers of the practice shop', '3000')
    .option('--orders <number>', 'order numbers that the attack tries', '240')
    .action(async (flags: { json?: true; keep?: true; customers: string; orders: string }) => {
      const options: DrillOptions = {
        customers: Number(flags.customers),
        tried: Number(flags.orders),
        keep: flags.keep === true,
        say: (line) => process.stderr.write(`${line}\n`),
      };
      const account = await runDrill(options);
      process.stdout.write(flags.json ? `${JSON.stringify(account)}\n` : describeDrill(account));
      process.exitCode = account.passed ? exitCodes.fine : exitCodes.found;
    });
}
