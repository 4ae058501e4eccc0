import { Command, InvalidArgumentError } from 'commander';
import { readVersion } from '#app/version.ts';
import { ShopbellError } from '#kernel/errors.ts';
import {
  explainCheck,
  type GateReport,
  judgeGate,
  selectChecks,
  toGateHtml,
  toGateJson,
  toGateJunit,
  toGateMarkdown,
  toGateSarif,
  toGateText,
  writeBaseline,
} from '#steps/inspect/index.ts';
import { exitCodes } from './exit-codes.ts';
import { addSharedFlags, gather } from './gate/flags.ts';
import { type GateFlags, planGate } from './gate/gate-flags.ts';
import { withOutside } from './gate/open-outside.ts';
import { openBaseline, openJourney, openSbom, openSettings } from './gate/read-gate-files.ts';
import { type Format, putOut, readOutputs, writeText } from './gate/render.ts';
import { runGate } from './gate/run-gate.ts';

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
  const outputs = readOutputs(flags.output);
  const plan = planGate(url, flags, await openSettings(flags.config), process.env);
  const selection = selectChecks(plan);
  const baseline = await openBaseline(plan.baseline, plan.writeTo !== null);
  const components = plan.sbom === null ? null : await openSbom(plan.sbom);
  const journeys = await Promise.all(plan.journeys.map(async (path) => ({ path, source: await openJourney(path) })));
  const paymentJourney = plan.paymentJourney === null ? null : await openJourney(plan.paymentJourney);
  const run = await withOutside(async (outside) => {
    for (const { source, path } of journeys) await outside.journeys.read(source, path);
    return runGate(outside, { plan, selection, journeys, paymentJourney, components, traces: flags.traces });
  });
  const { level, budgets, writeTo } = plan;
  const today = run.inspection.startedAt.slice(0, 10);
  const result = judgeGate(run, { tool: 'gate', selection, level, budgets, baseline, agree: writeTo !== null, today });
  if (writeTo !== null) await writeText(writeTo, writeBaseline(result.next, writeTo));
  await putOut((format) => renderGate(result, format), flags.json ? 'json' : flags.format, outputs);
  process.exitCode = flags.exitZero ? exitCodes.fine : exitCodeOf(result);
}

/** What failed is certain, so it goes before what is unknown; what is unknown is never passed. */
export function exitCodeOf({ passed, unknown }: Pick<GateReport, 'passed' | 'unknown'>): number {
  if (!passed) return exitCodes.found;
  return unknown.length > 0 ? exitCodes.couldNotRun : exitCodes.fine;
}

export function renderGate(result: GateReport, format: Format): string {
  switch (format) {
    case 'text':
      return toGateText(result);
    case 'json':
      return toGateJson(result);
    case 'sarif':
      return toGateSarif(result, readVersion());
    case 'junit':
      return toGateJunit(result);
    case 'html':
      return toGateHtml(result);
    case 'markdown':
      return toGateMarkdown(result);
  }
}
