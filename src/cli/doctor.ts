import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Config, readConfig } from '#app/config.ts';
import { openBrowser } from '#engines/browser/open-browser.ts';
import { freeMegabytes, LEAST_FREE_MB } from '#engines/files/check-free-space.ts';
import { openLog } from '#engines/log/open-log.ts';
import { openMailer } from '#engines/mail/open-mailer.ts';
import { openState } from '#engines/state/open-state.ts';
import { openTelemetry } from '#engines/telemetry/open-telemetry.ts';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { exitCodes } from './exit-codes.ts';

interface Finding {
  readonly part: string;
  readonly state: 'ok' | 'broken';
  readonly text: string;
  readonly remedy: string | null;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('check every engine on this machine and say what to do; nothing in the data folder is touched')
    .option('--json', 'print one JSON document')
    .action(async (options: { json?: true }) => {
      const findings = await examine(readConfig(process.env, process.cwd()));
      if (options.json) process.stdout.write(`${JSON.stringify({ schema: 'shopbell.doctor/1', findings })}\n`);
      else for (const finding of findings) process.stdout.write(format(finding));
      process.exitCode = findings.some((finding) => finding.state === 'broken') ? exitCodes.found : exitCodes.fine;
    });
}

function format(finding: Finding): string {
  const mark = finding.state === 'ok' ? 'ok    ' : 'BROKEN';
  return `${mark} ${finding.part.padEnd(10)} ${finding.text}\n${finding.remedy ? `                  → ${finding.remedy}\n` : ''}`;
}

/** Each engine is started for real in a temporary folder, or reached where a setting names a server. */
async function examine(config: Config): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-doctor-'));
  const log = openLog('silent');
  const { databaseUrl, clickhouseUrl, smtpUrl } = config.secrets;
  try {
    return [
      await check('runtime', async () => `Node.js ${process.version} from the lock file`),
      await check('disk', async () => describeDisk(config.dataFolder)),
      await check('state', () => use(openState({ folder, log, ...(databaseUrl ? { databaseUrl } : {}) }))),
      await check('telemetry', () => use(openTelemetry(clickhouseUrl ? { url: clickhouseUrl } : { path: join(folder, 'telemetry') }))),
      await check('mail', async () => {
        const mailer = await openMailer(smtpUrl ? { smtpUrl } : { folder: join(folder, 'mailbox') });
        await mailer.close();
        return mailer.mode === 'local' ? 'local mailbox: every mail is caught, none leaves this machine' : 'SMTP_URL is used';
      }),
      await check('browser', () => use(Promise.resolve(openBrowser({ cacheFolder: join(folder, 'browser') })))),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function describeDisk(folder: string): Promise<string> {
  const free = await freeMegabytes(folder).catch(() => freeMegabytes(process.cwd()));
  if (free < LEAST_FREE_MB) throw new ShopbellError('DISK_LOW', { path: folder, free, need: LEAST_FREE_MB });
  return `${free} MB free for ${folder}`;
}

async function use(opening: Promise<{ describe(): Promise<string>; close(): Promise<void> }>): Promise<string> {
  const engine = await opening;
  try {
    return await engine.describe();
  } finally {
    await engine.close();
  }
}

async function check(part: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { part, state: 'ok', text: await look(), remedy: null };
  } catch (error) {
    return { part, state: 'broken', text: messageOf(error), remedy: error instanceof ShopbellError ? error.remedy : null };
  }
}
