import { Command, InvalidArgumentError } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import { explainCheck } from '#steps/inspect/index.ts';
import { addSharedFlags, gather } from './gate/flags.ts';
import type { GateFlags } from './gate/gate-flags.ts';
import { gateOnce, renderGate } from './gate/gate-once.ts';
import { noteReleaseThere, wantsNote } from './gate/note-release.ts';

/** `shopbell gate URL`: tests a release on staging or a preview before it is published; without a database. */
export function gateCommand(): Command {
  const command = new Command('gate')
    .description('test a release on staging or a preview before it is published: only what is new, worsened or past its day stops it')
    .argument('[url]', 'address of the copy of the shop that carries the release');
  return addSharedFlags(command, 'medium')
    .option('--journey <file>', 'a Playwright file that must pass (docs/journeys.md); several times; no order is placed', gather)
    .option('--payment-journey <file>', 'a Playwright file that leads to the payment page; default: a --journey that ends at a checkout')
    .option('--secret <variable>', 'a variable of the environment that journeys may read; several times', gather)
    .option('--traces <folder>', 'where to keep the trace and the last picture of a journey that failed')
    .option('--sbom <file>', 'what the release is made of: CycloneDX (JSON, XML) or SPDX (JSON)')
    .option('--runs <number>', 'how often a page is measured; the median counts (default 3)', readRuns)
    .option('--config <file>', 'settings: the part “gate:” of this file (default shopbell.yml, where it is)')
    .option('--note-release <version>', 'when the gate passed, tell your Shopbell of this release: it stands in its charts then')
    .option('--to <address>', 'where your Shopbell is, such as https://bell.example')
    .option('--shop <name|id>', 'whose release it is there, when there are several shops')
    .option('--key <variable>', 'variable of the environment with an API key that may set what is checked', 'SHOPBELL_API_KEY')
    .addHelpText(
      'after',
      '\nExit codes: 0 passed, 1 failed, 2 wrong usage or a bad file, 3 something could not be checked and nothing failed.\nSee docs/gate.md.',
    )
    .action(gate);
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1 || runs > 20) throw new InvalidArgumentError('must be a whole number from 1 to 20');
  return runs;
}

async function gate(url: string | undefined, flags: GateFlags): Promise<void> {
  if (flags.explain !== undefined) {
    process.stdout.write(explainCheck(flags.explain));
    return;
  }
  if (url === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'name the address of the shop: shopbell gate URL' });
  const notes = wantsNote(flags);
  const { result, code } = await gateOnce(url, flags, process.env);
  process.stdout.write(renderGate(result, flags.json ? 'json' : flags.format));
  process.exitCode = code;
  if (!notes) return;
  if (result.passed && result.unknown.length === 0) await noteReleaseThere(flags);
  else process.stderr.write('the release was not noted: the gate did not pass\n');
}
