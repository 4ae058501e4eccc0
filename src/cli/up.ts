import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { readConfig } from '#app/config.ts';
import { startShopbell } from '#app/start-shopbell.ts';
import { exitCodes } from './exit-codes.ts';

export function upCommand(): Command {
  return new Command('up')
    .description(
      'run everything on this machine: PostgreSQL, ClickHouse, intake, checks, console. Ctrl-C stops it; the next start continues',
    )
    .option('--roles <list>', 'what this process does: web,worker,prober (as SHOPBELL_ROLES)')
    .option('--port <number>', 'port of the console (as SHOPBELL_PORT)')
    .option('--no-open', 'do not open the setup page in a browser')
    .action(async (options: { roles?: string; port?: string; open: boolean }) => {
      const env = {
        ...process.env,
        ...(options.roles ? { SHOPBELL_ROLES: options.roles } : {}),
        ...(options.port ? { SHOPBELL_PORT: options.port } : {}),
      };
      await runUntilStopped(env, options.open);
    });
}

async function runUntilStopped(env: NodeJS.ProcessEnv, mayOpen: boolean): Promise<void> {
  const stopped = untilAsked();
  process.stderr.write('shopbell: starting PostgreSQL, ClickHouse and the console …\n');
  const running = await startShopbell(readConfig(env, process.cwd()));
  process.stdout.write(
    running.servesPages ? `Shopbell is running at ${running.url}\n` : 'Shopbell is running; another process serves the console.\n',
  );
  if (running.setupLink) {
    process.stdout.write(`\n  Set it up with this one-time link:\n  ${running.setupLink}\n\n`);
    if (mayOpen) openInBrowser(running.setupLink);
  }
  process.stdout.write('Ctrl-C stops it; ./shopbell up continues where it was.\n');
  await stopped;
  process.stderr.write('\nshopbell: stopping; work under way is finished first …\n');
  await running.stop();
  process.stderr.write('shopbell: stopped, nothing lost.\n');
  process.exit(exitCodes.fine);
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const ask = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', ask).on('SIGTERM', ask);
  });
}

/** Only where there is a screen; a failure to open is no failure, the link is printed. */
function openInBrowser(link: string): void {
  const program = process.platform === 'darwin' ? 'open' : process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : null;
  if (!program || !process.stdout.isTTY) return;
  const child = spawn(program, [link], { stdio: 'ignore', detached: true });
  child.on('error', () => child.unref());
  child.unref();
}
