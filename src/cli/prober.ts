import { resolve } from 'node:path';
import { Command } from 'commander';
import { openProber } from '#app/open-prober.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { exitCodes } from './exit-codes.ts';

interface ProberOptions {
  readonly to?: string;
  readonly token?: string;
  readonly data: string;
}

/** `shopbell prober`: looks from here for a Shopbell elsewhere. Exit 3: it is not known there any more. */
export function proberCommand(): Command {
  return new Command('prober')
    .description(
      'Look from this machine (inside a private network, in another region) for a Shopbell elsewhere. It only connects outwards, over HTTPS; while it is cut off it goes on looking and keeps what it saw.',
    )
    .option('--to <address>', 'the Shopbell that it works for, such as https://bell.shop.example')
    .option('--token <token>', 'the one-time token that Watch, Places shows; not needed again after it has joined')
    .option('--data <folder>', 'where its key and what it could not send lie', '.shopbell-prober')
    .action(run);
}

async function run({ to, token, data }: ProberOptions): Promise<void> {
  if ((to === undefined) !== (token === undefined))
    throw new ShopbellError('INPUT_INVALID', { reason: '--to and --token belong together' });
  const prober = await openProber({ folder: resolve(data), ...(to === undefined || token === undefined ? {} : { to, token }) });
  process.stdout.write(`This is ${prober.name}, looking for ${prober.to}. Ctrl-C stops it.\n`);
  const asked = new Promise<'stop'>((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => settle('stop'));
  });
  const why = await Promise.race([asked, prober.refused.then(() => 'refused' as const)]);
  await prober.stop();
  if (why === 'refused') throw new ShopbellError('PROBER_REFUSED');
  process.exitCode = exitCodes.fine;
}
