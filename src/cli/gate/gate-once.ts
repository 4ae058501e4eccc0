import { readVersion } from '#app/version.ts';
import {
  BEYOND_RELEASE,
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
import { exitCodes } from '../exit-codes.ts';
import { type GateFlags, planGate } from './gate-flags.ts';
import { withOutside } from './open-outside.ts';
import { withoutSecrets } from './own-headers.ts';
import { openBaseline, openJourney, openSbom, openSettings } from './read-gate-files.ts';
import { type Format, readOutputs, writeFiles, writeText } from './render.ts';
import { runGate } from './run-gate.ts';

/** One run of the gate: files are written, nothing is printed. Throws for wrong usage and for files that cannot be used. */
export async function gateOnce(
  url: string,
  flags: GateFlags,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly result: GateReport; readonly code: number }> {
  const outputs = readOutputs(flags.output);
  const plan = planGate(url, flags, await openSettings(flags.config), env);
  const selection = selectChecks(plan, BEYOND_RELEASE);
  const baseline = await openBaseline(plan.baseline, plan.writeTo !== null);
  const components = plan.sbom === null ? null : await openSbom(plan.sbom);
  const journeys = await Promise.all(plan.journeys.map(async (path) => ({ path, source: await openJourney(path) })));
  const paymentJourney = plan.paymentJourney === null ? null : await openJourney(plan.paymentJourney);
  const looked = await withOutside(async (outside) => {
    for (const { source, path } of journeys) await outside.journeys.read(source, path);
    return runGate(outside, { plan, selection, journeys, paymentJourney, components, traces: flags.traces });
  }, plan.own);
  const run = withoutSecrets(looked, plan.own);
  const { level, budgets, writeTo } = plan;
  const today = run.inspection.startedAt.slice(0, 10);
  const result = judgeGate(run, { tool: 'gate', selection, level, budgets, baseline, agree: writeTo !== null, today });
  if (writeTo !== null) await writeText(writeTo, writeBaseline(result.next, writeTo));
  await writeFiles((format) => renderGate(result, format), outputs);
  return { result, code: flags.exitZero ? exitCodes.fine : exitCodeOf(result) };
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
