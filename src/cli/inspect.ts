import { Command } from 'commander';
import { readVersion } from '#app/version.ts';
import { ShopbellError } from '#kernel/errors.ts';
import {
  collectInspection,
  explainCheck,
  type GateReport,
  judgeGate,
  type Outside,
  ownDomainsShape,
  type Parts,
  partsOf,
  selectChecks,
  toHtml,
  toJson,
  toJunit,
  toSarif,
  toText,
  writeBaseline,
} from '#steps/inspect/index.ts';
import { exitCodes } from './exit-codes.ts';
import { addSharedFlags, type SharedFlags } from './gate/flags.ts';
import { targetOf, withScheme, writeToOf } from './gate/gate-flags.ts';
import { exitCodeOf, renderGate } from './gate/gate-once.ts';
import { withOutside } from './gate/open-outside.ts';
import { readOwnHeaders, withoutSecrets } from './gate/own-headers.ts';
import { openBaseline, openJourney } from './gate/read-gate-files.ts';
import { type Format, readOutputs, writeFiles, writeText } from './gate/render.ts';

interface InspectFlags extends SharedFlags {
  readonly journey?: string;
  readonly ownDomain?: readonly string[];
}

/** `shopbell inspect URL`: one safe security test, without a database. */
export function inspectCommand(): Command {
  const command = new Command('inspect')
    .description('one safe security test of a shop: GET only, two requests a second (four with control), nothing that changes data')
    .argument('[url]', 'address of the shop');
  return addSharedFlags(command, 'info')
    .option('--journey <file>', 'a Playwright file that leads to the payment page (docs/journeys.md); needs control of the shop')
    .option('--own-domain <name...>', 'other domains that you hold: whether others can send mail in their name')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing found, 1 found something, 2 wrong usage, 3 something could not be checked and nothing was found.',
    )
    .action(inspect);
}

async function inspect(url: string | undefined, flags: InspectFlags): Promise<void> {
  if (flags.explain !== undefined) {
    process.stdout.write(explainCheck(flags.explain));
    return;
  }
  if (url === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'name the address of the shop: shopbell inspect URL' });
  const outputs = readOutputs(flags.output);
  const { checks } = selectChecks({ only: flags.only ?? [], skip: flags.skip ?? [] });
  const writeTo = writeToOf(flags, flags.baseline ?? null);
  const baseline = await openBaseline(flags.baseline ?? writeTo, writeTo !== null);
  const journey = flags.journey === undefined ? null : await openJourney(flags.journey);
  const own = readOwnHeaders(targetOf(url), flags, process.env);
  const narrowed = { ...flags, parts: partsOf({ checks, release: new Set() }) };
  const looked = await withOutside((outside) => collect(outside, url, narrowed, journey), own);
  const { inspection, elapsedMs } = withoutSecrets(looked, own);
  const nothing = { journeys: [], measures: {}, unmeasured: {}, components: null };
  const selection = { checks, release: new Set<never>() };
  const level = flags.failOn ?? 'info';
  const today = inspection.startedAt.slice(0, 10);
  const wish = { tool: 'inspect', selection, level, budgets: {}, baseline, agree: writeTo !== null, today } as const;
  const result = judgeGate({ inspection, elapsedMs, ...nothing }, wish);
  if (writeTo !== null) await writeText(writeTo, writeBaseline(result.next, writeTo));
  const compares = baseline !== null || writeTo !== null;
  await writeFiles((format) => render(result, format, compares), outputs);
  process.stdout.write(render(result, flags.json ? 'json' : flags.format, compares));
  process.exitCode = flags.exitZero ? exitCodes.fine : exitCodeOf(result);
}

async function collect(outside: Outside, url: string, flags: InspectFlags & { readonly parts: Parts }, journey: string | null) {
  const started = outside.clock.ticks();
  const inspection = await collectInspection(outside, {
    url: withScheme(url),
    allowPrivate: flags.allowPrivate ?? false,
    controlled: flags.iControlThisShop ?? flags.allowPrivate ?? false,
    paymentPage: flags.paymentPage ?? null,
    journey,
    authorised: null,
    parts: flags.parts,
    ownDomains: readOwnDomains(flags.ownDomain ?? []),
    ...(flags.country === undefined ? {} : { country: flags.country }),
    ...(flags.rate === undefined ? {} : { perSecond: flags.rate }),
  });
  return { inspection, elapsedMs: Math.round(outside.clock.ticks() - started) };
}

function readOwnDomains(names: readonly string[]): readonly string[] {
  const read = ownDomainsShape.safeParse(names.join(' '));
  if (!read.success) throw new ShopbellError('INPUT_INVALID', { reason: `--own-domain: ${read.error.issues[0]?.message ?? ''}` });
  return read.data;
}

/** With a baseline the gate's words are used, which tell new from known. */
function render(result: GateReport, format: Format, compares: boolean): string {
  if (format === 'json') return toJson(result, compares ? result.decision : null);
  if (compares || format === 'markdown') return renderGate(result, format);
  switch (format) {
    case 'text':
      return toText(result);
    case 'sarif':
      return toSarif(result, readVersion());
    case 'junit':
      return toJunit(result);
    case 'html':
      return toHtml(result);
  }
}
