import { Command, InvalidArgumentError } from 'commander';
import { lookupBySystem, resolveTarget } from '#engines/http/resolve-target.ts';
import { openJourneys } from '#engines/journeys/open-journeys.ts';
import { openRecorder } from '#engines/journeys/record/open-recorder.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { withScheme } from './gate/gate-flags.ts';
import { withBrowser } from './gate/open-outside.ts';
import { writeText } from './gate/render.ts';
import { serveRecorder } from './journey/serve-recorder.ts';

interface RecordFlags {
  readonly output: string;
  readonly port: number;
  readonly allowPrivate?: boolean;
}

/** `shopbell journey record URL`: a way through a shop, recorded by clicking. */
export function journeyCommand(): Command {
  return new Command('journey')
    .description('record a way through a shop by clicking; the file runs in inspect, gate and watch (docs/journeys.md)')
    .argument('<action>', 'record')
    .argument('<url>', 'address of the shop')
    .option('--output <file>', 'where the file is written', 'journey.spec.ts')
    .option('--port <number>', 'port of the recorder on this machine; 0: any that is free', readPort, 0)
    .option('--allow-private', 'the shop stands on this machine or in this network')
    .addHelpText(
      'after',
      '\nOpens a page in your own browser that shows the shop and takes your clicks; no display is needed here. From elsewhere: ssh -L PORT:127.0.0.1:PORT.\nWhat tells of a person is test data in the file, a password process.env.PASSWORD; nothing of cards is typed, nothing is ordered.\n\nExit codes: 0 recorded, 2 wrong usage, 3 could not run.',
    )
    .action(record);
}

async function record(action: string, url: string, { output, port, allowPrivate }: RecordFlags): Promise<void> {
  if (action !== 'record') throw new ShopbellError('INPUT_INVALID', { reason: 'the action is record: shopbell journey record URL' });
  const shop = new URL(withScheme(url));
  await resolveTarget(shop.hostname, allowPrivate ?? false, lookupBySystem);
  const file = await withBrowser((browser) =>
    browser.withContext({ allowPrivate: allowPrivate ?? false, baseUrl: shop.origin }, async (context) => {
      const recorder = await openRecorder(await context.newPage(), shop);
      const served = await serveRecorder(recorder, port);
      process.stderr.write(`Open this in your browser and click:\n  ${served.url}\n`);
      try {
        const text = recorder.file(await served.done);
        await openJourneys(browser).read(text, output);
        return text;
      } finally {
        await served.close();
      }
    }),
  );
  await writeText(output, file).catch((thrown: unknown) => {
    // Nobody wants to click all of it again.
    process.stdout.write(file);
    throw thrown;
  });
  process.stdout.write(`${output}\n`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('must be a port');
  return port;
}
