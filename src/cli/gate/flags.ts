import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Severity, severities } from '#kernel/outcome.ts';
import { visitorsIn } from '#steps/inspect/index.ts';
import { type Format, formats } from './render.ts';

/** What `inspect` and `gate` both understand. */
export interface SharedFlags {
  readonly format: Format;
  readonly json?: true;
  readonly output?: readonly string[];
  readonly baseline?: string;
  /** `true`: to the file that --baseline names. */
  readonly writeBaseline?: string | true;
  readonly failOn?: Severity;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly explain?: string;
  readonly exitZero?: true;
  readonly paymentPage?: string;
  readonly allowPrivate?: true;
  readonly iControlThisShop?: true;
  readonly rate?: number;
  readonly header?: readonly string[];
  readonly basicAuth?: string;
  readonly country?: string;
}

/** Adds them to a command. */
export function addSharedFlags(command: Command, usualLevel: Severity): Command {
  return command
    .addOption(new Option('--format <format>', 'how to print the result').choices([...formats]).default('text'))
    .option('--json', 'the same as --format json')
    .option('--output <format=file>', 'also write the result to a file, such as sarif=shopbell.sarif; several times', gather)
    .option('--baseline <file>', 'what is known: only what is new, worsened or past its day counts')
    .option(
      '--write-baseline [file]',
      'agree to everything that is there: write it, keeping owners, reasons and days (default: the file of --baseline)',
    )
    .addOption(new Option('--fail-on <level>', `how grave it must be to count (default ${usualLevel})`).choices([...severities]))
    .option('--only <check>', 'only this check or area, such as csp or headers; several times', gather)
    .option('--skip <check>', 'all but this check or area; several times', gather)
    .option('--explain <check>', 'say what a check looks at, why, and what to do; then end')
    .option('--exit-zero', 'exit 0 whatever was found; wrong usage stays 2')
    .option('--payment-page <path>', 'also list the scripts of this page in a real browser')
    .option('--allow-private', 'the shop may be on a private or loopback address (control is assumed there)')
    .option('--i-control-this-shop', 'the shop is yours: also try the longer list of names, type made-up card data, make journeys')
    .option(
      '--header <name:value>',
      'send this header to the shop’s own host alone; $VARIABLE is read from the environment; several times',
      gather,
    )
    .option('--basic-auth <variable>', 'the preview asks for a password: variable of the environment with user:password')
    .option('--country <code>', 'look at the payment page as customers of this country would (PL); needs control', readCountry)
    .option('--rate <number>', 'requests a second (default 2, with control 4, on loopback 5)', readRate);
}

/** For options that may stand there several times. */
export function gather(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function readCountry(text: string): string {
  const code = text.toUpperCase();
  if (visitorsIn(code) === null) throw new InvalidArgumentError('must be the two letters of a country, such as PL');
  return code;
}

function readRate(text: string): number {
  const rate = Number(text);
  if (!(rate > 0 && rate <= 100)) throw new InvalidArgumentError('must be between 0 and 100');
  return rate;
}
