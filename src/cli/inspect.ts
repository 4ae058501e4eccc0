import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readVersion } from '#app/version.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { systemClock, systemRandom } from '#engines/clock/system-clock.ts';
import { openResolver } from '#engines/dns/open-resolver.ts';
import { openHttpClient } from '#engines/http/open-http-client.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import {
  collectInspection,
  type InspectionReport,
  isIncomplete,
  judgeInspection,
  toHtml,
  toJson,
  toJunit,
  toSarif,
  toText,
} from '#steps/inspect/index.ts';
import { exitCodes } from './exit-codes.ts';

interface InspectFlags {
  readonly format: 'text' | 'json' | 'sarif' | 'junit' | 'html';
  readonly json?: true;
  readonly paymentPage?: string;
  readonly journey?: string;
  readonly allowPrivate?: true;
  readonly iControlThisShop?: true;
  readonly rate?: number;
}

/** `shopbell inspect URL`: one safe security test, without a database. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('one safe security test of a shop: GET only, two requests a second, nothing that changes data')
    .argument('<url>', 'address of the shop')
    .addOption(
      new Option('--format <format>', 'how to print the result').choices(['text', 'json', 'sarif', 'junit', 'html']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--payment-page <path>', 'also list the scripts of this page in a real browser')
    .option('--journey <file>', 'a Playwright file that leads to the payment page (docs/journeys.md); needs control of the shop')
    .option('--allow-private', 'the shop may be on a private or loopback address (control is assumed there)')
    .option('--i-control-this-shop', 'the shop is yours: also try the longer list of names and type made-up card data')
    .option('--rate <number>', 'requests a second (default 2, on loopback 5)', readRate)
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing found, 1 found something, 2 wrong usage, 3 something could not be checked and nothing was found.',
    )
    .action(async (url: string, flags: InspectFlags) => {
      const result = await inspectOnce(url, flags);
      process.stdout.write(render(result, flags.json ? 'json' : flags.format));
      const { fail, warn } = result.report.counts;
      process.exitCode = fail + warn > 0 ? exitCodes.found : isIncomplete(result) ? exitCodes.couldNotRun : exitCodes.fine;
    });
}

function readRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 100)) throw new InvalidArgumentError('must be between 0 and 100');
  return rate;
}

async function inspectOnce(url: string, flags: InspectFlags): Promise<InspectionReport> {
  const started = systemClock.ticks();
  const browser = openBrowser({ cacheFolder: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'shopbell') });
  try {
    const outside = {
      http: openHttpClient(),
      browser,
      journeys: openJourneys(browser),
      resolver: openResolver(),
      clock: systemClock,
      random: systemRandom,
    };
    const inspection = await collectInspection(outside, {
      url: url.includes('://') ? url : `https://${url}`,
      allowPrivate: flags.allowPrivate ?? false,
      controlled: flags.iControlThisShop ?? flags.allowPrivate ?? false,
      paymentPage: flags.paymentPage ?? null,
      journey: flags.journey === undefined ? null : await readJourney(flags.journey),
      authorised: null,
      ...(flags.rate === undefined ? {} : { perSecond: flags.rate }),
    });
    return { inspection, report: judgeInspection(inspection), elapsedMs: Math.round(systemClock.ticks() - started) };
  } finally {
    await browser.close();
  }
}

/** Throws FILE_UNREADABLE. */
async function readJourney(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(cause) }, { cause });
  });
}

function render(result: InspectionReport, format: InspectFlags['format']): string {
  switch (format) {
    case 'text':
      return toText(result);
    case 'json':
      return toJson(result);
    case 'sarif':
      return toSarif(result, readVersion());
    case 'junit':
      return toJunit(result);
    case 'html':
      return toHtml(result);
  }
}
