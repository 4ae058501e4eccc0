import { Command, CommanderError } from 'commander';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { saveMemory } from './save-memory.ts';

// Whoever reads the output may stop reading, as `head` does: that is no error. A full disk is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.fine);
  process.exit(report(new ShopbellError('FILE_UNWRITABLE', { path: 'standard output', reason: error.message })));
});

const program = new Command('shopbell')
  .description('Watches an online shop, notices when customer data leaks, and helps until the last customer has been told.')
  .helpCommand(false)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text) })
  .addHelpText('after', '\nExit codes: 0 fine, 1 found something, 2 wrong usage, 3 could not run.\nStart here: ./shopbell up');

for (const command of commands) {
  const [name] = command.usage.split(' ');
  if (name === process.argv[2]) {
    if (command.small) saveMemory();
    program.addCommand((await command.load()).exitOverride());
  } else program.command(command.usage).description(command.summary);
}

// What the person who wrote the command or its files has to mend.
const usageCodes: ReadonlySet<string> = new Set(['INPUT_INVALID', 'CONFIG_INVALID', 'BASELINE_INVALID', 'SBOM_INVALID', 'JOURNEY_INVALID']);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  if (error instanceof ShopbellError) {
    process.stderr.write(
      `shopbell: ${error.message}\n          ${error.remedy}\n          (${error.code}, see docs/reference/errors.md)\n`,
    );
    return usageCodes.has(error.code) ? exitCodes.usage : exitCodes.couldNotRun;
  }
  process.stderr.write(`shopbell: this should not have happened: ${messageOf(error)}\n`);
  if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  return exitCodes.couldNotRun;
}
