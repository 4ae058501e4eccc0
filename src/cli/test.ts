import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly success: boolean;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export function testCommand(): Command {
  return new Command('test')
    .description('run the tests; the last line reads “N passed, N failed”')
    .argument('[filters...]', 'only files whose path contains one of these')
    .action(async (filters: string[]) => {
      const folder = mkdtempSync(join(tmpdir(), 'shopbell-report-'));
      const file = join(folder, 'report.json');
      const code = await run(['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
      process.exitCode = summarise(file, code);
      rmSync(folder, { recursive: true, force: true });
    });
}

function run(args: readonly string[]): Promise<number> {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env };
  // The loader of the command line is not the test runner's.
  delete env.NODE_OPTIONS;
  const child = spawn(process.execPath, [vitest, ...args], { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', (code) => resolve(code ?? exitCodes.couldNotRun)));
}

/** Prints the closing line. A file that failed to load counts as one failure even though it holds no test. */
function summarise(file: string, code: number): number {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    process.stdout.write('0 passed, 1 failed\n');
    return exitCodes.couldNotRun;
  }
  const broken = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length;
  const failed = report.numFailedTests + broken || (code === 0 ? 0 : 1);
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped > 0) process.stdout.write(`${skipped} skipped: the data set or the other program that each is about is not here\n`);
  process.stdout.write(`${report.numPassedTests} passed, ${failed} failed\n`);
  return failed > 0 || report.numPassedTests === 0 ? exitCodes.found : exitCodes.fine;
}
