import { Command } from 'commander';
import { readConfig } from '#app/config.ts';
import { systemClock } from '#engines/clock/system-clock.ts';
import { holdDataFolder } from '#engines/files/hold-data-folder.ts';
import { listLedgers, verifyLedger } from '#engines/ledger/verify-ledger.ts';
import { openLog } from '#engines/log/open-log.ts';
import { openState } from '#engines/state/open-state.ts';
import { messageOf } from '#kernel/errors.ts';
import type { OrgId } from '#kernel/ids.ts';
import { type StoredRegister, verifyStoredRegister } from '#steps/decide/index.ts';
import { exitCodes } from './exit-codes.ts';

interface Verified {
  readonly org: OrgId;
  readonly entries: number;
  readonly broken: string | null;
  readonly register: StoredRegister;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('walk the hash chains of every organisation’s ledger and register; exit 1 when one does not fit (stop Shopbell first)')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const results = await verifyAll();
      if (options.json) process.stdout.write(`${JSON.stringify({ schema: 'shopbell.verify/1', ledgers: results })}\n`);
      else process.stdout.write(`${results.map(describe).join('\n') || 'There is no ledger here yet.'}\n`);
      process.exitCode = results.some((result) => result.broken ?? result.register.broken) ? exitCodes.found : exitCodes.fine;
    });
}

function describe(result: Verified): string {
  const { links, broken } = result.register;
  const ledger = result.broken ? `${result.org}: BROKEN. ${result.broken}` : `${result.org}: ${result.entries} entries, whole`;
  return `${ledger}; register: ${broken ? `BROKEN. ${broken}` : `${links} links, whole`}`;
}

async function verifyAll(): Promise<Verified[]> {
  const config = readConfig(process.env, process.cwd());
  const hold = await holdDataFolder(config.dataFolder, systemClock.now());
  const state = await openState({
    folder: config.dataFolder,
    log: openLog('silent'),
    ...(config.secrets.databaseUrl ? { databaseUrl: config.secrets.databaseUrl } : {}),
  });
  try {
    const results: Verified[] = [];
    for (const org of await listLedgers(state)) {
      const outcome = await verifyLedger(state, org).then(
        (entries) => ({ entries, broken: null }),
        (error: unknown) => ({ entries: 0, broken: messageOf(error) }),
      );
      const register = await verifyStoredRegister(state, org).catch((error: unknown) => ({ links: 0, broken: messageOf(error) }));
      results.push({ org, ...outcome, register });
    }
    return results;
  } finally {
    await state.close();
    await hold.release();
  }
}
